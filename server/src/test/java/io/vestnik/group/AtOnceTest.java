package io.vestnik.group;

import static org.assertj.core.api.Assertions.assertThat;

import io.vestnik.AtOnce;
import io.vestnik.Crowd;
import io.vestnik.Group;
import io.vestnik.Group.Who;
import io.vestnik.TestServer;
import io.vestnik.model.SystemClock;
import io.vestnik.protocol.Limits;
import io.vestnik.wire.Reply;
import io.vestnik.wire.Talk;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

/// What many do to a group at the same moment leaves it whole.
class AtOnceTest {
  private static final int LIMIT = 12;

  @AutoClose
  private static final TestServer server =
      TestServer.start(new SystemClock(), config -> config.with(fewMembers(config.limits())));

  private static int crowds;

  private static Limits fewMembers(Limits d) {
    return new Limits(
        d.frameBytes(),
        d.requestsWaiting(),
        d.nesting(),
        d.numberDigits(),
        d.pageItems(),
        d.messageLength(),
        d.tokens(),
        LIMIT,
        d.perUser(),
        d.sends(),
        d.changes(),
        d.reads(),
        d.searches(),
        d.wrongPerAccountAndAddress(),
        d.wrongPerAccount(),
        d.wrongPerAddress(),
        d.registrations(),
        d.mailedCodes(),
        d.newChats(),
        d.passwordWaitMs());
  }

  private static List<Crowd.Person> crowd(int count) {
    return Crowd.of(server, "atonce" + ++crowds + ".", count);
  }

  private static List<String> statuses(List<Callable<Reply>> asked) {
    List<Callable<Reply>> all = new ArrayList<>(asked);
    Collections.shuffle(all);
    return AtOnce.all(all.size(), all::get).stream().map(Reply::status).toList();
  }

  private static List<String> join(List<Talk> talks, String invite) {
    return statuses(
        talks.stream()
            .<Callable<Reply>>map(talk -> () -> talk.call("joinGroup", "invite", invite))
            .toList());
  }

  /// The group has one owner, counts its members right, and its log has no gap.
  private static void isWhole(Talk talk, long chat) {
    Reply all = talk.call("getMembers", "chat_id", chat).expect("200");
    assertThat(all.texts("members[].role")).containsOnlyOnce("owner");
    Reply shown = talk.call("getChat", "chat_id", chat).expect("200");
    assertThat(shown.number("chat.member_count")).isEqualTo(all.list("members").size());
    Reply log = talk.call("getEvents", "chat_id", chat, "min_event_id", 0).expect("200");
    assertThat(log.numbers("events[].event_id"))
        .isEqualTo(LongStream.rangeClosed(1, shown.number("chat.last_event_id")).boxed().toList());
  }

  @RepeatedTest(5)
  void anOwnerLeavesWhileOthersComeAndGo() {
    List<Crowd.Person> people = crowd(10);
    List<Talk> talks = people.stream().map(one -> one.talk(server)).toList();
    long chat = Group.create(talks.getFirst(), "x", people.subList(1, 5));
    String invite = talks.getFirst().call("createInvite", "chat_id", chat).text("invite");
    List<Callable<Reply>> asked = new ArrayList<>();
    for (Talk leaver : talks.subList(0, 4)) {
      asked.add(() -> leaver.call("leaveGroup", "chat_id", chat));
    }
    for (Talk joiner : talks.subList(5, 10)) {
      asked.add(() -> joiner.call("joinGroup", "invite", invite));
    }
    assertThat(statuses(asked)).containsOnly("200");
    isWhole(talks.get(4), chat);
    assertThat(talks.get(4).call("getMembers", "chat_id", chat).list("members")).hasSize(6);
    talks.forEach(Talk::close);
  }

  /// Either somebody joined in time and is the owner in the end, or the group ended before.
  @RepeatedTest(5)
  void theLastOneLeavesWhileOthersJoin() {
    List<Crowd.Person> people = crowd(4);
    List<Talk> talks = people.stream().map(one -> one.talk(server)).toList();
    Talk owner = talks.getFirst();
    long chat = Group.create(owner, "x", List.of());
    String invite = owner.call("createInvite", "chat_id", chat).text("invite");
    List<Callable<Reply>> asked = new ArrayList<>();
    asked.add(() -> owner.call("leaveGroup", "chat_id", chat));
    for (Talk joiner : talks.subList(1, 4)) {
      asked.add(() -> joiner.call("joinGroup", "invite", invite));
    }
    List<String> statuses = statuses(asked);
    List<Talk> inside =
        talks.stream()
            .filter(talk -> talk.call("getChat", "chat_id", chat).status().equals("200"))
            .toList();
    if (inside.isEmpty()) {
      assertThat(statuses).containsOnlyOnce("200").contains("404");
    } else {
      assertThat(statuses).containsOnly("200");
      assertThat(inside).hasSize(3);
      isWhole(inside.getFirst(), chat);
    }
    talks.forEach(Talk::close);
  }

  @Test
  void twoAdminsCannotRemoveEachOther() {
    try (Group group = Group.of(server)) {
      group
          .ask(group.owner(), "setRole", "user_id", group.id(Who.MEMBER), "role", "admin")
          .expect("200");
      List<Callable<Reply>> asked =
          List.of(
              () -> group.ask(group.admin(), "removeMember", "user_id", group.id(Who.MEMBER)),
              () -> group.ask(group.member(), "removeMember", "user_id", group.id(Who.ADMIN)));
      assertThat(statuses(asked)).containsOnly("403");
      isWhole(group.owner(), group.chat());
    }
  }

  /// Whatever comes first: the admin is removed, or the owner now.
  @RepeatedTest(5)
  void theGroupIsHandedToOneWhoIsBeingRemoved() {
    try (Group group = Group.of(server)) {
      Talk second = group.another(group.person(Who.OWNER));
      long admin = group.id(Who.ADMIN);
      List<Callable<Reply>> asked =
          List.of(
              () -> group.ask(group.owner(), "setRole", "user_id", admin, "role", "owner"),
              () -> group.ask(second, "removeMember", "user_id", admin));
      assertThat(statuses(asked)).containsOnlyOnce("200").containsAnyOf("403", "404");
      isWhole(group.owner(), group.chat());
    }
  }

  @Test
  void anInviteLetsInExactlySoMany() {
    List<Crowd.Person> people = crowd(51);
    List<Talk> talks = people.stream().map(one -> one.talk(server)).toList();
    long chat = Group.create(talks.getFirst(), "x", List.of());
    String invite =
        talks.getFirst().call("createInvite", "chat_id", chat, "max_uses", 10).text("invite");
    List<String> statuses = join(talks.subList(1, 51), invite);
    assertThat(Collections.frequency(statuses, "200")).isEqualTo(10);
    assertThat(Collections.frequency(statuses, "404")).isEqualTo(40);
    isWhole(talks.getFirst(), chat);
    assertThat(talks.getFirst().call("getChat", "chat_id", chat).number("chat.member_count"))
        .isEqualTo(11);
    assertThat(talks.getFirst().call("getInvites", "chat_id", chat).list("invites")).isEmpty();
    talks.forEach(Talk::close);
  }

  @Test
  void aGroupIsFilledToItsLimitAndNotBeyond() {
    List<Crowd.Person> people = crowd(31);
    List<Talk> talks = people.stream().map(one -> one.talk(server)).toList();
    Talk owner = talks.getFirst();
    long chat = Group.create(owner, "x", List.of());
    String invite = owner.call("createInvite", "chat_id", chat).text("invite");
    List<String> statuses = join(talks.subList(1, 31), invite);
    assertThat(Collections.frequency(statuses, "200")).isEqualTo(LIMIT - 1);
    assertThat(Collections.frequency(statuses, "409")).isEqualTo(31 - LIMIT);
    isWhole(owner, chat);
    owner
        .call("addMembers", "chat_id", chat, "members", Group.contacts(people))
        .expect("409", "groupFull");
    Reply invites = owner.call("getInvites", "chat_id", chat).expect("200");
    assertThat(invites.number("invites[0].uses")).isEqualTo(LIMIT - 1);
    talks.forEach(Talk::close);
  }

  /// All or none, also where some of them would fit.
  @Test
  void refusesMoreThanFit() {
    List<Crowd.Person> people = crowd(LIMIT + 1);
    try (Talk owner = people.getFirst().talk(server)) {
      owner
          .call("createGroup", "name", "x", "members", Group.contacts(people))
          .expect("409", "groupFull");
      long chat = Group.create(owner, "x", people.subList(0, LIMIT - 1));
      owner
          .call(
              "addMembers",
              "chat_id",
              chat,
              "members",
              Group.contacts(people.subList(LIMIT - 1, LIMIT + 1)))
          .expect("409", "groupFull");
      assertThat(owner.call("getChat", "chat_id", chat).number("chat.member_count"))
          .isEqualTo(LIMIT - 1);
      owner
          .call("addMembers", "chat_id", chat, "members", Group.contacts(people.subList(0, LIMIT)))
          .expect("200");
      isWhole(owner, chat);
    }
  }
}
