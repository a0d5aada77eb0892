package io.vestnik.chat;

import static org.assertj.core.api.Assertions.assertThat;

import io.vestnik.Pair;
import io.vestnik.TestServer;
import io.vestnik.chat.BarsScene.Place;
import io.vestnik.chat.BarsScene.Who;
import io.vestnik.file.Samples;
import io.vestnik.wire.Reply;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// What those see who have blocked, are blocked, or share a chat with a deleted account, by every
/// mode that shows something: the same as before, but for the name and the photo of the deleted.
class BarredSightTest {
  @AutoClose private static final TestServer server = TestServer.start();
  private static final String PICTURE = Samples.text(Samples.as("png", Samples.halves(8, 8)));
  private static final String DELIVERED = "receipts[].delivered_time";

  /// A mode that shows something, asked in a place.
  private interface Sight {
    Reply ask(Place place);
  }

  private static final Map<String, Sight> SIGHTS = new LinkedHashMap<>();

  static {
    SIGHTS.put("getChat", place -> place.ask("getChat"));
    SIGHTS.put("getChats", place -> place.asker().call("getChats"));
    SIGHTS.put("getMembers", place -> place.ask("getMembers"));
    SIGHTS.put("getMessages", place -> place.ask("getMessages"));
    SIGHTS.put("getEvents", place -> place.ask("getEvents", "min_event_id", 0));
    SIGHTS.put("getReceipts", place -> place.ask("getReceipts", "message_id", place.own()));
    SIGHTS.put(
        "getMessageHistory", place -> place.ask("getMessageHistory", "message_id", place.own()));
    SIGHTS.put("sync", place -> place.asker().call("sync"));
  }

  private static Map<String, Object> seen(Place place) {
    Map<String, Object> seen = new LinkedHashMap<>();
    SIGHTS.forEach((mode, sight) -> {
      Map<String, @Nullable Object> body = new HashMap<>(sight.ask(place).expect("200").body());
      body.remove("timestamp");
      body.remove("cursor");
      if (body.get("chats") instanceof List<?> chats) {
        body.put("chats", chats.stream().filter(chat -> isOf(place, chat)).toList());
      }
      seen.put(mode, body);
    });
    return seen;
  }

  private static boolean isOf(Place place, Object chat) {
    return chat instanceof Map<?, ?> map
        && map.get("chat_id") instanceof Long id
        && id == place.chat();
  }

  // Each has said something and changed it, Anna has a photo, and all is noted as given.
  private static Place place(BarsScene scene, Who who, Who other) {
    scene.pair().anna().call("setPhoto", "photo", PICTURE).expect("200");
    List<Place> both = List.of(scene.place(who), scene.place(other));
    for (Place place : both) {
      place.ask("editMessage", "message_id", place.own(), "content", "edited").expect("200");
      place.ask("pinMessage", "message_id", place.own(), "pinned", true).expect("200");
      place.ask("react", "message_id", place.others(), "reaction", "👍").expect("200");
      place
          .ask("forwardMessages", "from_chat_id", place.chat(), "message_ids", of(place.others()))
          .expect("200");
    }
    for (Place place : both) {
      long last = place.ask("getChat").number("chat.last_message_id");
      place.ask("markRead", "message_id", last).expect("200");
      place.ask("getMessages").expect("200");
    }
    for (Place place : both) {
      Pair.eventually(() ->
          assertThat(place.ask("getReceipts", "message_id", place.own()).list(DELIVERED))
              .hasSize(1));
    }
    return both.getFirst();
  }

  private static List<Long> of(long message) {
    return List.of(message);
  }

  static Stream<Arguments> sides() {
    return Stream.of(
        Arguments.of(Who.BORIS, Who.ANNA),
        Arguments.of(Who.ANNA, Who.BORIS),
        Arguments.of(Who.BORIS_IN_THE_GROUP, Who.ANNA_IN_THE_GROUP),
        Arguments.of(Who.ANNA_IN_THE_GROUP, Who.BORIS_IN_THE_GROUP));
  }

  @ParameterizedTest
  @MethodSource("sides")
  void blockingHidesNothing(Who who, Who other) {
    try (BarsScene scene = new BarsScene(server)) {
      Place place = place(scene, who, other);
      Map<String, Object> before = seen(place);
      scene.block();
      assertThat(seen(place)).isEqualTo(before);
    }
  }

  @Test
  void ofADeletedAccountTheChatStaysWithoutItsNameAndPhoto() {
    try (BarsScene scene = new BarsScene(server)) {
      Place place = place(scene, Who.BORIS, Who.ANNA);
      String anna = scene.pair().annaHerself().name();
      Map<String, Object> before = seen(place);
      assertThat(before.toString()).contains(anna, "photo_id");
      scene.delete();
      assertThat(seen(place)).isEqualTo(asDeleted(before, anna));
    }
  }

  /// In the group it is no member any more; what was said there stays.
  @Test
  void ofADeletedAccountTheMessagesStayInItsGroups() {
    try (BarsScene scene = new BarsScene(server)) {
      Place place = place(scene, Who.BORIS_IN_THE_GROUP, Who.ANNA_IN_THE_GROUP);
      String anna = scene.pair().annaHerself().name();
      long id = scene.pair().annaHerself().id();
      Map<String, Object> before = seen(place);
      List<?> log = place.ask("getEvents", "min_event_id", 0).list("events");
      scene.delete();
      Map<String, Object> after = seen(place);
      for (String mode : List.of("getMessages", "getMessageHistory")) {
        assertThat(after.get(mode)).as(mode).isEqualTo(asDeleted(before.get(mode), anna));
      }
      Reply events = place.ask("getEvents", "min_event_id", 0);
      assertThat(events.list("events").subList(0, log.size())).isEqualTo(asDeleted(log, anna));
      assertThat(events.list("events")).hasSize(log.size() + 1);
      String last = "events[" + log.size() + "]";
      assertThat(events.text(last + ".event")).isEqualTo("memberRemoved");
      assertThat(events.text(last + ".reason")).isEqualTo("deletedAccount");
      assertThat(events.number(last + ".user_id")).isEqualTo(id);
      assertThat(place.ask("getMembers").numbers("members[].user_id"))
          .doesNotContain(id)
          .hasSize(1);
      assertThat(place.ask("getReceipts", "message_id", place.own()).list("receipts")).isEmpty();
      Reply chat = place.ask("getChat");
      assertThat(chat.number("chat.member_count")).isEqualTo(1);
      assertThat(after.toString()).doesNotContain(anna, "photo_id");
    }
  }

  // The same with the name of deleted accounts in place of this one, and without a photo: a newer
  // look.
  private static @Nullable Object asDeleted(@Nullable Object value, String name) {
    if (value instanceof Map<?, ?> map) {
      Map<Object, @Nullable Object> changed = new LinkedHashMap<>();
      map.forEach((key, one) -> changed.put(key, asDeleted(one, name)));
      changed.remove("photo_id");
      changed.computeIfPresent("revision", (_, before) -> (Long) before + 1);
      return changed;
    }
    if (value instanceof List<?> list) {
      return list.stream().<@Nullable Object>map(one -> asDeleted(one, name)).toList();
    }
    return name.equals(value) ? "deleted account" : value;
  }
}
