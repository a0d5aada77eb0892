package io.vestnik.message;

import io.vestnik.chat.Membership;
import io.vestnik.mode.Caller;
import io.vestnik.mode.Throttle;
import io.vestnik.mode.Writing;
import io.vestnik.model.Forwarded;
import io.vestnik.model.Message;
import io.vestnik.protocol.Id;
import io.vestnik.protocol.Length;
import io.vestnik.protocol.Rejection;
import io.vestnik.store.Append;
import io.vestnik.store.Appended;
import io.vestnik.store.Tx;
import io.vestnik.table.MemberRow;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// `forwardMessages`: messages that one sees in a chat are sent into a chat, all or none (protocol
/// §5). With `client_message_ids` each is sent once however often it is asked for.
public final class ForwardMessages
    implements Writing<ForwardMessages.Request, ForwardMessages.Answer> {
  private static final int MAX_KEY = 64;

  private final Throttle throttle;
  private final ContentHash hash;
  private final MentionFinder mentions;

  public ForwardMessages(Throttle throttle, ContentHash hash, MentionFinder mentions) {
    this.throttle = throttle;
    this.hash = hash;
    this.mentions = mentions;
  }

  public record Request(
      @Id long chat_id,
      @Id long from_chat_id,
      @Id @Length(min = 1, max = 100) List<Long> message_ids,
      @Nullable List<String> client_message_ids) {
    public Request {
      if (client_message_ids != null) {
        ForwardKeys.check(client_message_ids, message_ids.size(), MAX_KEY);
      }
    }
  }

  public record Answer(List<Long> message_ids) {}

  @Override
  public Answer handle(Caller caller, Request request, Tx tx) {
    throttle.chargeSends(caller.userId(), request.message_ids.size());
    ForwardKeys keys = new ForwardKeys(request, hash);
    List<Long> earlier = keys.earlier(tx, caller.userId());
    if (earlier != null) {
      return new Answer(earlier);
    }
    tx.chats().byId(request.chat_id); // before the membership, as all lock them
    MemberRow to = Membership.of(tx, request.chat_id, caller.userId());
    MemberRow from = source(tx, request.from_chat_id, caller.userId());
    Membership.chatOf(tx, to.chatId(), to.userId(), Membership.Right.SEND);
    List<Append> appends = new ArrayList<>();
    for (int i = 0; i < request.message_ids.size(); i++) {
      Message source =
          Membership.messageOf(tx, from, request.message_ids.get(i), "message_ids[" + i + "]");
      appends.add(
          new Append(
              caller.session(), to.chatId(), draft(source), keys.key(i), Membership.MAY_SEND));
    }
    keys.requireUnused(tx, caller.userId());
    return new Answer(tx.appendAll(appends).stream().map(Appended::eventId).toList());
  }

  // Only looked at: two who forward to and fro do not wait for each other.
  private static MemberRow source(Tx tx, long chatId, long userId) {
    List<MemberRow> found = tx.members().of(List.of(List.of(chatId, userId)));
    if (found.isEmpty()) {
      throw Rejection.notMember("from_chat_id");
    }
    return found.getFirst();
  }

  // Who first sent it stays so however often it is forwarded.
  private Append.Draft draft(Message source) {
    Forwarded first = source.forwarded_from();
    Long author = source.from_id();
    return new Append.Draft(
        source.content_type(),
        source.content(),
        null,
        first != null || author == null ? first : new Forwarded(author, source.from_name()),
        mentions.candidates(source.content()));
  }
}
