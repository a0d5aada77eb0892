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
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// How a chat's entries get to very many listeners: in slices, in order, each to each once.
@Tag("once")
class ChatListenersTest {
  private static final int MANY = 5_000;
  private static final int SLICE = 256;
  private static final int SENDS = 1_024;

  private final Deque<Runnable> loop = new ArrayDeque<>();
  private final List<Long> delivered = new ArrayList<>();
  private final List<Packet> open = new ArrayList<>();
  private final List<Listener> ended = new ArrayList<>();
  private final List<Long> idle = new ArrayList<>();
  private final ChatListeners chat = chat(1, MANY);
  private int turn;
  private int sentInTurn;
  private int mostAtOnce;

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

          @Override
          public void ended(Listener listener) {
            ended.add(listener);
          }

          @Override
          public void idle(long chatId) {
            idle.add(chatId);
          }

          @Override
          public boolean comesAgain() {
            return false;
          }
        };
    ChatListeners listeners = new ChatListeners(id, loop::add, callbacks);
    listeners.members.set(memberCount, 0);
    return listeners;
  }

  /// A connection that notes what it is sent.
  private final class Ear implements Peer {
    final List<Long> heard = new ArrayList<>();
    int turns;
    int lastTurn = -1;
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
      sentInTurn++;
      turns += lastTurn == turn ? 0 : 1;
      lastTurn = turn;
      return !closed;
    }

    @Override
    public void overflow() {
      closed = true;
    }

    @Override
    public void outdated() {
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
      runOne();
    }
  }

  private void runOne() {
    turn++;
    sentInTurn = 0;
    loop.remove().run();
    mostAtOnce = Math.max(mostAtOnce, sentInTurn);
  }

  private static List<Long> upTo(long last) {
    return LongStream.rangeClosed(1, last).boxed().toList();
  }

  @Test
  void goesOutInSlices() {
    List<Ear> ears = joinMany();
    chat.send(event(1, null));
    for (int done = 0; done < MANY; done += SLICE) {
      assertThat(ears.stream().filter(ear -> ear.heard.size() == 1)).hasSize(done);
      assertThat(loop).as("one task at a time").hasSize(1);
      runOne();
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
    runOne();
    runOne();
    assertThat(ears.stream().filter(ear -> !ear.heard.isEmpty())).hasSize(SLICE);
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
    runOne();
    for (long id = 11; id <= 20; id++) {
      chat.send(event(id, null));
    }
    runAll();
    assertThat(mostAtOnce).isLessThanOrEqualTo(SENDS);
    assertThat(ears).allMatch(ear -> ear.heard.equals(upTo(20)));
    assertThat(ears.stream().filter(ear -> ear.turns <= 2)).as("two batches").hasSize(MANY);
    assertThat(open).isEmpty();
  }

  /// However many entries wait, the loop is free again after a thousand frames.
  @Test
  void aSliceIsBoundedHoweverManyEntriesItHas() {
    List<Ear> ears = joinMany();
    for (long id = 1; id <= 1_000; id++) {
      chat.send(event(id, null));
    }
    runAll();
    assertThat(mostAtOnce).isLessThanOrEqualTo(SENDS);
    assertThat(ears).allMatch(ear -> ear.heard.equals(upTo(1_000)));
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
        if (what == 4) {
          chat.hurry(leaver.listener);
          assertThat(leaver.ear.heard).as("all before").isEqualTo(between(leaver.from, last));
        }
        chat.remove(leaver.listener);
        gone.add(leaver);
      } else if (what < 8) {
        chat.send(event(++last, null));
      } else if (!loop.isEmpty()) {
        runOne();
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
    runOne();
    listeners.forEach(chat::remove);
    assertThat(chat.isIdle()).as("something is on its way").isFalse();
    runAll();
    assertThat(chat.isIdle()).isTrue();
    assertThat(idle).containsExactly(1L);
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

  /// Who leaves is given at once what others still wait for, and nothing after.
  @Test
  void whoHurriesHasAllThatCameBefore() {
    List<Ear> ears = new ArrayList<>();
    List<Listener> listeners = new ArrayList<>();
    for (int i = 0; i < MANY; i++) {
      ears.add(new Ear());
      listeners.add(listener(ears.get(i), i, 0));
      chat.add(listeners.get(i));
    }
    chat.send(event(1, null));
    runOne();
    chat.send(event(2, null));
    for (int i : List.of(0, MANY / 2, MANY - 1)) {
      chat.hurry(listeners.get(i));
      assertThat(ears.get(i).heard).isEqualTo(upTo(2));
      chat.remove(listeners.get(i));
    }
    chat.send(event(3, null));
    runAll();
    for (int i : List.of(0, MANY / 2, MANY - 1)) {
      assertThat(ears.get(i).heard).isEqualTo(upTo(2));
    }
    assertThat(ears.stream().filter(ear -> ear.heard.equals(upTo(3)))).hasSize(MANY - 3);
    assertThat(open).isEmpty();
  }

  @Test
  void whoComesAgainWhileSlicesAreUnderWayBeginsAnew() {
    joinMany();
    Ear ear = new Ear();
    Listener first = listener(ear, 1, 0);
    chat.add(first);
    chat.send(event(1, null));
    runOne();
    chat.send(event(2, null));
    chat.hurry(first);
    chat.remove(first);
    chat.send(event(3, null));
    chat.add(listener(ear, 1, 3));
    chat.send(event(4, null));
    runAll();
    assertThat(ear.heard).containsExactly(1L, 2L, 4L);
  }

  @Test
  void whenItEndsEachHearsAllOfItFirst() {
    List<Ear> ears = joinMany();
    chat.send(event(1, null));
    runOne();
    chat.send(event(2, null));
    chat.end();
    assertThat(ended).isEmpty();
    Ear late = join(chat, 7, 1);
    int most = 0;
    while (!loop.isEmpty()) {
      int before = ended.size();
      runOne();
      most = Math.max(most, ended.size() - before);
    }
    assertThat(most).isEqualTo(SLICE);
    assertThat(ended).hasSize(MANY + 1).doesNotHaveDuplicates();
    assertThat(ears).allMatch(ear -> ear.heard.equals(upTo(2)));
    assertThat(late.heard).containsExactly(2L);
    assertThat(chat.isIdle()).isTrue();
    assertThat(idle).contains(1L);
    assertThat(open).isEmpty();
  }

  /// More than can be sent does not wait without bound: all are closed, slice by slice.
  @Test
  void closesAllWhereTooMuchWaits() {
    List<Ear> ears = joinMany();
    for (long id = 1; id <= ChatListeners.MAX_WAITING + 1; id++) {
      chat.send(event(id, null));
    }
    Ear late = join(chat, 7, ChatListeners.MAX_WAITING);
    assertThat(late.closed).isTrue();
    runOne();
    assertThat(ears.stream().filter(ear -> ear.closed)).hasSizeLessThanOrEqualTo(SLICE);
    runAll();
    assertThat(ears).allMatch(ear -> ear.closed && ear.heard.isEmpty());
    Ear after = join(chat, 8, ChatListeners.MAX_WAITING + 1);
    chat.send(event(ChatListeners.MAX_WAITING + 2, null));
    runAll();
    assertThat(after.heard).containsExactly(ChatListeners.MAX_WAITING + 2L);
    assertThat(after.closed).isFalse();
    assertThat(open).isEmpty();
  }

  @Test
  void countsMembersByTheNewestThatIsKnown() {
    MemberCount count = new MemberCount();
    assertThat(count.isSmall()).as("not known yet").isTrue();
    count.set(51, 10);
    assertThat(count.isSmall()).isFalse();
    count.change(-1, 10);
    assertThat(count.isSmall()).as("counted already").isFalse();
    count.change(-1, 11);
    assertThat(count.isSmall()).isTrue();
    count.set(51, 10);
    assertThat(count.isSmall()).as("read earlier").isTrue();
    count.change(200, 12);
    assertThat(count.isSmall()).isFalse();
  }
}
