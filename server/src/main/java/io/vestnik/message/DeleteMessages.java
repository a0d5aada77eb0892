package io.vestnik.message;

import io.vestnik.chat.Membership;
import io.vestnik.mode.Caller;
import io.vestnik.mode.Writing;
import io.vestnik.model.Event;
import io.vestnik.model.Signal;
import io.vestnik.protocol.Id;
import io.vestnik.protocol.Length;
import io.vestnik.protocol.Rejection;
import io.vestnik.store.Tx;
import io.vestnik.table.Chats;
import io.vestnik.table.Contents;
import io.vestnik.table.MemberRow;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// `deleteMessages`: for everyone they are erased, for oneself they are hidden; all of them or none
/// (protocol §5). What is erased already is passed over.
public final class DeleteMessages
    implements Writing<DeleteMessages.Request, DeleteMessages.Answer> {
  private final Runnable erased;

  /// @param erased told, inside the transaction, that the storage must forget what was erased
  public DeleteMessages(Runnable erased) {
    this.erased = erased;
  }

  public record Request(
      @Id long chat_id,
      @Id @Length(min = 1, max = 100) List<Long> message_ids,
      @Nullable Boolean for_everyone) {}

  public record Answer(@Nullable Long event_id) {}

  @Override
  public Answer handle(Caller caller, Request request, Tx tx) {
    Chats.Listed listed = Membership.chatOf(tx, request.chat_id, caller.userId());
    Map<Long, Contents.State> states =
        tx.contents().states(request.chat_id, request.message_ids).stream()
            .collect(Collectors.toMap(Contents.State::messageId, Function.identity()));
    long first = listed.member().firstEventId();
    require(request.message_ids, id -> id >= first && states.containsKey(id), Rejection::noMessage);
    List<Contents.State> left =
        request.message_ids.stream()
            .distinct()
            .sorted()
            .map(states::get)
            .filter(state -> state != null && !state.erased())
            .toList();
    List<Long> ids = left.stream().map(Contents.State::messageId).toList();
    if (request.for_everyone == null || !request.for_everyone) {
      hide(tx, listed.member(), ids);
      return new Answer(null);
    }
    if (!Membership.moderates(listed)) {
      List<Long> others =
          left.stream()
              .filter(state -> state.fromId() != caller.userId())
              .map(Contents.State::messageId)
              .toList();
      require(
          request.message_ids,
          id -> !others.contains(id),
          field -> Rejection.notYours(field, "This message is another's."));
    }
    return new Answer(ids.isEmpty() ? null : erase(tx, listed, ids));
  }

  private static void require(
      List<Long> ids, Predicate<Long> holds, Function<String, Rejection> otherwise) {
    for (int i = 0; i < ids.size(); i++) {
      if (!holds.test(ids.get(i))) {
        throw otherwise.apply("message_ids[" + i + "]");
      }
    }
  }

  private static void hide(Tx tx, MemberRow member, List<Long> ids) {
    List<Long> hidden = tx.hidden().add(member, ids);
    if (!hidden.isEmpty()) {
      tx.tell(new Signal.MessagesHidden(member.chatId(), member.userId(), hidden));
      tx.tell(new Signal.ChatChanged(member.chatId(), member.userId()));
    }
  }

  private long erase(Tx tx, Chats.Listed listed, List<Long> ids) {
    tx.contents().erase(listed.chat().id(), ids);
    erased.run();
    Event event = new Event.MessagesDeleted(ids, Event.MessagesDeleted.Erasure.DELETED);
    return tx.log().append(listed.chat(), listed.member().userId(), event).event_id();
  }
}
