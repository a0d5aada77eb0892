package io.vestnik.message;

import io.vestnik.chat.Membership;
import io.vestnik.mode.Caller;
import io.vestnik.mode.Writing;
import io.vestnik.model.Change;
import io.vestnik.model.Event;
import io.vestnik.protocol.Id;
import io.vestnik.protocol.Rejection;
import io.vestnik.protocol.Required;
import io.vestnik.store.Tx;
import io.vestnik.table.Chats;
import io.vestnik.table.Reactions;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// `react`: one's reaction to a message, one emoji, is this one from now on, or none (protocol §5).
public final class React implements Writing<React.Request, React.Answer> {
  public record Request(@Id long chat_id, @Id long message_id, @Required Change<String> reaction) {
    public Request {
      if (reaction instanceof Change.Set<String>(String typed)) {
        String emoji = Emoji.parse(typed);
        if (emoji == null) {
          throw Rejection.format("reaction", "reaction must be one emoji.");
        }
        reaction = new Change.Set<>(emoji);
      }
    }
  }

  public record Answer(@Nullable Long event_id) {}

  @Override
  public Answer handle(Caller caller, Request request, Tx tx) {
    Chats.Listed listed = Membership.chatOf(tx, request.chat_id, caller.userId());
    long id =
        Membership.messageOf(tx, listed.member(), request.message_id, "message_id").message_id();
    Membership.mayReach(listed.member());
    String emoji = request.reaction instanceof Change.Set<String>(String set) ? set : null;
    String before = tx.reactions().get(request.chat_id, id, caller.userId());
    if (Objects.equals(before, emoji)) {
      return new Answer(null);
    }
    long event =
        tx.log().append(listed.chat(), caller.userId(), new Event.Reaction(id, emoji)).event_id();
    tx.reactions().remove(request.chat_id, id, caller.userId());
    if (emoji != null) {
      tx.reactions().add(new Reactions.Given(request.chat_id, id, caller.userId(), emoji, event));
    }
    return new Answer(event);
  }
}
