package io.vestnik.message;

import io.vestnik.chat.Membership;
import io.vestnik.mode.Caller;
import io.vestnik.mode.Writing;
import io.vestnik.model.Entry;
import io.vestnik.model.Event;
import io.vestnik.model.Mention;
import io.vestnik.model.Message;
import io.vestnik.protocol.Id;
import io.vestnik.protocol.Length;
import io.vestnik.protocol.Rejection;
import io.vestnik.store.Tx;
import io.vestnik.table.Chats;
import io.vestnik.table.Mentions;
import io.vestnik.table.Versions.Version;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// `editMessage`: one's own text gets another content (protocol §5). What it said before is kept
/// for getMessageHistory.
public final class EditMessage implements Writing<EditMessage.Request, EditMessage.Answer> {
  private final MentionFinder mentions;

  public EditMessage(MentionFinder mentions) {
    this.mentions = mentions;
  }

  public record Request(
      @Id long chat_id, @Id long message_id, @Length(min = 1, max = 16_384) String content) {}

  public record Answer(long event_id) {}

  @Override
  public Answer handle(Caller caller, Request request, Tx tx) {
    Chats.Listed listed =
        Membership.chatOf(tx, request.chat_id, caller.userId(), Membership.Right.SEND);
    Message message = Membership.messageOf(tx, listed.member(), request.message_id, "message_id");
    if (message.from_id() == null || message.from_id() != caller.userId()) {
      throw Rejection.notYours("message_id", "Only its author edits a message.");
    }
    if (message.forwarded_from() != null) {
      throw Rejection.notYours("message_id", "A forwarded message says what another has said.");
    }
    Membership.mayReach(listed.member());
    List<Mention> mentioned = mentionsIn(request, tx);
    Entry entry =
        tx.log()
            .append(
                listed.chat(),
                caller.userId(),
                time ->
                    new Event.MessageEdited(
                        request.message_id, request.content, time, mentioned, null));
    keepVersions(tx, message, entry, request.content, mentioned);
    tx.contents()
        .edit(request.chat_id, request.message_id, request.content, entry.event_time(), mentioned);
    tx.mentions().remove(request.chat_id, request.message_id);
    tx.mentions().add(message, mentioned);
    return new Answer(entry.event_id());
  }

  private @Nullable List<Mention> mentionsIn(Request request, Tx tx) {
    List<Mentions.Candidate> candidates = mentions.candidates(request.content);
    var members =
        tx.mentions()
            .members(Mentions.sought(request.chat_id, candidates).collect(Collectors.toSet()));
    return Mentions.resolved(request.chat_id, candidates, members);
  }

  // The original is there from the first edit on.
  private static void keepVersions(
      Tx tx, Message before, Entry entry, String content, @Nullable List<Mention> mentioned) {
    long chatId = before.chat_id();
    long id = before.message_id();
    if (before.edited_time() == null) {
      Version original =
          new Version(id, before.content_time(), before.content(), before.mentions());
      tx.versions().add(chatId, id, original);
    }
    Version edited = new Version(entry.event_id(), entry.event_time(), content, mentioned);
    tx.versions().add(chatId, id, edited);
  }
}
