package io.vestnik.sim;

import io.vestnik.client.VestnikException;
import io.vestnik.client.VestnikListener;
import io.vestnik.client.mode.SendMessage;
import io.vestnik.client.state.Delivery;
import io.vestnik.client.state.Unsent;
import io.vestnik.model.Chat;
import io.vestnik.model.Entry;
import io.vestnik.model.Notice;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.IntSupplier;

/// What the clients of one device are told, one client after the other.
final class Ears {
  private final List<Delivery> heard = new ArrayList<>();
  private final Map<Long, Long> readHere = new ConcurrentHashMap<>();
  private final Map<Long, Long> readThere = new ConcurrentHashMap<>();
  private final Map<String, Long> sent = new ConcurrentHashMap<>();
  private final Map<String, VestnikException> refused = new ConcurrentHashMap<>();
  private final ConcurrentLinkedQueue<String> failures = new ConcurrentLinkedQueue<>();
  private final long userId;
  private final IntSupplier slowness;
  private final BooleanSupplier crashed;

  /// @param slowness how many milliseconds the next call takes
  /// @param crashed whether the client that speaks has crashed
  Ears(long userId, IntSupplier slowness, BooleanSupplier crashed) {
    this.userId = userId;
    this.slowness = slowness;
    this.crashed = crashed;
  }

  /// The listener of a new client. What the last one was told beyond `handedOn` it is told again.
  synchronized One next(int handedOn) {
    if (handedOn > heard.size()) {
      failures.add("handed on are " + handedOn + ", but heard were " + heard.size());
    } else {
      heard.subList(handedOn, heard.size()).clear();
    }
    return new One();
  }

  synchronized List<Delivery> heard() {
    return List.copyOf(heard);
  }

  List<String> failures() {
    return List.copyOf(failures);
  }

  /// The numbers of the messages of which it was told that they are sent, by their keys.
  Map<String, Long> sent() {
    return sent;
  }

  /// Why messages were refused, by their keys.
  Map<String, VestnikException> refused() {
    return refused;
  }

  /// The marker of which a notice has told; 0 where none has.
  long read(long chatId, boolean own) {
    return (own ? readHere : readThere).getOrDefault(chatId, 0L);
  }

  /// The listener of one client.
  final class One implements VestnikListener {
    private volatile boolean over;
    private volatile boolean caughtUp;

    /// The client is no more.
    void end() {
      synchronized (Ears.this) {
        over = true;
      }
    }

    boolean isCaughtUp() {
      return caughtUp;
    }

    private void hear(Delivery delivery) {
      synchronized (Ears.this) {
        if (over) {
          return;
        }
        heard.add(delivery);
      }
      int millis = slowness.getAsInt();
      if (millis > 0) {
        LockSupport.parkNanos(Duration.ofMillis(millis).toNanos());
      }
    }

    @Override
    public void entry(Entry entry) {
      hear(new Delivery.EntryCame(entry));
    }

    @Override
    public void chat(Chat chat) {
      hear(new Delivery.ChatSeen(chat));
    }

    @Override
    public void chatGone(long chatId, String reason) {
      hear(new Delivery.ChatGone(chatId, reason));
    }

    @Override
    public void hidden(long chatId, List<Long> messageIds) {
      hear(new Delivery.Hidden(chatId, messageIds));
    }

    @Override
    public void skipped(long chatId, long from, long until) {
      hear(new Delivery.Skipped(chatId, from, until));
    }

    @Override
    public void reset() {
      hear(new Delivery.Reset());
    }

    @Override
    public void notice(Notice notice) {
      if (notice instanceof Notice.Read read) {
        (read.user_id() == userId ? readHere : readThere)
            .merge(read.chat_id(), read.message_id(), Math::max);
      }
    }

    @Override
    public void sent(Unsent message, SendMessage.Answer answer) {
      sent.put(message.key(), answer.message_id());
    }

    // Of one that has crashed nobody hears: it may not have been able to keep what it says.
    @Override
    public void refused(Unsent message, VestnikException why) {
      if (!over && !crashed.getAsBoolean()) {
        refused.put(message.key(), why);
      }
    }

    @Override
    public void caughtUp() {
      caughtUp = true;
    }

    @Override
    public void disconnected(VestnikException why) {
      caughtUp = false;
    }

    @Override
    public void failed(VestnikException why) {
      if (!over && !why.code().equals(VestnikException.CLOSED)) {
        failures.add("the client has failed: " + why);
      }
    }
  }
}
