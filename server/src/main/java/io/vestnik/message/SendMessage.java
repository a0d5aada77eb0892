package io.vestnik.message;

import io.vestnik.chat.Membership;
import io.vestnik.mode.Appending;
import io.vestnik.mode.Caller;
import io.vestnik.model.ContentType;
import io.vestnik.protocol.Id;
import io.vestnik.protocol.Length;
import io.vestnik.store.Append;
import io.vestnik.store.Appended;
import org.jspecify.annotations.Nullable;

/// `sendMessage`: one message at the end of a chat's log (protocol §5). With `client_message_id` it
/// is sent once however often it is asked for.
public final class SendMessage implements Appending<SendMessage.Request, SendMessage.Answer> {
  private final ContentHash hash;
  private final MentionFinder mentions;

  public SendMessage(ContentHash hash, MentionFinder mentions) {
    this.hash = hash;
    this.mentions = mentions;
  }

  public record Request(
      @Id long chat_id,
      @Length(min = 1, max = 16_384) String content,
      ContentType content_type,
      @Nullable @Length(min = 1, max = 64) String client_message_id,
      @Nullable @Id Long reply_to) {}

  public record Answer(
      long message_id, long event_id, long content_time, @Nullable Boolean duplicate) {}

  @Override
  public Append append(Caller caller, Request request) {
    Append.Draft draft =
        new Append.Draft(
            request.content_type,
            request.content,
            request.reply_to,
            null,
            mentions.candidates(request.content));
    Append.Key key =
        request.client_message_id == null
            ? null
            : new Append.Key(request.client_message_id, hash.of(draft));
    return new Append(caller.session(), request.chat_id, draft, key, Membership.MAY_SEND);
  }

  @Override
  public Answer answer(Appended appended) {
    return new Answer(
        appended.eventId(),
        appended.eventId(),
        appended.eventTime(),
        appended.duplicate() ? true : null);
  }
}
