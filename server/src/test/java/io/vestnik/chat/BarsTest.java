package io.vestnik.chat;

import static org.assertj.core.api.Assertions.assertThat;

import io.vestnik.Crowd;
import io.vestnik.Documents;
import io.vestnik.Group;
import io.vestnik.TestServer;
import io.vestnik.chat.BarsScene.Place;
import io.vestnik.chat.BarsScene.Who;
import io.vestnik.wire.Reply;
import io.vestnik.wire.Talk;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// What blocking and deleted accounts keep whom from: each mode that names a chat or a user. Anna
/// has blocked Boris, or her account is deleted.
class BarsTest {
  @AutoClose private static final TestServer server = TestServer.start();

  private static final Pattern MODE = Pattern.compile("(?m)^\\| `(\\w+)` \\| (.*)→ .* \\|$");

  // What of a request names a chat, users, or somebody's invite.
  private static final Pattern NAMES =
      Pattern.compile("token, .*(chat_id|user_id|contact_value|members|query|invite)\\b.*");

  private static final Map<Deed, Fields> DEEDS = new LinkedHashMap<>();

  /// The request's fields but the `chat_id` of the place.
  private interface Fields {
    @Nullable Object[] of(BarsScene scene, Place place);
  }

  /// A row of the table.
  ///
  /// @param blocked what each is answered when Anna has blocked Boris: `200`, or the refusal's code
  /// @param deleted the same when her account is deleted
  record Deed(String mode, String what, Map<Who, String> blocked, Map<Who, String> deleted) {
    @Override
    public String toString() {
      return (mode + " " + what).strip();
    }
  }

  // When Anna has blocked Boris: what Boris is answered in their chat, what Anna is, and Vera in
  // her
  // chat with Anna; what Boris is in the group, which is his, and then Anna, who is an admin. When
  // Anna's account is deleted: what Boris is in their chat and in the group. `-`: it is not asked.
  static {
    row("getChat       |       | 200 200 | 200 200 | 200 200", (_, _) -> fields());
    row("getMembers    |       | 200 200 | 200 200 | 200 200", (_, _) -> fields());
    row("getMessages   |       | 200 200 | 200 200 | 200 200", (_, _) -> fields());
    row("getEvents     |       | 200 200 | 200 200 | 200 200", (_, _) -> fields("min_event_id", 0));
    row(
        "getReceipts   |       | 200 200 | 200 200 | 200 200",
        (_, p) -> fields("message_id", p.own()));
    row(
        "getMessageHistory |   | 200 200 | 200 200 | 200 200",
        (_, p) -> fields("message_id", p.own()));
    row(
        "markRead      |       | 200 200 | 200 200 | 200 200",
        (_, p) -> fields("message_id", p.others()));
    row("typing        |       | 200 200 | 200 200 | 200 200", (_, _) -> fields());
    row("setChatSettings |     | 200 200 | 200 200 | 200 200", (_, _) -> fields("pinned", true));
    row(
        "sendMessage   |       | blocked 200 | 200 200 | accountDeleted 200",
        (_, _) -> fields("content", "x", "content_type", "text"));
    row(
        "sendMessage   | an answer | blocked 200 | 200 200 | accountDeleted 200",
        (_, p) -> fields("content", "x", "content_type", "text", "reply_to", p.others()));
    row(
        "editMessage   |       | blocked 200 | 200 200 | accountDeleted 200",
        (_, p) -> fields("message_id", p.own(), "content", "other"));
    row(
        "react         |       | blocked 200 | 200 200 | accountDeleted 200",
        (_, p) -> fields("message_id", p.others(), "reaction", "👍"));
    row(
        "react         | takes back | blocked 200 | 200 200 | accountDeleted 200",
        (_, p) -> fields("message_id", p.others(), "reaction", null));
    row(
        "pinMessage    |       | blocked 200 | 200 200 | accountDeleted 200",
        (_, p) -> fields("message_id", p.own(), "pinned", true));
    row(
        "pinMessage    | unpins | blocked 200 | 200 200 | accountDeleted 200",
        (_, p) -> fields("message_id", p.own(), "pinned", false));
    row(
        "forwardMessages | into it | blocked 200 | 200 200 | accountDeleted 200",
        (_, p) -> fields("from_chat_id", p.chat(), "message_ids", List.of(p.own())));
    row(
        "forwardMessages | out of it | 200 200 | 200 200 | 200 200",
        (_, p) ->
            fields(
                "chat_id",
                p.ownGroup(),
                "from_chat_id",
                p.chat(),
                "message_ids",
                List.of(p.others())));
    row(
        "deleteMessages | for oneself | 200 200 | 200 200 | 200 200",
        (_, p) -> fields("message_ids", List.of(p.others())));
    row(
        "deleteMessages | for everyone | 200 200 | 200 200 | 200 200",
        (_, p) -> fields("message_ids", List.of(p.own()), "for_everyone", true));
    row("deleteChat    | for oneself | 200 200 | 200 200 | 200 200", (_, _) -> fields());
    row(
        "deleteChat    | for everyone | 200 - | 200 notMember | 200 200",
        (_, _) -> fields("for_everyone", true));
  }

  static {
    row("createChat    | there is | 200 200 | - - | noContact -", (_, p) -> contact(p));
    row(
        "createChat    | there is none | blocked 200 | - - | noContact -",
        (_, p) -> {
          p.end();
          return contact(p);
        });
    row(
        "createPersonalChat | there is none | blocked 200 | - - | noContact -",
        (_, p) -> {
          p.end();
          return contact(p);
        });
    row(
        "createGroup   |       | blocked 200 | - - | noContact -",
        (_, p) -> fields("name", "us", "members", Group.contact(p.other())));
    row(
        "addMembers    | who is there | role role | 200 200 | role noContact",
        (_, p) -> fields("members", Group.contact(p.other())));
    row(
        "addMembers    | to a group of one's own | blocked 200 | - - | noContact -",
        (_, p) -> fields("chat_id", p.ownGroup(), "members", Group.contact(p.other())));
    row(
        "editGroup     |       | role role | 200 200 | role 200",
        (_, _) -> fields("about", "something"));
    row(
        "removeMember  |       | role role | 200 notMember | role noUser",
        (_, p) -> fields("user_id", p.other().id()));
    row(
        "setRole       |       | role role | 200 role | role noUser",
        (_, p) -> fields("user_id", p.other().id(), "role", "member"));
    row("createInvite  |       | role role | 200 200 | role 200", (_, _) -> fields());
    row("getInvites    |       | role role | 200 200 | role 200", (_, _) -> fields());
    row(
        "revokeInvite  |       | role role | noInvite noInvite | role noInvite",
        (_, _) -> fields("invite", "none"));
    row(
        "joinGroup     | by Anna's invite | 200 200 | - - | 200 -",
        (s, _) -> fields("invite", s.annasInvite()));
    row("leaveGroup    |       | role role | 200 200 | role 200", (_, _) -> fields());
    row("deleteGroup   |       | role role | 200 notMember | role 200", (_, _) -> fields());
    row(
        "getUser       |       | 200 200 | - - | noUser -",
        (_, p) -> fields("user_id", p.other().id()));
    row(
        "getUser       | by name | 200 200 | - - | noUser -",
        (_, p) -> fields("username", p.other().name()));
    row(
        "findUsers     |       | 200 200 | - - | 200 -",
        (_, p) -> fields("query", p.other().name()));
    row(
        "blockUser     |       | 200 200 | - - | noUser -",
        (_, p) -> fields("user_id", p.other().id()));
    row(
        "unblockUser   |       | 200 200 | - - | noUser -",
        (_, p) -> fields("user_id", p.other().id()));
    row("getBlocked    |       | 200 200 | - - | 200 -", (_, _) -> fields("after_user_id", 0));
  }

  private static void row(String line, Fields fields) {
    String[] cells = line.split(" *\\| *");
    String[] chat = cells[2].split(" ");
    String[] group = cells[3].split(" ");
    String[] gone = cells[4].split(" ");
    Map<Who, String> blocked = new EnumMap<>(Who.class);
    blocked.put(Who.BORIS, chat[0]);
    blocked.put(Who.ANNA, chat[1]);
    blocked.put(Who.VERA, chat[1]);
    blocked.put(Who.BORIS_IN_THE_GROUP, group[0]);
    blocked.put(Who.ANNA_IN_THE_GROUP, group[1]);
    Map<Who, String> deleted = new EnumMap<>(Who.class);
    deleted.put(Who.BORIS, gone[0]);
    deleted.put(Who.BORIS_IN_THE_GROUP, gone[1]);
    blocked.values().removeIf("-"::equals);
    deleted.values().removeIf("-"::equals);
    DEEDS.put(new Deed(cells[0], cells[1], blocked, deleted), fields);
  }

  private static @Nullable Object[] fields(@Nullable Object... fields) {
    return fields;
  }

  private static @Nullable Object[] contact(Place place) {
    return fields("contact_mode", "id", "contact_value", place.other().id());
  }

  @Test
  void hasEveryModeThatNamesAChatOrAUser() {
    Set<String> modes =
        MODE.matcher(Documents.text("docs/protocol.md"))
            .results()
            .filter(row -> NAMES.matcher(row.group(2)).matches())
            .map(row -> row.group(1))
            .collect(Collectors.toCollection(TreeSet::new));
    assertThat(DEEDS.keySet().stream().map(Deed::mode).collect(Collectors.toSet()))
        .isEqualTo(modes);
  }

  static Stream<Deed> deeds() {
    return DEEDS.keySet().stream();
  }

  // The requests are made ready before, while nothing keeps anybody from anything.
  private static Map<Who, String> answers(Deed deed, Set<Who> who, Consumer<BarsScene> story) {
    Map<Who, String> answers = new EnumMap<>(Who.class);
    try (BarsScene scene = new BarsScene(server)) {
      Map<Who, Place> places = new EnumMap<>(Who.class);
      who.forEach(one -> places.put(one, scene.place(one)));
      Map<Who, @Nullable Object[]> requests = new EnumMap<>(Who.class);
      places.forEach((one, place) ->
          requests.put(one, Objects.requireNonNull(DEEDS.get(deed)).of(scene, place)));
      story.accept(scene);
      requests.forEach((one, fields) -> {
        Reply reply = Objects.requireNonNull(places.get(one)).ask(deed.mode(), fields);
        String code = reply.code();
        answers.put(one, code == null ? reply.status() : code);
      });
    }
    return answers;
  }

  @ParameterizedTest
  @MethodSource("deeds")
  void whoIsBlockedIsKeptFromWhatReachesTheOther(Deed deed) {
    assertThat(answers(deed, deed.blocked.keySet(), BarsScene::block)).isEqualTo(deed.blocked);
  }

  @ParameterizedTest
  @MethodSource("deeds")
  void nobodyReachesADeletedAccount(Deed deed) {
    assertThat(answers(deed, deed.deleted.keySet(), BarsScene::delete)).isEqualTo(deed.deleted);
  }

  @ParameterizedTest
  @MethodSource("deeds")
  void aDeletedAccountAsksForNothing(Deed deed) {
    assertThat(answers(deed, Set.of(Who.ANNA), BarsScene::delete))
        .isEqualTo(Map.of(Who.ANNA, "tokenInvalid"));
  }

  /// What they are shown, where the table says 200 to all.
  @Test
  void blockedAndDeletedAreFoundOrNot() {
    try (BarsScene scene = new BarsScene(server)) {
      Crowd.Person anna = scene.pair().annaHerself();
      scene.block();
      Talk boris = scene.pair().boris();
      assertThat(boris.call("findUsers", "query", anna.name()).texts("users[].username"))
          .containsExactly(anna.name());
      scene.delete();
      assertThat(boris.call("findUsers", "query", anna.name()).list("users")).isEmpty();
      assertThat(boris.call("findUsers", "query", "deleted").list("users")).isEmpty();
    }
  }
}
