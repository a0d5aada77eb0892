package io.vestnik.group;

import static org.assertj.core.api.Assertions.assertThat;

import io.vestnik.Answers;
import io.vestnik.AtOnce;
import io.vestnik.Bursts;
import io.vestnik.Crowd;
import io.vestnik.Group;
import io.vestnik.Group.Who;
import io.vestnik.ManualClock;
import io.vestnik.Pair;
import io.vestnik.Refusals;
import io.vestnik.TestServer;
import io.vestnik.file.HttpGetter;
import io.vestnik.file.Samples;
import io.vestnik.protocol.Limits;
import io.vestnik.wire.Reply;
import io.vestnik.wire.Talk;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// `createGroup`: a group with all of its members or none, made once.
class CreateGroupTest {
  @AutoClose private static final TestServer server = TestServer.start();
  private Group group;

  @BeforeEach
  void meet() {
    group = Group.of(server);
  }

  @AfterEach
  void part() {
    group.close();
  }

  private Reply create(Object... fields) {
    return group.stranger().call("createGroup", fields);
  }

  private Reply chat(long id) {
    return group.stranger().call("getChat", "chat_id", id).expect("200");
  }

  @Test
  void makesItsCreatorTheOwner() {
    long id =
        Answers.hasFields(create("name", "Дача", "about", "картошка"), "chat_id").number("chat_id");
    Reply chat = chat(id);
    assertThat(chat.text("chat.chat_name")).isEqualTo("Дача");
    assertThat(chat.text("chat.about")).isEqualTo("картошка");
    assertThat(chat.text("chat.chat_type")).isEqualTo("group");
    assertThat(chat.text("chat.role")).isEqualTo("owner");
    assertThat(chat.number("chat.member_count")).isEqualTo(1);
    assertThat(chat.number("chat.first_event_id")).isEqualTo(1);
    assertThat(chat.number("chat.last_event_id")).isEqualTo(1);
    assertThat(chat.body().toString())
        .contains("permissions={send=member, add_members=member, edit=admin, pin=admin,")
        .contains("invite=admin, history=all}");
  }

  @Test
  void hasThePhotoThatIsGiven() {
    String picture = Samples.text(Samples.as("png", Samples.halves(8, 8)));
    Object[] fields = {"name", "x", "photo", picture, "client_message_id", "with a photo"};
    long id = create(fields).expect("200").number("chat_id");
    String photo = chat(id).text("chat.photo_id");
    assertThat(create(fields).expect("200").number("chat_id")).isEqualTo(id);
    assertThat(chat(id).text("chat.photo_id")).isEqualTo(photo);
    String other = Samples.text(Samples.as("png", Samples.halves(9, 9)));
    create("name", "x", "photo", other, "client_message_id", "with a photo")
        .expect("409", "keyReused", "client_message_id");
    try (HttpGetter http = new HttpGetter(server)) {
      assertThat(http.get("/photos/" + photo, group.member().token()).statusCode()).isEqualTo(200);
    }
    assertThat(chat(create("name", "x").number("chat_id")).has("chat.photo_id")).isFalse();
  }

  @Test
  void hasNoAboutWhereNoneIsGiven() {
    for (Object none : new Object[] {null, "absent"}) {
      Object[] fields =
          none == null ? new Object[] {"name", "x", "about", null} : new Object[] {"name", "x"};
      assertThat(chat(create(fields).number("chat_id")).has("chat.about")).isFalse();
    }
  }

  /// Oneself, and who is named again, however, are passed over.
  @Test
  void makesAllOfThemMembers() {
    Crowd.Person owner = group.person(Who.OWNER);
    List<Map<String, Object>> members =
        List.of(
            Map.of("contact_mode", "id", "contact_value", owner.id()),
            Map.of("contact_mode", "username", "contact_value", owner.name()),
            Map.of("contact_mode", "username", "contact_value", group.person(Who.LEFT).name()),
            Map.of("contact_mode", "id", "contact_value", group.id(Who.STRANGER)),
            Map.of("contact_mode", "id", "contact_value", Long.toString(owner.id())));
    long id = create("name", "x", "members", members).expect("200").number("chat_id");
    Reply log = group.owner().call("getEvents", "chat_id", id, "min_event_id", 0).expect("200");
    assertThat(log.texts("events[].event")).containsExactly("chatCreated");
    assertThat(log.text("events[0].chat_type")).isEqualTo("group");
    assertThat(log.text("events[0].name")).isEqualTo("x");
    assertThat(log.number("events[0].from_id")).isEqualTo(group.id(Who.STRANGER));
    assertThat(log.numbers("events[0].members[].user_id"))
        .containsExactly(owner.id(), group.id(Who.LEFT), group.id(Who.STRANGER));
    assertThat(log.texts("events[0].members[].username"))
        .containsExactly(
            owner.name(), group.person(Who.LEFT).name(), group.person(Who.STRANGER).name());
    assertThat(log.texts("events[0].members[].role")).containsExactly("member", "member", "owner");
    Reply seen = group.left().call("getChat", "chat_id", id).expect("200");
    assertThat(seen.number("chat.member_count")).isEqualTo(3);
    assertThat(seen.text("chat.role")).isEqualTo("member");
    assertThat(Pair.send(group.left(), id, "first")).isEqualTo(2);
  }

  @Test
  void makesNothingWhereOneOfThemIsNobody() {
    List<Map<String, Object>> members = new ArrayList<>(Group.contact(group.person(Who.OWNER)));
    for (Map<String, Object> nobody :
        List.<Map<String, Object>>of(
            Map.of("contact_mode", "id", "contact_value", 7_654_321),
            Map.of("contact_mode", "username", "contact_value", "nobody at all"),
            Map.of("contact_mode", "username", "contact_value", ""))) {
      members.add(nobody);
      create("name", "x", "members", members).expect("409", "noContact", "members[1]");
      members.removeLast();
    }
    assertThat(group.stranger().call("getChats").list("chats")).isEmpty();
  }

  @Test
  void isMadeOnceHoweverOftenItIsAskedFor() {
    Object[] fields = {
      "name", "x", "members", Group.contact(group.person(Who.OWNER)), "client_message_id", "key"
    };
    long id = create(fields).expect("200").number("chat_id");
    assertThat(create(fields).expect("200").number("chat_id")).isEqualTo(id);
    for (Object[] other :
        new Object[][] {
          {"name", "y", "members", Group.contact(group.person(Who.OWNER))},
          {"name", "x", "members", Group.contact(group.person(Who.LEFT))},
          {"name", "x"},
          {"name", "x", "about", "z", "members", Group.contact(group.person(Who.OWNER))}
        }) {
      Object[] all =
          Stream.concat(Stream.of(other), Stream.of("client_message_id", "key")).toArray();
      create(all).expect("409", "keyReused", "client_message_id");
    }
    long another = group.left().call("createGroup", fields).expect("200").number("chat_id");
    assertThat(another).as("the key is its user's").isNotEqualTo(id);
    group.stranger().call("deleteGroup", "chat_id", id).expect("200");
    assertThat(create(fields).expect("200").number("chat_id")).isEqualTo(id);
    assertThat(group.stranger().call("getChats").list("chats")).isEmpty();
  }

  @Test
  void isMadeOnceThoughItIsAskedForAtOnce() {
    List<Talk> talks =
        IntStream.range(0, 8).mapToObj(_ -> group.another(group.person(Who.STRANGER))).toList();
    List<Long> made =
        AtOnce.all(
            8,
            i ->
                () ->
                    talks
                        .get(i)
                        .call("createGroup", "name", "x", "client_message_id", "once")
                        .expect("200")
                        .number("chat_id"));
    assertThat(made).containsOnly(made.getFirst());
    assertThat(group.stranger().call("getChats").list("chats")).hasSize(1);
  }

  @Test
  void refusesWrongFields() {
    List<Map<String, Object>> one = Group.contact(group.person(Who.OWNER));
    Refusals.of(group.stranger(), "createGroup", "name", "x", "members", one)
        .withoutToken()
        .withoutTimestamp()
        .missing("name")
        .text("name", "about", "client_message_id")
        .wrong("name", "422", "range", "")
        .wrong("name", "413", "tooLong", "x".repeat(129))
        .wrong("about", "422", "range", "")
        .wrong("about", "413", "tooLong", "x".repeat(1025))
        .wrong("photo", "422", "type", 5, true)
        .wrong("photo", "422", "format", "", "x", Samples.text(new byte[64]))
        .wrong("photo", "413", "tooLong", "A".repeat(699_053))
        .wrong("client_message_id", "422", "range", "")
        .wrong("client_message_id", "413", "tooLong", "x".repeat(65))
        .wrong("members", "422", "type", 5, "x", Map.of())
        .wrong("members", "413", "tooLong", Collections.nCopies(201, one.getFirst()));
    create("name", "x", "members", List.of(5)).expect("422", "type", "members[0]");
    create("name", "x", "members", List.of(Map.of("contact_mode", "id")))
        .expect("422", "missing", "members[0].contact_value");
    create("name", "x", "members", List.of(Map.of("contact_mode", "id", "contact_value", "x")))
        .expect("422", "type", "members[0].contact_value");
    create("name", "x", "members", List.of(Map.of("contact_mode", "id", "contact_value", 0)))
        .expect("422", "range", "members[0].contact_value");
    create("name", "🙂".repeat(128), "about", "🙂".repeat(1024)).expect("200");
  }

  @Test
  void isChargedToTheNewChats() {
    ManualClock clock = new ManualClock();
    try (TestServer limited = TestServer.start(clock, config -> config.with(Limits.DEFAULT));
        Talk talk = Crowd.of(limited, "busy", 1).getFirst().talk(limited)) {
      for (int i = 0; i < 100; i++) {
        talk.call("createGroup", "name", "x", "client_message_id", "key " + i).expect("200");
      }
      talk.call("createGroup", "name", "x").expect("429", "throttled");
      talk.call("createGroup", "name", "x", "client_message_id", "key 7").expect("200");
      clock.advance(Duration.ofMillis(10_001));
      talk.call("createGroup", "name", "x").expect("200");
      Bursts.asked(talk, 300, "createGroup", "name", "x");
      talk.call("createGroup", "name", "x", "client_message_id", "key 7")
          .expect("429", "throttled");
    }
  }
}
