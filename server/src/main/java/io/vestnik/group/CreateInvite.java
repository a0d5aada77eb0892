package io.vestnik.group;

import io.vestnik.chat.Membership;
import io.vestnik.mode.Caller;
import io.vestnik.mode.Writing;
import io.vestnik.model.Clock;
import io.vestnik.protocol.Id;
import io.vestnik.protocol.Range;
import io.vestnik.protocol.Rejection;
import io.vestnik.store.Tx;
import io.vestnik.table.Invites;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// `createInvite`: who knows it may join the group, so often and so long as it says (protocol §6).
public final class CreateInvite implements Writing<CreateInvite.Request, CreateInvite.Answer> {
  /// So many are kept of a group.
  static final int MOST = 1000;

  private final Supplier<String> newId;
  private final Clock clock;

  /// @param newId makes what nobody can guess
  public CreateInvite(Supplier<String> newId, Clock clock) {
    this.newId = newId;
    this.clock = clock;
  }

  public record Request(
      @Id long chat_id,
      @Nullable @Range(min = 0, max = (1L << 53) - 1) Long expires_time,
      @Nullable @Range(min = 1, max = 1_000_000) Integer max_uses) {}

  public record Answer(String invite) {}

  @Override
  public Answer handle(Caller caller, Request request, Tx tx) {
    long now = clock.millis();
    if (request.expires_time != null && request.expires_time <= now) {
      throw Rejection.range("expires_time", "expires_time must be a time to come.");
    }
    Membership.chatOf(tx, request.chat_id, caller.userId(), Membership.Right.INVITE);
    tx.invites().makeRoom(request.chat_id, MOST, now);
    Invites.Row invite =
        new Invites.Row(
            newId.get(),
            request.chat_id,
            caller.userId(),
            request.expires_time,
            request.max_uses,
            0);
    tx.invites().add(invite, now);
    return new Answer(invite.invite());
  }
}
