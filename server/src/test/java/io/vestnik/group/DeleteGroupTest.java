package io.vestnik.group;

import static org.assertj.core.api.Assertions.assertThat;

import io.vestnik.Answers;
import io.vestnik.Group;
import io.vestnik.Group.Who;
import io.vestnik.Pair;
import io.vestnik.Refusals;
import io.vestnik.TestServer;
import io.vestnik.wire.Talk;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// `deleteGroup`: the group ends for all.
class DeleteGroupTest {
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

  @Test
  void endsTheGroupForAll() {
    String invite = group.invite();
    group.send(group.owner(), "one");
    Answers.hasFields(group.ask(group.owner(), "deleteGroup"));
    for (Who who : Who.values()) {
      Talk talk = group.talk(who);
      assertThat(talk.call("getChats").expect("200").list("chats")).isEmpty();
      group.ask(talk, "getChat").expect("423", "notMember", "chat_id");
      group.ask(talk, "getMembers").expect("423", "notMember", "chat_id");
      group.ask(talk, "getMessages").expect("423", "notMember", "chat_id");
      group.ask(talk, "deleteGroup").expect("423", "notMember", "chat_id");
      talk.call("joinGroup", "invite", invite).expect("404", "noInvite", "invite");
    }
    Refusals.of(group.owner(), "getChat", "chat_id", group.chat()).toStrangers(group.stranger());
  }

  @Test
  void isWhatDeleteChatDoesForEveryone() {
    for (Talk talk : List.of(group.admin(), group.member())) {
      group.ask(talk, "deleteChat", "for_everyone", true).expect("403", "role");
    }
    Answers.hasFields(group.ask(group.owner(), "deleteChat", "for_everyone", true));
    group.ask(group.member(), "getChat").expect("423", "notMember");
  }

  @Test
  void isTheOwnersAlone() {
    group.ask(group.admin(), "deleteGroup").expect("403", "role");
    group.ask(group.member(), "deleteGroup").expect("403", "role");
    long personal = Pair.chat(group.owner(), group.person(Who.MEMBER));
    group.owner().call("deleteGroup", "chat_id", personal).expect("403", "role");
    group.owner().call("getChat", "chat_id", personal).expect("200");
  }

  @Test
  void refusesStrangersAndWrongFields() {
    Refusals.of(group.member(), "deleteGroup", "chat_id", group.chat())
        .withoutToken()
        .withoutTimestamp()
        .missing("chat_id")
        .id("chat_id", 1)
        .toStrangers(group.stranger());
  }
}
