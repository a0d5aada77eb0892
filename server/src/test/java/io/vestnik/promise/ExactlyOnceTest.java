package io.vestnik.promise;

import static org.assertj.core.api.Assertions.assertThat;

import io.vestnik.AtOnce;
import io.vestnik.Crowd;
import io.vestnik.TestServer;
import io.vestnik.client.ClientBuilder;
import io.vestnik.client.VestnikClient;
import io.vestnik.client.transport.Transport;
import io.vestnik.client.transport.WebSocketTransport;
import io.vestnik.wire.Json;
import io.vestnik.wire.Reply;
import io.vestnik.wire.Talk;
import java.net.URI;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Promise 3: with client_message_id a retry after a lost connection neither loses nor doubles a
/// message, wherever the connection was lost.
class ExactlyOnceTest {
  private static final int MESSAGES = 30;

  @AutoClose private static final TestServer SERVER = TestServer.start();

  /// Where a connection is lost.
  enum Lost {
    BEFORE_THE_FRAME,
    AFTER_THE_FRAME,
    BEFORE_THE_ANSWER
  }

  private static Crowd.Person person(String name, Lost where) {
    String one = name + where.name().toLowerCase(Locale.ROOT).replace("_", "");
    return Crowd.of(SERVER, one, 1).getFirst();
  }

  private static long notes(Crowd.Person of) {
    try (Talk talk = of.talk(SERVER)) {
      return talk.chatWith(of.id());
    }
  }

  private static Object[] message(long chat, int number) {
    return new Object[] {
      "chat_id",
      chat,
      "content",
      "m" + number,
      "content_type",
      "text",
      "client_message_id",
      "key" + number
    };
  }

  private static List<String> expected() {
    return IntStream.range(0, MESSAGES).mapToObj(i -> "m" + i).toList();
  }

  private static List<String> texts(Crowd.Person who, long chat) {
    try (Talk talk = who.talk(SERVER)) {
      return talk.call("getMessages", "chat_id", chat, "min_message_id", 0, "limit", 1_000)
          .expect("200")
          .texts("messages[].content");
    }
  }

  @ParameterizedTest
  @EnumSource
  void aRetryByHandAddsNothingAndLosesNothing(Lost where) {
    Crowd.Person anna = person("hand", where);
    long chat = notes(anna);
    for (int i = 0; i < MESSAGES; i++) {
      lose(anna, where, message(chat, i));
      try (Talk again = anna.talk(SERVER)) {
        Reply first = again.call("sendMessage", message(chat, i)).expect("200");
        Reply second = again.call("sendMessage", message(chat, i)).expect("200");
        assertThat(second.truth("duplicate")).isTrue();
        assertThat(second.number("message_id")).isEqualTo(first.number("message_id"));
        assertThat(second.number("content_time")).isEqualTo(first.number("content_time"));
        if (where == Lost.BEFORE_THE_ANSWER) {
          assertThat(first.truth("duplicate")).isTrue();
        }
      }
    }
    assertThat(texts(anna, chat)).isEqualTo(expected());
  }

  private static void lose(Crowd.Person who, Lost where, Object[] message) {
    try (Talk talk = who.talk(SERVER);
        Talk other = who.talk(SERVER)) {
      switch (where) {
        case BEFORE_THE_FRAME -> {
          byte[] half = {(byte) 0x81, (byte) 0xFE, 1, 0, 0, 0, 0, 0, '{'};
          talk.client().sendRaw(half);
        }
        case AFTER_THE_FRAME -> talk.post("sendMessage", message);
        case BEFORE_THE_ANSWER -> {
          other.call("subscribe").expect("200");
          talk.post("sendMessage", message);
          other.nextEvent("message"); // it is committed
        }
      }
      talk.client().abort();
    }
  }

  @Test
  void manyRetriesAtOnceAreOneMessage() {
    Crowd.Person anna = Crowd.of(SERVER, "atonce", 1).getFirst();
    long chat = notes(anna);
    List<List<Reply>> replies =
        AtOnce.all(
            8,
            _ ->
                () -> {
                  try (Talk talk = anna.talk(SERVER)) {
                    talk.postAll(
                        "sendMessage",
                        IntStream.range(0, MESSAGES)
                            .mapToObj(i -> Json.object(message(chat, i)))
                            .toList());
                    return IntStream.range(0, MESSAGES)
                        .mapToObj(_ -> talk.next().expect("200"))
                        .toList();
                  }
                });
    assertThat(texts(anna, chat)).containsExactlyInAnyOrderElementsOf(expected());
    Map<Integer, Set<Long>> ids = new HashMap<>();
    for (int i = 0; i < MESSAGES; i++) {
      int number = i;
      ids.put(
          i,
          replies.stream()
              .map(r -> r.get(number).number("message_id"))
              .collect(Collectors.toSet()));
      long originals =
          replies.stream().filter(r -> !r.get(number).body().containsKey("duplicate")).count();
      assertThat(originals).isEqualTo(1);
    }
    assertThat(ids.values()).allSatisfy(one -> assertThat(one).hasSize(1));
  }

  @ParameterizedTest
  @EnumSource
  void theClientRetriesByItself(Lost where) {
    Crowd.Person anna = person("client", where);
    long chat = notes(anna);
    Cutting transport = new Cutting(where);
    try (VestnikClient client = ClientBuilder.of(transport).token(anna.token()).connect()) {
      List<CompletableFuture<Long>> sent =
          IntStream.range(0, MESSAGES).mapToObj(i -> client.send(chat, "m" + i)).toList();
      assertThat(sent.stream().map(CompletableFuture::join)).doesNotHaveDuplicates();
    }
    assertThat(texts(anna, chat)).isEqualTo(expected());
    assertThat(transport.cut).hasSize(3);
  }

  /// Cuts the connection once about each of some messages.
  private static final class Cutting implements Transport {
    private final WebSocketTransport real =
        WebSocketTransport.to(URI.create("ws://localhost:" + SERVER.port() + "/ws"));
    private final Set<String> cut = ConcurrentHashMap.newKeySet();
    private final Lost where;

    Cutting(Lost where) {
      this.where = where;
    }

    private boolean isToBeCut(String frame) {
      return List.of("\"m3\"", "\"m10\"", "\"m11\"").stream()
          .anyMatch(text -> frame.contains(text) && cut.add(text));
    }

    @Override
    public CompletableFuture<Link> open(Receiver receiver) {
      Deaf deaf = new Deaf(receiver);
      return real.open(deaf).thenApply(link -> cutting(link, deaf));
    }

    private Link cutting(Link link, Deaf deaf) {
      return new Link() {
        @Override
        public void send(String frame) {
          boolean now = isToBeCut(frame);
          deaf.toNextAnswer |= now && where == Lost.BEFORE_THE_ANSWER;
          deaf.link = link;
          if (!now || where != Lost.BEFORE_THE_FRAME) {
            link.send(frame);
          }
          if (now && where != Lost.BEFORE_THE_ANSWER) {
            link.abort();
          }
        }

        @Override
        public void request(int frames) {
          link.request(frames);
        }

        @Override
        public void close(int code) {
          link.close(code);
        }

        @Override
        public void abort() {
          link.abort();
        }
      };
    }

    @Override
    public void close() {
      real.close();
    }
  }

  /// Loses the connection when an answer has come, in its place.
  private static final class Deaf implements Transport.Receiver {
    private final Transport.Receiver receiver;
    private volatile boolean toNextAnswer;
    private volatile Transport.Link link;

    Deaf(Transport.Receiver receiver) {
      this.receiver = receiver;
    }

    @Override
    public void frame(String frame) {
      if (toNextAnswer) {
        link.abort();
      } else {
        receiver.frame(frame);
      }
    }

    @Override
    public void closed(int code, String reason) {
      receiver.closed(code, reason);
    }
  }
}
