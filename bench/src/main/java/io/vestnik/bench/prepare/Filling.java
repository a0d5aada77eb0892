package io.vestnik.bench.prepare;

import io.vestnik.bench.run.Progress;
import io.vestnik.model.ContentType;
import io.vestnik.model.Message;
import io.vestnik.store.Store;
import io.vestnik.store.Tx;
import io.vestnik.table.ChatRow;
import io.vestnik.table.Log;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.LongStream;

/// Messages, many thousands in one transaction. The chats' messages lie among each other as in
/// life, so that a page of one is not a page of the file.
final class Filling {
  private static final int UNIT = 20_000;
  // User 1 has read all, but for some in one of so many chats.
  private static final int UNREAD_EVERY = 20;
  private static final int UNREAD = 10;

  private final Contents contents;
  private final Store store;

  Filling(Contents contents, Store store) {
    this.contents = contents;
    this.store = store;
  }

  /// Adds so many to chat 1, and to each of the others.
  void add(long big, int each) {
    long total = big + each * (contents.chats() - 1L);
    Progress progress = new Progress("messages", total);
    for (long first = 0; first < total; first += UNIT) {
      long from = first;
      long to = Math.min(total, first + UNIT);
      store.write(tx -> {
        write(tx, LongStream.range(from, to).map(n -> chat(n, big, total)).toArray());
        return to;
      });
      progress.at(to);
    }
    if (total > 0 && contents.personal() + contents.groups() > 0) {
      store.write(this::read);
    }
  }

  // Whose turn it is: the messages of chat 1 are spread evenly, the other chats take turns.
  private long chat(long number, long big, long total) {
    long before = number * big / total;
    boolean isBig = (number + 1) * big / total > before;
    return isBig ? 1 : 2 + (number - before) % (contents.chats() - 1L);
  }

  private void write(Tx tx, long[] chats) {
    Map<Long, ChatRow> rows = new HashMap<>();
    tx.chats()
        .byIds(LongStream.of(chats).distinct().sorted().boxed().toList())
        .forEach(row -> rows.put(row.id(), row));
    Map<Long, Log.Step> steps = new LinkedHashMap<>();
    List<Log.Numbered> messages = new ArrayList<>(chats.length);
    for (long chat : chats) {
      ChatRow row = Objects.requireNonNull(rows.get(chat));
      Log.Step step = steps.get(chat);
      long id = (step == null ? row.lastEventId() : step.lastEventId()) + 1;
      long time = tx.log().timeAfter(step == null ? row.lastEventTime() : step.lastEventTime());
      steps.put(chat, new Log.Step(row, id, time, id, time));
      messages.add(new Log.Numbered(message(chat, id, time), null));
    }
    tx.log().addMessages(messages);
    tx.log().advance(steps.values());
  }

  private Message message(long chat, long id, long time) {
    long from = contents.two(chat)[(int) (id % 2)];
    return new Message(
        id,
        chat,
        from,
        Prepared.username(from),
        "Сообщение %d: съешь ещё этих мягких булок, да выпей чаю. The quick brown fox."
            .formatted(id),
        ContentType.TEXT,
        time,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null);
  }

  private boolean read(Tx tx) {
    tx.positions()
        .of(1)
        .forEach(position -> {
          long unread = position.chatId() % UNREAD_EVERY == 0 ? UNREAD : 0;
          long upTo = Math.max(1, position.lastEventId() - unread);
          tx.members().setMarkers(position.chatId(), 1, upTo, upTo);
        });
    return true;
  }
}
