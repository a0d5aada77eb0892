package io.vestnik.chat;

import static org.assertj.core.api.Assertions.assertThat;

import io.vestnik.Group;
import io.vestnik.Group.Who;
import io.vestnik.TestServer;
import io.vestnik.wire.Reply;
import io.vestnik.wire.Talk;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// Who sees what of a group's log, however they came to be in it, by every mode that shows anything
/// of it. What a mode shows are the numbers that it names.
class VisibilityTest {
  @AutoClose private static final TestServer server = TestServer.start();

  /// A way of being in a group. Each begins with a group whose log has four entries.
  interface Story {
    /// Does what happens to the viewer, and gives the first entry that they see; 0 for none.
    long tell(Group group, Talk viewer);
  }

  /// A mode that shows a member something: which numbers.
  private interface Sight {
    List<Long> numbers(Group group, Talk viewer);
  }

  /// A mode that names a number: what it says of one that the viewer does not see.
  private interface Naming {
    Reply ask(Group group, Talk viewer, long number);
  }

  private static final Who VIEWER = Who.STRANGER;

  private static final Map<String, Story> STORIES =
      Map.ofEntries(
          Map.entry("joins where history is all", (group, _) -> all(add(group))),
          Map.entry("joins where history is joined", (group, _) -> add(hide(group))),
          Map.entry(
              "joins by an invite where history is all",
              (group, viewer) -> all(join(group, viewer))),
          Map.entry(
              "joins by an invite where history is joined",
              (group, viewer) -> join(hide(group), viewer)),
          Map.entry(
              "was removed",
              (group, _) -> {
                add(group);
                group.ask(group.owner(), "removeMember", "user_id", group.id(VIEWER)).expect("200");
                return 0;
              }),
          Map.entry(
              "has left",
              (group, viewer) -> {
                add(group);
                group.ask(viewer, "leaveGroup").expect("200");
                return 0;
              }),
          Map.entry("was never there", (_, _) -> 0),
          Map.entry(
              "was removed and is back where history is all",
              (group, _) -> {
                add(group);
                group.ask(group.owner(), "removeMember", "user_id", group.id(VIEWER)).expect("200");
                return all(add(group));
              }),
          Map.entry(
              "has left and is back where history is joined",
              (group, viewer) -> {
                add(group);
                group.ask(viewer, "leaveGroup").expect("200");
                return add(hide(group));
              }),
          Map.entry(
              "joined late and is back where history is all",
              (group, viewer) -> {
                add(hide(group));
                group.ask(viewer, "leaveGroup").expect("200");
                group.permit("history", "all");
                return all(add(group));
              }),
          Map.entry(
              "has cleared and is back where history is all",
              (group, viewer) -> {
                add(group);
                group.ask(viewer, "deleteChat").expect("200");
                long first = last(group) + 1;
                group.send(group.owner(), "while they were away");
                add(group);
                return first;
              }),
          Map.entry(
              "has cleared, was back late and is back where history is all",
              (group, viewer) -> {
                add(group);
                group.ask(viewer, "deleteChat").expect("200");
                long first = last(group) + 1;
                add(hide(group));
                group.ask(viewer, "leaveGroup").expect("200");
                group.permit("history", "all");
                add(group);
                return first;
              }));

  private static final Map<String, Sight> SIGHTS =
      Map.of(
          "getChat",
          (group, viewer) -> {
            Reply chat = group.ask(viewer, "getChat").expect("200");
            return Stream.concat(
                    chat.numbers("chat.pinned_message_ids").stream(),
                    Stream.of(chat.number("chat.first_event_id"), shown(chat, "chat")))
                .toList();
          },
          "getChats",
          (group, viewer) -> {
            Reply chats = viewer.call("getChats").expect("200");
            return List.of(chats.number("chats[0].first_event_id"), shown(chats, "chats[0]"));
          },
          "getMessages",
          (group, viewer) ->
              group.ask(viewer, "getMessages").expect("200").numbers("messages[].message_id"),
          "getMessages upward",
          (group, viewer) ->
              group
                  .ask(viewer, "getMessages", "min_message_id", 0)
                  .expect("200")
                  .numbers("messages[].message_id"),
          "getEvents",
          (group, viewer) -> group.log(viewer, 0).numbers("events[].event_id"),
          "sync",
          (group, viewer) -> {
            Reply all = viewer.call("sync").expect("200");
            return List.of(all.number("chats[0].first_event_id"), shown(all, "chats[0]"));
          });

  private static final Map<String, Naming> NAMINGS =
      Map.of(
          "getReceipts",
          (group, viewer, number) -> group.ask(viewer, "getReceipts", "message_id", number),
          "getMessageHistory",
          (group, viewer, number) -> group.ask(viewer, "getMessageHistory", "message_id", number),
          "markRead",
          (group, viewer, number) -> group.ask(viewer, "markRead", "message_id", number),
          "sendMessage",
          (group, viewer, number) ->
              group.ask(
                  viewer,
                  "sendMessage",
                  "content",
                  "x",
                  "content_type",
                  "text",
                  "reply_to",
                  number),
          "editMessage",
          (group, viewer, number) ->
              group.ask(viewer, "editMessage", "message_id", number, "content", "x"),
          "deleteMessages",
          (group, viewer, number) ->
              group.ask(
                  viewer, "deleteMessages", "message_ids", List.of(number), "for_everyone", true),
          "forwardMessages",
          (group, viewer, number) ->
              group.ask(
                  viewer,
                  "forwardMessages",
                  "from_chat_id",
                  group.chat(),
                  "message_ids",
                  List.of(number)),
          "react",
          (group, viewer, number) ->
              group.ask(viewer, "react", "message_id", number, "reaction", "👍"),
          "pinMessage",
          (group, viewer, number) ->
              group.ask(viewer, "pinMessage", "message_id", number, "pinned", true));

  private static long shown(Reply reply, String chat) {
    return reply.number(chat + ".last_message_id");
  }

  private static Group hide(Group group) {
    group.permit("history", "joined");
    return group;
  }

  private static long add(Group group) {
    return group.add(VIEWER);
  }

  private static long join(Group group, Talk viewer) {
    viewer.call("joinGroup", "invite", group.invite()).expect("200");
    return last(group);
  }

  private static long pinned(Group group, String content) {
    long message = group.send(group.owner(), content);
    group.ask(group.owner(), "pinMessage", "message_id", message, "pinned", true).expect("200");
    return message;
  }

  private static long last(Group group) {
    return group.ask(group.owner(), "getChat").expect("200").number("chat.last_event_id");
  }

  // Whatever entry made them a member, they see all.
  private static long all(long joined) {
    return Math.min(joined, 1);
  }

  static Stream<Arguments> stories() {
    return STORIES.entrySet().stream().map(one -> Arguments.of(one.getKey(), one.getValue()));
  }

  /// The viewer and the owner see the same from there on, and the viewer nothing before.
  @ParameterizedTest(name = "{0}")
  @MethodSource("stories")
  void isAsTheStoryHasIt(String name, Story story) {
    try (Group group = Group.of(server)) {
      Talk viewer = group.stranger();
      group.permit("pin", "member");
      long before = pinned(group, "before");
      long first = story.tell(group, viewer);
      long after = pinned(group, "after");
      if (first == 0) {
        seesNothing(group, viewer, after);
        return;
      }
      SIGHTS.forEach((mode, sight) -> {
        List<Long> all = sight.numbers(group, group.owner());
        TreeSet<Long> expected = new TreeSet<>(all);
        expected.removeIf(number -> number < first);
        TreeSet<Long> seen = new TreeSet<>(sight.numbers(group, viewer));
        seen.remove(first);
        expected.remove(first);
        assertThat(seen).as("%s of one who %s", mode, name).isEqualTo(expected);
        assertThat(seen).as(mode).contains(after);
      });
      namesOnlyWhatIsThere(group, viewer, before >= first ? null : before, after);
      assertThat(group.log(viewer, 0).number("first_event_id")).isEqualTo(first);
    }
  }

  private static void namesOnlyWhatIsThere(
      Group group, Talk viewer, @Nullable Long unseen, long seen) {
    NAMINGS.forEach((mode, naming) -> {
      if (unseen != null) {
        assertThat(naming.ask(group, viewer, unseen).expect("404", "noMessage").field())
            .as(mode)
            .isNotNull();
      }
      assertThat(naming.ask(group, viewer, seen).status()).as(mode).isIn("200", "403");
    });
  }

  private static void seesNothing(Group group, Talk viewer, long message) {
    for (String mode : List.of("getChat", "getMessages", "getMembers")) {
      group.ask(viewer, mode).expect("423", "notMember", "chat_id");
    }
    group.ask(viewer, "getEvents", "min_event_id", 0).expect("423", "notMember", "chat_id");
    NAMINGS.forEach(
        (_, naming) -> naming.ask(group, viewer, message).expect("423", "notMember", "chat_id"));
    assertThat(viewer.call("getChats").expect("200").list("chats")).isEmpty();
    assertThat(viewer.call("sync").expect("200").list("chats")).isEmpty();
  }
}
