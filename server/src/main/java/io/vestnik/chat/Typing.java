package io.vestnik.chat;

import io.vestnik.mode.Buckets;
import io.vestnik.mode.Caller;
import io.vestnik.mode.Reading;
import io.vestnik.model.ChatType;
import io.vestnik.model.Clock;
import io.vestnik.model.Signal;
import io.vestnik.protocol.Id;
import io.vestnik.protocol.Nothing;
import io.vestnik.protocol.Rate;
import io.vestnik.store.Tx;
import io.vestnik.table.Chats;
import io.vestnik.table.MemberRow;
import java.util.List;

/// `typing`: the others hear that one is typing, in chats of up to 50 (protocol §4). More than one
/// in 3 s is ignored.
public final class Typing implements Reading<Typing.Request, Nothing> {
  private static final Rate ONE_IN_THREE_SECONDS = new Rate(1, 1 / 3.0);

  private final Buckets told;

  public Typing(Clock clock) {
    told = new Buckets("typing", ONE_IN_THREE_SECONDS, clock);
  }

  public record Request(@Id long chat_id) {}

  @Override
  public Nothing handle(Caller caller, Request request, Tx tx) {
    Chats.Listed listed = Membership.chatOf(tx, request.chat_id, caller.userId());
    if (listed.chat().isSmall()
        && !isBarred(tx, listed)
        && told.take(List.of(request.chat_id, caller.userId())) == null) {
      tx.tell(new Signal.Typing(request.chat_id, caller.userId()));
    }
    return new Nothing();
  }

  // Whoever of the two has blocked the other, nobody hears of it.
  private static boolean isBarred(Tx tx, Chats.Listed listed) {
    return listed.chat().type() == ChatType.PERSONAL
        && tx.members().all(List.of(listed.chat().id())).stream()
            .anyMatch(member -> member.bar() != MemberRow.Bar.NONE);
  }
}
