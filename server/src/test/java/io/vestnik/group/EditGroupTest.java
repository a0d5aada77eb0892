package io.vestnik.group;

import static org.assertj.core.api.Assertions.assertThat;

import io.vestnik.Answers;
import io.vestnik.Group;
import io.vestnik.Group.Who;
import io.vestnik.Refusals;
import io.vestnik.TestServer;
import io.vestnik.file.HttpGetter;
import io.vestnik.file.Samples;
import io.vestnik.wire.Reply;
import io.vestnik.wire.Talk;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// `editGroup`: what a group is called, is about, and who may do what in it.
class EditGroupTest {
  private static final String PICTURE = Samples.text(Samples.as("png", Samples.halves(8, 8)));
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

  private Reply edit(Talk talk, Object... fields) {
    return group.ask(talk, "editGroup", fields);
  }

  private Reply chat() {
    return group.ask(group.member(), "getChat").expect("200");
  }

  @Test
  void changesWhatIsGivenAndLogsThatAlone() {
    Reply edited = Answers.hasFields(edit(group.admin(), "name", "other"), "event_id");
    assertThat(edited.number("event_id")).isEqualTo(5);
    edit(group.owner(), "about", "what for").expect("200");
    edit(group.owner(), "name", "third", "about", null).expect("200");
    Reply log = group.log(group.member(), 5);
    assertThat(log.texts("events[].event")).containsOnly("chatEdited").hasSize(3);
    assertThat(log.numbers("events[].from_id"))
        .containsExactly(group.id(Who.ADMIN), group.id(Who.OWNER), group.id(Who.OWNER));
    assertThat(log.text("events[0].name")).isEqualTo("other");
    assertThat(log.body().toString()).doesNotContain("permissions");
    assertThat(log.has("events[0].about")).isFalse();
    assertThat(log.has("events[1].name")).isFalse();
    assertThat(log.text("events[1].about")).isEqualTo("what for");
    assertThat(log.text("events[2].name")).isEqualTo("third");
    assertThat(log.list("events").get(2).toString()).contains("about=null");
    assertThat(chat().text("chat.chat_name")).isEqualTo("third");
    assertThat(chat().has("chat.about")).isFalse();
  }

  @Test
  void changesThePermissionsThatAreGiven() {
    edit(group.owner(), "permissions", Map.of("send", "admin", "history", "joined")).expect("200");
    String permissions =
        "permissions={send=admin, add_members=member, edit=admin, pin=admin, invite=admin,"
            + " history=joined}";
    assertThat(chat().body().toString()).contains(permissions);
    assertThat(group.log(group.member(), 5).body().toString()).contains(permissions);
    edit(group.owner(), "permissions", Map.of("send", "owner")).expect("200");
    assertThat(chat().body().toString()).contains("send=owner").contains("history=joined");
  }

  @Test
  void changesItsPhotoAndErasesTheOneBefore() {
    edit(group.owner(), "photo", PICTURE).expect("200");
    String first = chat().text("chat.photo_id");
    assertThat(group.log(group.member(), 5).text("events[0].photo_id")).isEqualTo(first);
    edit(group.owner(), "name", "other").expect("200");
    assertThat(chat().text("chat.photo_id")).isEqualTo(first);
    edit(group.owner(), "photo", PICTURE).expect("200");
    String second = chat().text("chat.photo_id");
    try (HttpGetter http = new HttpGetter(server)) {
      String token = group.stranger().token();
      assertThat(http.get("/photos/" + first, token).statusCode()).isEqualTo(404);
      assertThat(http.get("/photos/" + second + "?size=96", token).statusCode()).isEqualTo(200);
      edit(group.owner(), "photo", null).expect("200");
      assertThat(group.log(group.member(), 5).list("events").getLast().toString())
          .contains("photo_id=null");
      assertThat(chat().has("chat.photo_id")).isFalse();
      assertThat(http.get("/photos/" + second, token).statusCode()).isEqualTo(404);
      edit(group.owner(), "photo", PICTURE).expect("200");
      String last = chat().text("chat.photo_id");
      group.ask(group.owner(), "deleteGroup").expect("200");
      assertThat(http.get("/photos/" + last, token).statusCode()).isEqualTo(404);
    }
  }

  @Test
  void isNothingWhereItChangesNothing() {
    edit(group.owner(), "about", "x").expect("200");
    long before = chat().number("chat.last_event_id");
    for (Object[] same :
        new Object[][] {
          {},
          {"name", "group"},
          {"name", null},
          {"about", "x"},
          {"photo", null},
          {"permissions", Map.of()},
          {"permissions", null},
          {"permissions", Map.of("send", "member", "history", "all")}
        }) {
      Answers.hasFields(edit(group.owner(), same));
    }
    assertThat(chat().number("chat.last_event_id")).isEqualTo(before);
  }

  /// Else a member could give themselves everything.
  @Test
  void takesAnAdminToChangeThePermissionsWhateverTheySay() {
    group.permit("edit", "member");
    edit(group.member(), "name", "theirs").expect("200");
    edit(group.member(), "permissions", Map.of("pin", "member")).expect("403", "role");
    edit(group.member(), "name", "x", "permissions", Map.of()).expect("403", "role");
    edit(group.admin(), "permissions", Map.of("pin", "member")).expect("200");
    group.permit("edit", "owner");
    edit(group.admin(), "permissions", Map.of("edit", "admin")).expect("403", "role");
    edit(group.admin(), "name", "x").expect("403", "role");
    edit(group.owner(), "name", "y").expect("200");
  }

  @Test
  void refusesStrangersAndWrongFields() {
    Refusals.of(group.owner(), "editGroup", "chat_id", group.chat(), "name", "x")
        .withoutToken()
        .withoutTimestamp()
        .missing("chat_id")
        .id("chat_id", 1)
        .text("name", "about")
        .wrong("name", "422", "range", "")
        .wrong("name", "413", "tooLong", "x".repeat(129))
        .wrong("about", "422", "range", "")
        .wrong("about", "413", "tooLong", "x".repeat(1025))
        .wrong("photo", "422", "type", 5, true)
        .wrong("photo", "422", "format", "", "x", Samples.text(new byte[64]))
        .wrong("photo", "413", "tooLong", "A".repeat(699_053))
        .wrong("permissions", "422", "type", 5, "x", List.of())
        .toStrangers(group.stranger());
    for (String one : List.of("send", "add_members", "edit", "pin", "invite", "history")) {
      for (String word : List.of("", "Owner", "nobody", "everybody")) {
        edit(group.owner(), "permissions", Map.of(one, word))
            .expect("422", "range", "permissions." + one);
      }
      edit(group.owner(), "permissions", Map.of(one, 5))
          .expect("422", "type", "permissions." + one);
    }
  }
}
