package io.vestnik.message;

import io.vestnik.Pair;
import io.vestnik.TestServer;
import io.vestnik.wire.Json;
import io.vestnik.wire.Talk;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// What no longer exists for a member exists for no mode that names a message: 404, whoever's it
/// was.
class GoneMessagesTest {
  private static final TestServer server = TestServer.start();
  private static final Pair pair = Pair.of(server, "gone");

  @AfterAll
  static void stop() {
    pair.close();
    server.close();
  }

  /// Why a message does not exist for Anna.
  enum Gone {
    ERASED,
    HIDDEN,
    CLEARED,
    NO_MESSAGE,
    OF_ANOTHER_CHAT,
    NEVER
  }

  private static final Map<String, Map<String, @Nullable Object>> MODES =
      Map.of(
          "editMessage", Json.object("content", "x"),
          "react", Json.object("reaction", "👍"),
          "pinMessage", Json.object("pinned", true),
          "getMessageHistory", Json.object(),
          "getReceipts", Json.object(),
          "sendMessage", Json.object("content", "x", "content_type", "text"),
          "forwardMessages", Json.object("from_chat_id", pair.chat()),
          "deleteMessages", Json.object("for_everyone", true));

  static List<Arguments> all() {
    List<Arguments> all = new ArrayList<>();
    for (String mode : MODES.keySet()) {
      for (Gone why : Gone.values()) {
        all.add(Arguments.of(mode, why, "own"));
        all.add(Arguments.of(mode, why, "another's"));
      }
    }
    return all;
  }

  @ParameterizedTest
  @MethodSource("all")
  void isRefused(String mode, Gone why, String whose) {
    Talk author = whose.equals("own") ? pair.anna() : pair.boris();
    long id = gone(why, author);
    Map<String, @Nullable Object> fields = Json.object("chat_id", pair.chat());
    fields.putAll(MODES.get(mode));
    String field = "message_id";
    if (mode.equals("sendMessage")) {
      field = "reply_to";
      fields.put(field, id);
    } else if (mode.equals("forwardMessages") || mode.equals("deleteMessages")) {
      field = "message_ids[0]";
      fields.put("message_ids", List.of(id));
    } else {
      fields.put(field, id);
    }
    Object[] request =
        fields.entrySet().stream()
            .flatMap(one -> java.util.stream.Stream.of(one.getKey(), one.getValue()))
            .toArray();
    boolean own = whose.equals("own");
    if (mode.equals("deleteMessages") && why == Gone.ERASED) {
      pair.anna().call(mode, request).expect("200"); // passed over
    } else if (mode.equals("deleteMessages") && why == Gone.HIDDEN) {
      pair.anna().call(mode, request).expect(own ? "200" : "403"); // not from the others
    } else {
      pair.anna().call(mode, request).expect("404", "noMessage", field);
    }
  }

  private static long gone(Gone why, Talk author) {
    Talk anna = pair.anna();
    long id = pair.send(author, "x");
    return switch (why) {
      case ERASED -> {
        pair.ask(author, "deleteMessages", "message_ids", List.of(id), "for_everyone", true)
            .expect("200");
        yield id;
      }
      case HIDDEN -> {
        pair.ask(anna, "deleteMessages", "message_ids", List.of(id)).expect("200");
        yield id;
      }
      case CLEARED -> {
        anna.call("deleteChat", "chat_id", pair.chat()).expect("200");
        yield id;
      }
      case NO_MESSAGE -> {
        yield pair.ask(author, "react", "message_id", id, "reaction", "🎉")
            .expect("200")
            .number("event_id");
      }
      case OF_ANOTHER_CHAT -> {
        pair.send(author, "y");
        pair.ask(author, "react", "message_id", id, "reaction", "🎉").expect("200");
        // The number of a reaction here, of a message there.
        long number = pair.number(anna, "last_event_id");
        long notes = Pair.chat(anna, pair.annaHerself());
        while (Pair.send(anna, notes, "n") < number) {
          // until there is one
        }
        yield number;
      }
      case NEVER -> pair.number(anna, "last_event_id") + 1;
    };
  }
}
