package io.vestnik.group;

import io.vestnik.chat.Membership;
import io.vestnik.mode.Caller;
import io.vestnik.mode.Reading;
import io.vestnik.model.Clock;
import io.vestnik.protocol.Id;
import io.vestnik.store.Tx;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// `getInvites`: the group's invites by which one can join, the oldest first (protocol §6).
public final class GetInvites implements Reading<GetInvites.Request, GetInvites.Answer> {
  private final Clock clock;

  public GetInvites(Clock clock) {
    this.clock = clock;
  }

  public record Request(@Id long chat_id) {}

  public record Answer(List<Invite> invites) {}

  /// An invite.
  ///
  /// @param uses how many have joined by it
  /// @param from_id who has made it
  public record Invite(
      String invite,
      @Nullable Long expires_time,
      @Nullable Integer max_uses,
      int uses,
      long from_id) {}

  @Override
  public Answer handle(Caller caller, Request request, Tx tx) {
    Membership.chatOf(tx, request.chat_id, caller.userId(), Membership.Right.INVITE);
    return new Answer(
        tx.invites().good(request.chat_id, clock.millis()).stream()
            .map(i -> new Invite(i.invite(), i.expiresTime(), i.maxUses(), i.uses(), i.fromId()))
            .toList());
  }
}
