package io.vestnik.group;

import static org.assertj.core.api.Assertions.assertThat;

import io.vestnik.Answers;
import io.vestnik.Crowd;
import io.vestnik.Group;
import io.vestnik.Group.Who;
import io.vestnik.ManualClock;
import io.vestnik.Pair;
import io.vestnik.TestServer;
import io.vestnik.wire.Event;
import io.vestnik.wire.Reply;
import io.vestnik.wire.Talk;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// The modes of all chats, as they are in groups.
class GroupAsChatTest {
  private static final ManualClock clock = new ManualClock();

  @AutoClose
  private static final TestServer server = TestServer.start(clock, UnaryOperator.identity());

  private Group group;

  @BeforeEach
  void meet() {
    group = Group.of(server);
  }

  @AfterEach
  void part() {
    group.close();
  }

  private Reply chat(Talk talk) {
    return group.ask(talk, "getChat").expect("200");
  }

  @Test
  void isShownAsAGroup() {
    group.send(group.member(), "hello");
    Reply chat = chat(group.owner());
    assertThat(chat.text("chat.chat_name")).isEqualTo("group");
    assertThat(chat.text("chat.chat_type")).isEqualTo("group");
    assertThat(chat.text("chat.role")).isEqualTo("owner");
    assertThat(chat(group.admin()).text("chat.role")).isEqualTo("admin");
    assertThat(chat.has("chat.permissions")).isTrue();
    assertThat(chat.numbers("chat.chat_members[].user_id"))
        .containsExactly(group.id(Who.OWNER), group.id(Who.ADMIN), group.id(Who.MEMBER));
    assertThat(chat.texts("chat.chat_members[].role")).containsExactly("owner", "admin", "member");
    assertThat(chat.text("chat.last_message_sender")).isEqualTo(group.person(Who.MEMBER).name());
    assertThat(chat.number("chat.unread_count")).isEqualTo(1);
    assertThat(group.owner().call("getChats").expect("200").list("chats"))
        .containsExactly(chat.body().get("chat"));
    long personal = Pair.chat(group.owner(), group.person(Who.MEMBER));
    assertThat(group.owner().call("getChat", "chat_id", personal).has("chat.permissions"))
        .isFalse();
  }

  @Test
  void showsTheFirstTwentyMembers() {
    List<Crowd.Person> crowd = Crowd.of(server, "many", 30);
    group.ask(group.owner(), "addMembers", "members", Group.contacts(crowd)).expect("200");
    Reply chat = chat(group.admin());
    assertThat(chat.number("chat.member_count")).isEqualTo(33);
    List<Long> shown = chat.numbers("chat.chat_members[].user_id");
    assertThat(shown).hasSize(20).isSorted().startsWith(group.id(Who.OWNER));
    assertThat(shown).containsAll(crowd.stream().limit(17).map(Crowd.Person::id).toList());
  }

  @Test
  void hasReadWhatAnyOtherHasRead() {
    long first = group.send(group.owner(), "one");
    long second = group.send(group.owner(), "two");
    group.ask(group.member(), "markRead", "message_id", second).expect("200");
    group.ask(group.admin(), "markRead", "message_id", first).expect("200");
    assertThat(chat(group.owner()).number("chat.read_by_others_message_id")).isEqualTo(second);
    assertThat(chat(group.member()).number("chat.read_by_others_message_id")).isEqualTo(first);
    group.ask(group.member(), "leaveGroup").expect("200");
    assertThat(chat(group.owner()).number("chat.read_by_others_message_id")).isEqualTo(first);
  }

  @Test
  void tellsTheOthersOfTyping() {
    Talk his = group.another(group.person(Who.ADMIN));
    his.call("subscribe").expect("200");
    group.ask(group.member(), "typing").expect("200");
    assertThat(his.nextEvent("typing").number("user_id")).isEqualTo(group.id(Who.MEMBER));
  }

  @Test
  void keepsEachMembersOwnSettings() {
    group.ask(group.member(), "setChatSettings", "pinned", true).expect("200");
    assertThat(chat(group.member()).truth("chat.settings.pinned")).isTrue();
    assertThat(chat(group.admin()).truth("chat.settings.pinned")).isFalse();
    group.ask(group.member(), "leaveGroup").expect("200");
    group.add(Who.MEMBER);
    assertThat(chat(group.member()).truth("chat.settings.pinned")).as("anew").isFalse();
  }

  /// Of each other member who may see the message, whenever they came.
  @Test
  void hasReceiptsOfThoseWhoMaySeeTheMessage() {
    long message = group.send(group.owner(), "one");
    group.ask(group.admin(), "markRead", "message_id", message).expect("200");
    group.permit("history", "joined");
    group.add(Who.STRANGER);
    Reply receipts = receipts(message);
    assertThat(receipts.numbers("receipts[].user_id"))
        .containsExactly(group.id(Who.ADMIN), group.id(Who.MEMBER));
    assertThat(receipts.number("receipts[0].read_time")).isEqualTo(clock.millis());
    assertThat(receipts.has("receipts[1].read_time")).isFalse();
    group.permit("history", "all");
    group.add(Who.LEFT);
    assertThat(receipts(message).numbers("receipts[].user_id"))
        .containsExactly(group.id(Who.ADMIN), group.id(Who.MEMBER), group.id(Who.LEFT));
    group.ask(group.admin(), "getReceipts", "message_id", message).expect("403", "notYours");
  }

  /// What was said before one joined does not exist, also where it is said otherwise later.
  @Test
  void doesNotTellWhoJoinsLaterWhatWasSaidBefore() {
    long before = group.send(group.owner(), "before");
    group.permit("history", "joined");
    Talk present = group.another(group.person(Who.ADMIN));
    Talk joining = group.another(group.person(Who.STRANGER));
    String cursor = joining.call("sync").expect("200").text("cursor");
    present.call("subscribe").expect("200");
    joining.call("subscribe").expect("200");
    group.add(Who.STRANGER);
    joining.nextEvent("chatAdded");
    joining.nextEvent("memberAdded");
    Talk later = group.another(group.person(Who.STRANGER));
    later.call("subscribe").expect("200");
    group.ask(group.owner(), "editMessage", "message_id", before, "content", "x").expect("200");
    assertThat(present.nextEvent("messageEdited").text("content")).isEqualTo("x");
    for (Talk talk : List.of(joining, later)) {
      Event live = talk.nextEvent("messageEdited");
      assertThat(live.truth("deleted")).isTrue();
      assertThat(live.number("message_id")).isEqualTo(before);
      assertThat(live.has("content")).isFalse();
    }
    Reply log = group.ask(later, "getEvents", "min_event_id", 1).expect("200");
    assertThat(log.list("events[].deleted")).containsExactly(true);
    assertThat(log.list("events[].content")).isEmpty();
    Reply sync = later.call("sync", "cursor", cursor).expect("200");
    assertThat(sync.list("events")).isEmpty();
    long after = group.send(group.owner(), "after");
    group.ask(group.owner(), "editMessage", "message_id", after, "content", "y").expect("200");
    assertThat(joining.nextEvent("messageEdited").text("content")).isEqualTo("y");
  }

  private Reply receipts(long message) {
    return group.ask(group.owner(), "getReceipts", "message_id", message).expect("200");
  }

  /// What they had read before they went tells nothing of what they read once they are back.
  @Test
  void forgetsTheMarkersOfWhoGoes() {
    long message = group.send(group.owner(), "one");
    group.ask(group.member(), "markRead", "message_id", message).expect("200");
    group.ask(group.member(), "leaveGroup").expect("200");
    group.add(Who.MEMBER);
    assertThat(receipts(message).has("receipts[1].read_time")).isFalse();
    group.ask(group.member(), "getMessages").expect("200");
    Pair.eventually(() -> assertThat(receipts(message).has("receipts[1].delivered_time")).isTrue());
    assertThat(chat(group.owner()).number("chat.read_by_others_message_id"))
        .as("who is given a message has not read it")
        .isZero();
  }

  @Test
  void asksForTheRightToSend() {
    group.permit("send", "admin");
    Object[] message = {"content", "x", "content_type", "text"};
    group.ask(group.member(), "sendMessage", message).expect("403", "role");
    group.ask(group.admin(), "sendMessage", message).expect("200");
    group.permit("send", "owner");
    group.ask(group.admin(), "sendMessage", message).expect("403", "role");
    group.ask(group.owner(), "sendMessage", message).expect("200");
  }

  /// The first answer again, but to members alone.
  @Test
  void answersARepeatToMembersWhoMaySendNoMore() {
    Object[] message = {"content", "x", "content_type", "text", "client_message_id", "key"};
    long sent = group.ask(group.member(), "sendMessage", message).number("message_id");
    group.permit("send", "owner");
    Reply again = group.ask(group.member(), "sendMessage", message).expect("200");
    assertThat(again.number("message_id")).isEqualTo(sent);
  }

  @Test
  void isLeftAndClearedByDeleteChat() {
    group.send(group.owner(), "before");
    Answers.hasFields(group.ask(group.member(), "deleteChat"));
    group.ask(group.member(), "getChat").expect("423", "notMember");
    assertThat(group.log(group.owner(), 6).texts("events[].reason")).containsExactly("left");
    long back = group.add(Who.MEMBER);
    Reply log = group.log(group.member(), 0);
    assertThat(log.number("first_event_id")).isEqualTo(back);
    assertThat(group.ask(group.member(), "getMessages").list("messages")).isEmpty();
    group.ask(group.owner(), "deleteChat").expect("200");
    assertThat(group.role(Who.ADMIN)).isEqualTo("owner");
  }
}
