package io.vestnik.group;

import io.vestnik.chat.Membership;
import io.vestnik.mode.Caller;
import io.vestnik.mode.Writing;
import io.vestnik.model.Clock;
import io.vestnik.model.Event;
import io.vestnik.protocol.Rejection;
import io.vestnik.store.Tx;
import io.vestnik.table.ChatRow;
import io.vestnik.table.Invites;
import java.util.List;

/// `joinGroup`: one is a member of the group that the invite is of (protocol §6). Who is one
/// already uses nothing up, so a retry succeeds whatever has become of the invite.
public final class JoinGroup implements Writing<JoinGroup.Request, JoinGroup.Answer> {
  private final Joining joining;
  private final Clock clock;

  public JoinGroup(Joining joining, Clock clock) {
    this.joining = joining;
    this.clock = clock;
  }

  public record Request(String invite) {}

  public record Answer(long chat_id) {}

  @Override
  public Answer handle(Caller caller, Request request, Tx tx) {
    Invites.Row seen = tx.invites().get(request.invite);
    ChatRow group = seen == null ? null : tx.chats().byId(seen.chatId());
    // Once more, now that nobody else can use it up.
    Invites.Row invite = group == null ? null : tx.invites().get(request.invite);
    if (invite == null || group == null) {
      throw Rejection.noInvite();
    }
    long userId = caller.userId();
    if (tx.members().get(group.id(), userId) != null) {
      return new Answer(group.id());
    }
    if (!invite.isGood(clock.millis())) {
      throw Rejection.noInvite();
    }
    Membership.mayJoin(tx.former().get(group.id(), userId));
    joining.join(tx, group, userId, List.of(userId), Event.MemberAdded.How.INVITE);
    tx.invites().use(invite.invite());
    return new Answer(group.id());
  }
}
