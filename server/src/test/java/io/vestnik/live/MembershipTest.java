package io.vestnik.live;

import static org.assertj.core.api.Assertions.assertThat;

import io.vestnik.Crowd;
import io.vestnik.Group;
import io.vestnik.Pair;
import io.vestnik.TestServer;
import io.vestnik.wire.Event;
import io.vestnik.wire.Json;
import io.vestnik.wire.Reply;
import io.vestnik.wire.Talk;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Who comes into a group is shown it and hears all from then on; who goes hears all up to then, is
/// told, and hears nothing more (protocol §7).
class MembershipTest {
  @AutoClose private static final TestServer server = TestServer.start();
  private static final Duration A_WHILE = Duration.ofMillis(50);
  private final List<Talk> talks = new ArrayList<>();
  private List<Crowd.Person> people = List.of();
  private Talk anna = server.talk();
  private long group;

  @BeforeEach
  void meet(TestInfo test) {
    people = Crowd.of(server, test.getTestMethod().orElseThrow().getName() + test.hashCode(), 5);
    anna = talk(people.getFirst());
    group = Group.create(anna, "a group", people.subList(1, 3));
  }

  @AfterEach
  void part() {
    talks.forEach(Talk::close);
  }

  private Crowd.Person boris() {
    return people.get(1);
  }

  private Crowd.Person vera() {
    return people.get(3);
  }

  private Talk talk(Crowd.Person person) {
    Talk talk = person.talk(server);
    talks.add(talk);
    return talk;
  }

  private Talk listening(Crowd.Person person) {
    Talk talk = talk(person);
    talk.call("subscribe").expect("200");
    return talk;
  }

  private Reply ask(Talk talk, String mode, Object... fields) {
    return talk.call(mode, Stream.concat(Stream.of("chat_id", group), Stream.of(fields)).toArray());
  }

  private void post(String mode, Object... fields) {
    anna.post(mode, Stream.concat(Stream.of("chat_id", group), Stream.of(fields)).toArray());
  }

  private long add(Crowd.Person person) {
    return ask(anna, "addMembers", "members", Group.contact(person)).number("event_id");
  }

  private long remove(Crowd.Person person) {
    return ask(anna, "removeMember", "user_id", person.id()).expect("200").number("event_id");
  }

  // What was delivered to others in the group may be told at any time.
  private static Event next(Talk talk) {
    Event event = talk.nextEvent();
    return event.kind().equals("delivered") ? next(talk) : event;
  }

  private static void isMessage(Talk talk, String text) {
    Event event = next(talk);
    assertThat(event.kind()).as("%s", event).isEqualTo("message");
    assertThat(event.text("message.content")).isEqualTo(text);
  }

  private void isRemoved(Talk talk, String reason) {
    Event event = next(talk);
    assertThat(event.kind()).as("%s", event).isEqualTo("chatRemoved");
    assertThat(event.number("chat_id")).isEqualTo(group);
    assertThat(event.text("reason")).isEqualTo(reason);
    assertThat(event.has("event_id")).isFalse();
  }

  private void isAdded(Talk talk, long eventId) {
    Event added = next(talk);
    assertThat(added.kind()).as("%s", added).isEqualTo("chatAdded");
    assertThat(added.number("chat_id")).isEqualTo(group);
    assertThat(added.number("chat.chat_id")).isEqualTo(group);
    Event entry = talk.nextEvent();
    assertThat(entry.kind()).as("%s", entry).isEqualTo("memberAdded");
    assertThat(entry.number("event_id")).isEqualTo(eventId);
  }

  @Test
  void whoIsAddedIsShownTheGroupBeforeTheEntry() {
    Talk phone = listening(vera());
    Talk laptop = listening(vera());
    Talk his = listening(boris());
    Pair.send(anna, group, "before");
    long added = add(vera());
    Pair.send(anna, group, "after");
    for (Talk hers : List.of(phone, laptop)) {
      isAdded(hers, added);
      isMessage(hers, "after");
    }
    isMessage(his, "before");
    Event entry = his.nextEvent("memberAdded");
    assertThat(entry.numbers("members[].user_id")).containsExactly(vera().id());
    assertThat(his.nextEvent("message").text("message.content")).isEqualTo("after");
  }

  @Test
  void whoIsRemovedHearsAllBeforeAndNothingAfter() {
    Talk phone = listening(boris());
    Talk laptop = listening(boris());
    Talk other = listening(people.get(2));
    Pair.send(anna, group, "before");
    long removed = remove(boris());
    Pair.send(anna, group, "after");
    ask(anna, "typing").expect("200");
    for (Talk his : List.of(phone, laptop)) {
      isMessage(his, "before");
      isRemoved(his, "removed");
      Pair.hearsNothing(his);
    }
    assertThat(other.nextEvent("message").text("message.content")).isEqualTo("before");
    Event entry = other.nextEvent("memberRemoved");
    assertThat(entry.number("event_id")).isEqualTo(removed);
    assertThat(entry.text("reason")).isEqualTo("removed");
    assertThat(entry.number("user_id")).isEqualTo(boris().id());
    assertThat(other.nextEvent("message").text("message.content")).isEqualTo("after");
  }

  @Test
  void whoLeavesOrDeletesTheGroupForThemselvesIsTold() {
    Talk his = listening(boris());
    ask(his, "leaveGroup").expect("200");
    isRemoved(his, "left");
    Talk other = listening(people.get(2));
    ask(other, "deleteChat").expect("200");
    isRemoved(other, "left");
    Pair.send(anna, group, "alone");
    Pair.hearsNothing(his);
    Pair.hearsNothing(other);
  }

  @Test
  void whoJoinsByAnInviteIsShownTheGroup() {
    Talk hers = listening(vera());
    String invite = ask(anna, "createInvite").expect("200").text("invite");
    hers.call("joinGroup", "invite", invite).expect("200");
    Event added = hers.nextEvent();
    assertThat(added.kind()).isEqualTo("chatAdded");
    Event entry = hers.nextEvent();
    assertThat(entry.text("how")).isEqualTo("invite");
  }

  @Test
  void aGroupThatEndsIsDeletedForAll() {
    Talk his = listening(boris());
    Talk hers = listening(people.getFirst());
    Pair.send(anna, group, "the last");
    ask(anna, "deleteGroup").expect("200");
    for (Talk talk : List.of(his, hers)) {
      isMessage(talk, "the last");
      isRemoved(talk, "deleted");
      Pair.hearsNothing(talk);
    }
  }

  @Test
  void aGroupOfTwoHundredIsShownToEach() {
    List<Crowd.Person> crowd = Crowd.of(server, "many" + group, 199);
    List<Talk> theirs = crowd.stream().map(this::listening).toList();
    long large = Group.create(anna, "a large group", crowd);
    Pair.send(anna, large, "welcome");
    for (Talk one : theirs) {
      Event added = one.nextEvent();
      assertThat(added.kind()).isEqualTo("chatAdded");
      assertThat(added.number("chat.member_count")).isEqualTo(200);
      assertThat(added.list("chat.chat_members")).hasSize(20);
      assertThat(one.nextEvent().kind()).isEqualTo("chatCreated");
      isMessage(one, "welcome");
    }
  }

  /// In one commit, for requests that are sent at once are committed together.
  @Test
  void whoIsRemovedAndAddedAgainAtOnceHearsBoth() {
    Talk his = listening(boris());
    for (int round = 0; round < 30; round++) {
      post("sendMessage", "content", "before", "content_type", "text");
      post("removeMember", "user_id", boris().id());
      post("sendMessage", "content", "between", "content_type", "text");
      post("addMembers", "members", Group.contact(boris()));
      post("sendMessage", "content", "after", "content_type", "text");
      List<Reply> replies = IntStream.range(0, 5).mapToObj(_ -> anna.next().expect("200")).toList();
      isMessage(his, "before");
      isRemoved(his, "removed");
      isAdded(his, replies.get(3).number("event_id"));
      isMessage(his, "after");
    }
  }

  /// Added and removed before the group could be shown: at most the removal is told.
  @Test
  void whoIsAddedAndRemovedAtOnceHearsNothingOfTheGroupInTheEnd() {
    Talk hers = listening(vera());
    for (int round = 0; round < 30; round++) {
      post("addMembers", "members", Group.contact(vera()));
      post("removeMember", "user_id", vera().id());
      post("sendMessage", "content", "after", "content_type", "text");
      IntStream.range(0, 3).forEach(_ -> anna.next().expect("200"));
      Event event = hers.nextEvent();
      if (event.kind().equals("chatAdded")) {
        assertThat(hers.nextEvent().kind()).isEqualTo("memberAdded");
        event = hers.nextEvent();
      }
      assertThat(event.kind()).isEqualTo("chatRemoved");
    }
    Pair.hearsNothing(hers);
  }

  /// However subscribing falls together with coming and going, what is heard in the end fits what
  /// one is, and nothing is heard between a removal and the next addition.
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aSubscriptionThatBeginsMeanwhileIsExact(boolean endsAsMember) {
    for (int round = 0; round < 20; round++) {
      Talk his = talk(boris());
      his.post("subscribe");
      for (int i = 0; i < 4; i++) {
        post("removeMember", "user_id", boris().id());
        post("sendMessage", "content", "hidden", "content_type", "text");
        post("addMembers", "members", Group.contact(boris()));
      }
      if (!endsAsMember) {
        post("removeMember", "user_id", boris().id());
      }
      int posted = endsAsMember ? 12 : 13;
      IntStream.range(0, posted).forEach(_ -> anna.next().expect("200"));
      his.next().expect("200");
      Pair.send(anna, group, "the last");
      Set<String> heard = heard(his, endsAsMember);
      assertThat(heard).doesNotContain("hidden");
      if (!endsAsMember) {
        assertThat(heard).doesNotContain("the last");
        add(boris());
      }
      his.close();
    }
  }

  private static Set<String> heard(Talk his, boolean endsAsMember) {
    Set<String> heard = new TreeSet<>();
    // To who is no member nothing tells that it was the last.
    Event event = endsAsMember ? his.nextEvent() : his.pollEvent(A_WHILE);
    while (event != null) {
      if (event.kind().equals("message")) {
        heard.add(event.text("message.content"));
      }
      if (heard.contains("the last")) {
        return heard;
      }
      event = endsAsMember ? his.nextEvent() : his.pollEvent(A_WHILE);
    }
    return heard;
  }

  @Test
  void aSubscriptionThatReplacesAnotherGoesOnAsAMemberOrNot() {
    Talk his = listening(boris());
    remove(boris());
    his.call("subscribe").expect("200");
    isRemoved(his, "removed");
    Pair.send(anna, group, "not for him");
    long back = add(boris());
    his.call("subscribe").expect("200");
    isAdded(his, back);
    Pair.send(anna, group, "for him");
    isMessage(his, "for him");
  }

  @Test
  void inLargeGroupsOnesReadingIsToldToOneself() {
    long large = Group.large(server, anna, boris(), vera());
    Talk phone = listening(boris());
    Talk hers = listening(vera());
    long message = Pair.send(anna, large, "hello");
    Talk his = talk(boris());
    his.call("markRead", "chat_id", large, "message_id", message).expect("200");
    his.call("typing", "chat_id", large).expect("200");
    Event read = phone.nextEvent("read");
    assertThat(read.number("user_id")).isEqualTo(boris().id());
    assertThat(read.number("message_id")).isEqualTo(message);
    assertThat(hers.nextEvent().kind()).isEqualTo("message");
    Pair.hearsNothing(hers);
  }

  /// The live count follows: where a group of 51 loses one, it is a small one.
  @Test
  void aGroupThatShrinksToFiftyIsSmall() {
    long large = Group.large(server, anna, boris(), vera());
    Talk his = listening(boris());
    Talk hers = listening(people.getFirst());
    Pair.send(anna, large, "large");
    isMessage(hers, "large");
    anna.call("removeMember", "chat_id", large, "user_id", vera().id()).expect("200");
    long message = Pair.send(anna, large, "small");
    Event delivered = hers.nextEvent("delivered");
    assertThat(delivered.number("message_id")).isEqualTo(message);
    assertThat(delivered.number("user_id")).isEqualTo(boris().id());
    his.call("markRead", "chat_id", large, "message_id", message).expect("200");
    assertThat(hers.nextEvent("read").number("user_id")).isEqualTo(boris().id());
    List<Object> receipts =
        anna.call("getReceipts", "chat_id", large, "message_id", message).list("receipts");
    assertThat(Json.write(Json.object("r", receipts))).contains("read_time");
  }
}
