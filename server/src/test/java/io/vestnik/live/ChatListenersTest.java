package io.vestnik.live;

import static org.assertj.core.api.Assertions.assertThat;

import io.vestnik.mode.Packet;
import io.vestnik.mode.Peer;
import io.vestnik.model.ContentType;
import io.vestnik.model.Entry;
import io.vestnik.model.Event;
import io.vestnik.model.Message;
import io.vestnik.model.Session;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Executor;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// How a chat's entries get to very many listeners: in slices, in order, each to each once.
class ChatListenersTest {
  private static final int MANY = 5_000;
  private static final int SLICE = 256;

  private final Deque<Runnable> loop = new ArrayDeque<>();
  private final List<Long> delivered = new ArrayList<>();
  private final List<Packet> open = new ArrayList<>();
  private final ChatListeners chat = chat(1, MANY);

  private ChatListeners chat(long id, int memberCount) {
    ChatListeners.Callbacks callbacks =
        new ChatListeners.Callbacks() {
          @Override
          public void show(Listener listener) {
            throw new AssertionError("chat " + id + " is shown already");
          }

          @Override
          public void delivered(long chatId, long userId, long messageId) {
            delivered.add(userId);
          }
        };
    return new ChatListeners(loop::add, memberCount, callbacks);
  }

  /// A connection that notes what it is sent.
  private final class Ear implements Peer {
    final List<Long> heard = new ArrayList<>();
    boolean broken;
    boolean closed;

    @Override
    public Executor loop() {
      return loop::add;
    }

    @Override
    public Packet pack(byte[] json) {
      Frame frame = new Frame(new String(json, StandardCharsets.UTF_8));
      open.add(frame);
      return frame;
    }

    @Override
    public boolean send(Packet packet, boolean losable) {
      if (broken) {
        throw new IllegalStateException("No memory");
      }
      heard.add(((Frame) packet).eventId());
      return !closed;
    }

    @Override
    public void overflow() {
      closed = true;
    }

    @Override
    public void setSubscribed(@Nullable Runnable alive) {}

    @Override
    public void tokenEnded() {}

    @Override
    public void whenClosed(Runnable task) {}
  }

  private final class Frame implements Packet {
    private final long eventId;

    Frame(String json) {
      eventId = Long.parseLong(json.replaceFirst("(?s).*\"event_id\":(\\d+).*", "$1"));
    }

    long eventId() {
      assertThat(open).as("what is not released yet").contains(this);
      return eventId;
    }

    @Override
    public void release() {
      assertThat(open.remove(this)).as("released once").isTrue();
    }
  }

  private static Listener listener(Peer peer, long userId, long position) {
    Subscriber subscriber = new Subscriber(peer, new Session(userId, userId, 0), false);
    return new Listener(subscriber, 1, position, true);
  }

  private Ear join(ChatListeners to, long userId, long position) {
    Ear ear = new Ear();
    to.add(listener(ear, userId, position));
    return ear;
  }

  private List<Ear> joinMany() {
    return LongStream.range(0, MANY).mapToObj(id -> join(chat, id, 0)).toList();
  }

  private static LiveEvent event(long id, @Nullable Long from) {
    Message message =
        new Message(
            id,
            1,
            from,
            "someone",
            "x",
            ContentType.TEXT,
            1,
            null,
            null,
            null,
            null,
            null,
            null,
            null,
            null);
    return new LiveEvent(Entry.of(1, id, 1, from, new Event.MessageSent(message)), 1);
  }

  private void runAll() {
    while (!loop.isEmpty()) {
      loop.remove().run();
    }
  }

  private static List<Long> upTo(long last) {
    return LongStream.rangeClosed(1, last).boxed().toList();
  }

  @Test
  void goesOutInSlices() {
    List<Ear> ears = joinMany();
    chat.send(event(1, null));
    for (int done = SLICE; done < MANY; done += SLICE) {
      assertThat(ears.stream().filter(ear -> ear.heard.size() == 1)).hasSize(done);
      assertThat(loop).as("one task at a time").hasSize(1);
      loop.remove().run();
    }
    assertThat(loop).isEmpty();
    assertThat(ears).allMatch(ear -> ear.heard.equals(upTo(1)));
    assertThat(open).isEmpty();
  }

  @Test
  void leavesTheLoopToOtherChatsBetweenTheSlices() {
    List<Ear> ears = joinMany();
    ChatListeners other = chat(2, 2);
    Ear quick = join(other, 1, 0);
    chat.send(event(1, null));
    loop.add(() -> other.send(event(1, null)));
    loop.remove().run();
    loop.remove().run();
    assertThat(quick.heard).containsExactly(1L);
    assertThat(ears.stream().filter(ear -> ear.heard.isEmpty())).hasSizeGreaterThan(MANY / 2);
    runAll();
  }

  @Test
  void sendsWhatComesMeanwhileTogetherAndInOrder() {
    List<Ear> ears = joinMany();
    for (long id = 1; id <= 10; id++) {
      chat.send(event(id, null));
    }
    int slices = 0;
    while (!loop.isEmpty()) {
      loop.remove().run();
      slices++;
    }
    assertThat(slices).as("two batches").isLessThanOrEqualTo(2 * (MANY / SLICE + 1));
    assertThat(ears).allMatch(ear -> ear.heard.equals(upTo(10)));
    assertThat(open).isEmpty();
  }

  /// Entries, slices, joining and leaving in any order: who stays misses nothing and hears nothing
  /// twice.
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void losesNothingWhoeverComesAndGoes(long seed) {
    Random random = new Random(seed);
    record Place(Listener listener, Ear ear, long from) {}
    List<Place> present = new ArrayList<>();
    List<Place> gone = new ArrayList<>();
    long last = 0;
    for (int step = 0; step < 3_000; step++) {
      int what = random.nextInt(10);
      if (what < 4 || present.size() < SLICE + 100) {
        Ear ear = new Ear();
        // As a snapshot says it: before what is being sent, or after.
        long from = loop.isEmpty() ? last : last - random.nextInt(2);
        Listener listener = listener(ear, step, from);
        chat.add(listener);
        present.add(new Place(listener, ear, from));
      } else if (what < 6) {
        Place leaver = present.remove(random.nextInt(present.size()));
        chat.remove(leaver.listener);
        gone.add(leaver);
      } else if (what < 8) {
        chat.send(event(++last, null));
      } else if (!loop.isEmpty()) {
        loop.remove().run();
      }
    }
    runAll();
    assertThat(last).isGreaterThan(100);
    for (Place place : present) {
      assertThat(place.ear.heard).isEqualTo(between(place.from, last));
    }
    for (Place place : gone) {
      assertThat(place.ear.heard)
          .isEqualTo(between(place.from, place.from + place.ear.heard.size()));
    }
    assertThat(open).isEmpty();
  }

  private static List<Long> between(long from, long last) {
    return LongStream.rangeClosed(from + 1, last).boxed().toList();
  }

  @Test
  void whoHasLeftHearsNothingMore() {
    List<Ear> ears = new ArrayList<>();
    List<Listener> listeners = new ArrayList<>();
    for (int i = 0; i < 2 * SLICE; i++) {
      ears.add(new Ear());
      listeners.add(listener(ears.getLast(), i, 0));
      chat.add(listeners.getLast());
    }
    chat.send(event(1, null));
    listeners.forEach(chat::remove);
    assertThat(chat.isEmpty()).isTrue();
    runAll();
    assertThat(ears.stream().filter(ear -> !ear.heard.isEmpty())).hasSize(SLICE);
    chat.send(event(2, null));
    runAll();
    assertThat(ears).noneMatch(ear -> ear.heard.contains(2L));
    assertThat(open).isEmpty();
  }

  @Test
  void oneThatFailsIsClosedAndHoldsUpNoOther() {
    List<Ear> ears = joinMany();
    ears.get(MANY / 2).broken = true;
    chat.send(event(1, null));
    chat.send(event(2, null));
    runAll();
    assertThat(ears.get(MANY / 2).closed).isTrue();
    assertThat(ears.stream().filter(ear -> ear.heard.equals(upTo(2)))).hasSize(MANY - 1);
    assertThat(open).isEmpty();
  }

  @Test
  void marksAsDeliveredInSmallChatsWhatWasTakenAndIsOfOthers() {
    ChatListeners small = chat(2, 50);
    join(small, 7, 0);
    join(small, 8, 0);
    join(small, 9, 0).closed = true;
    small.send(event(1, 7L));
    assertThat(delivered).containsExactly(8L);
    join(chat, 8, 0);
    chat.send(event(1, 7L));
    assertThat(delivered).as("nobody is, in a large one").containsExactly(8L);
  }

  @Test
  void holdsBackUntilTheListenerIsShownTheChat() {
    Ear ear = new Ear();
    Listener listener = listener(ear, 1, 0);
    listener.hold();
    chat.add(listener);
    chat.send(event(1, null));
    chat.send(event(2, null));
    assertThat(ear.heard).isEmpty();
    chat.release(listener);
    chat.send(event(3, null));
    assertThat(ear.heard).containsExactly(1L, 2L, 3L);
    assertThat(open).isEmpty();
  }

  @Test
  void closesWhoIsNotShownTheChatForTooLong() {
    Ear ear = new Ear();
    Listener listener = listener(ear, 1, 0);
    listener.hold();
    chat.add(listener);
    for (long id = 1; id <= Listener.MAX_HELD; id++) {
      chat.send(event(id, null));
    }
    assertThat(ear.closed).isFalse();
    chat.send(event(Listener.MAX_HELD + 1, null));
    assertThat(ear.closed).isTrue();
  }
}
