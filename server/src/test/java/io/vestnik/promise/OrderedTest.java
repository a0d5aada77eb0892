package io.vestnik.promise;

import static org.assertj.core.api.Assertions.assertThat;

import io.vestnik.AtOnce;
import io.vestnik.Crowd;
import io.vestnik.TestServer;
import io.vestnik.wire.Event;
import io.vestnik.wire.Json;
import io.vestnik.wire.Reply;
import io.vestnik.wire.Talk;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/// Promise 2: every connection gets a chat's events in event_id order, without a gap.
class OrderedTest {
  private static final int SENDERS = 4;
  private static final int ROUNDS = 25;
  private static final int AT_ONCE = 20;
  private static final int SENT = SENDERS * ROUNDS * AT_ONCE;

  @AutoClose private static final TestServer SERVER = TestServer.start();

  private static long chat(Crowd.Person one, Crowd.Person other) {
    try (Talk talk = one.talk(SERVER)) {
      return talk.chatWith(other.id());
    }
  }

  /// Sends to the chat, many requests at a time, so that commits and batches have several entries.
  private static Callable<Boolean> sender(Crowd.Person who, long chat) {
    return () -> {
      try (Talk talk = who.talk(SERVER)) {
        for (int round = 0; round < ROUNDS; round++) {
          talk.postAll(
              "sendMessage",
              IntStream.range(0, AT_ONCE)
                  .mapToObj(
                      i -> Json.object("chat_id", chat, "content", "m" + i, "content_type", "text"))
                  .toList());
          for (int i = 0; i < AT_ONCE; i++) {
            talk.next().expect("200");
          }
        }
        return true;
      }
    };
  }

  private static Event nextEntry(Talk talk) {
    Event event = talk.nextEvent();
    while (!event.body().containsKey("event_id")) {
      event = talk.nextEvent();
    }
    return event;
  }

  @Test
  void manyConnectionsGetManySendersEntriesInOrderWithoutGaps() throws Exception {
    List<Crowd.Person> two = Crowd.of(SERVER, "ordered", 2);
    long chat = chat(two.get(0), two.get(1));
    List<Talk> listeners = new ArrayList<>();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<List<Long>>> heard = new ArrayList<>();
      for (int i = 0; i < 8; i++) {
        Talk listener = two.get(i % 2).talk(SERVER);
        listener.call("subscribe").expect("200");
        listeners.add(listener);
        heard.add(
            threads.submit(() ->
                IntStream.range(0, SENT)
                    .mapToObj(_ -> nextEntry(listener).number("event_id"))
                    .toList()));
      }
      AtOnce.all(SENDERS, i -> sender(two.get(i % 2), chat));
      List<Long> inOrder = LongStream.rangeClosed(2, SENT + 1L).boxed().toList();
      for (Future<List<Long>> one : heard) {
        assertThat(one.get()).isEqualTo(inOrder);
      }
    } finally {
      listeners.forEach(Talk::close);
    }
  }

  @Test
  void whoComesInTheMidstGetsAllFromThereOnInOrder() throws Exception {
    List<Crowd.Person> two = Crowd.of(SERVER, "midst", 2);
    long chat = chat(two.get(0), two.get(1));
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      int visits = 0;
      for (int sent = SENT; visits < 10; sent += SENT) {
        Future<List<Boolean>> sending =
            threads.submit(() -> AtOnce.all(SENDERS, i -> sender(two.get(i % 2), chat)));
        do {
          visit(two.get(visits++ % 2), sent + 1L);
        } while (!sending.isDone());
        assertThat(sending.get()).hasSize(SENDERS);
      }
    }
  }

  // Connects as the protocol says, listens for a little, and leaves in the midst.
  private static void visit(Crowd.Person who, long end) {
    try (Talk talk = who.talk(SERVER)) {
      talk.post("subscribe");
      talk.post("sync");
      talk.next().expect("200");
      Reply sync = talk.next().expect("200");
      long next = 0;
      for (int i = 0; i < 40 && (next == 0 || next <= end); i++) {
        if (next == 0 && sync.number("chats[0].last_event_id") == end) {
          return; // nothing more will come
        }
        long id = nextEntry(talk).number("event_id");
        if (next == 0) {
          assertThat(id).isLessThanOrEqualTo(sync.number("chats[0].last_event_id") + 1);
        } else {
          assertThat(id).isEqualTo(next);
        }
        next = id + 1;
      }
    }
  }
}
