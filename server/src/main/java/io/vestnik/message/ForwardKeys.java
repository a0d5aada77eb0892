package io.vestnik.message;

import io.vestnik.protocol.Rejection;
import io.vestnik.store.Append;
import io.vestnik.store.Tx;
import io.vestnik.table.Log;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// The client's own ids of the messages that it forwards, one each (protocol §5). A key stands for
/// which message was forwarded, not for what it said: that may be edited, or gone, when the request
/// is repeated.
final class ForwardKeys {
  private final ForwardMessages.Request request;
  private final ContentHash hash;
  private final @Nullable List<String> ids;

  ForwardKeys(ForwardMessages.Request request, ContentHash hash) {
    this.request = request;
    this.hash = hash;
    ids = request.client_message_ids();
  }

  /// Refuses with 422 and 413 what cannot be such ids.
  static void check(List<String> ids, int count, int maxLength) {
    if (ids.size() != count) {
      throw Rejection.range(
          "client_message_ids", "client_message_ids must be as many as message_ids.");
    }
    for (int i = 0; i < ids.size(); i++) {
      String id = ids.get(i);
      if (id.codePointCount(0, id.length()) > maxLength) {
        throw Rejection.tooLong(field(i), maxLength);
      }
      if (id.isEmpty()) {
        throw Rejection.range(field(i), field(i) + " must be at least 1 long.");
      }
    }
  }

  private static String field(int index) {
    return "client_message_ids[" + index + "]";
  }

  Append.@Nullable Key key(int index) {
    return ids == null ? null : new Append.Key(ids.get(index), hashOf(index));
  }

  private byte[] hashOf(int index) {
    return hash.ofForward(request.from_chat_id(), request.message_ids().get(index));
  }

  /// What the messages' numbers are where all were forwarded before, else null.
  @Nullable List<Long> earlier(Tx tx, long userId) {
    if (ids == null || tx.chats().byId(request.chat_id()) == null) {
      return null;
    }
    Map<String, Log.Earlier> known = known(tx, ids, userId);
    List<Long> numbers = new ArrayList<>();
    for (int i = 0; i < ids.size(); i++) {
      Log.Earlier one = known.get(ids.get(i));
      if (one == null || !isSame(one.contentHash(), hashOf(i))) {
        return null;
      }
      numbers.add(one.eventId());
    }
    return numbers;
  }

  /// Refuses with 409 a key that was used, before or in this very request, for something else.
  void requireUnused(Tx tx, long userId) {
    if (ids == null) {
      return;
    }
    Map<String, byte @Nullable []> used = new HashMap<>();
    known(tx, ids, userId).forEach((id, one) -> used.put(id, one.contentHash()));
    for (int i = 0; i < ids.size(); i++) {
      byte[] its = hashOf(i);
      if (used.containsKey(ids.get(i)) && !isSame(used.get(ids.get(i)), its)) {
        throw Rejection.keyReused(field(i));
      }
      used.putIfAbsent(ids.get(i), its);
    }
  }

  // Erasing a message drops the hash; from then on any repeat gets the first answer.
  private static boolean isSame(byte @Nullable [] before, byte[] now) {
    return before == null || Arrays.equals(before, now);
  }

  private Map<String, Log.Earlier> known(Tx tx, List<String> keys, long userId) {
    List<List<Object>> sought =
        keys.stream().distinct().map(id -> List.<Object>of(request.chat_id(), userId, id)).toList();
    return tx.log().earlier(sought).stream()
        .collect(Collectors.toMap(Log.Earlier::clientMessageId, Function.identity()));
  }
}
