package io.vestnik.message;

import static org.assertj.core.api.Assertions.assertThat;

import io.vestnik.Group;
import io.vestnik.Group.Who;
import io.vestnik.Pair;
import io.vestnik.TestServer;
import io.vestnik.wire.Reply;
import io.vestnik.wire.Talk;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Messages of a group: whose role lets them do what with them.
class GroupMessagesTest {
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

  private Reply edit(Talk talk, long id) {
    return group.ask(talk, "editMessage", "message_id", id, "content", "edited");
  }

  private Reply forward(Talk talk, long id) {
    return group.ask(
        talk, "forwardMessages", "from_chat_id", group.chat(), "message_ids", List.of(id));
  }

  private Reply delete(Talk talk, Long... ids) {
    return group.ask(talk, "deleteMessages", "message_ids", List.of(ids), "for_everyone", true);
  }

  private Reply pin(Talk talk, long id) {
    return group.ask(talk, "pinMessage", "message_id", id, "pinned", true);
  }

  private Reply react(Talk talk, long id) {
    return group.ask(talk, "react", "message_id", id, "reaction", "👍");
  }

  private Reply history(Talk talk, long id) {
    return group.ask(talk, "getMessageHistory", "message_id", id);
  }

  @Test
  void whoMayNotSendMayNeitherEditNorForward() {
    long id = group.send(group.member(), "mine");
    edit(group.member(), id).expect("200");
    group.permit("send", "admin");
    group
        .ask(group.member(), "sendMessage", "content", "x", "content_type", "text")
        .expect("403", "role");
    edit(group.member(), id).expect("403", "role");
    forward(group.member(), id).expect("403", "role");
    // The role is looked at before what is named.
    edit(group.member(), 9_999).expect("403", "role");
    forward(group.member(), 9_999).expect("403", "role");
    edit(group.admin(), 9_999).expect("404", "noMessage", "message_id");
    forward(group.admin(), id).expect("200");
    edit(group.admin(), group.send(group.admin(), "his")).expect("200");
    // Out of a group one may forward where one may not send.
    long notes = Pair.chat(group.member(), group.person(Who.MEMBER));
    group
        .member()
        .call(
            "forwardMessages",
            "chat_id",
            notes,
            "from_chat_id",
            group.chat(),
            "message_ids",
            List.of(id))
        .expect("200");
    react(group.member(), id).expect("200");
    delete(group.member(), id).expect("200");
    group.permit("send", "owner");
    edit(group.admin(), 9_999).expect("403", "role");
    group.send(group.owner(), "hers");
  }

  @Test
  void adminsEraseWhatIsAnyones() {
    long owners = group.send(group.owner(), "owner's");
    long admins = group.send(group.admin(), "admin's");
    long members = group.send(group.member(), "member's");
    delete(group.member(), members, admins).expect("403", "notYours", "message_ids[1]");
    delete(group.member(), owners).expect("403", "notYours", "message_ids[0]");
    delete(group.admin(), owners, members).expect("200");
    delete(group.owner(), admins).expect("200");
    Reply read = group.ask(group.member(), "getMessages").expect("200");
    assertThat(read.list("messages[].deleted")).hasSize(3);
    long another = group.send(group.member(), "another");
    group
        .ask(group.owner(), "setRole", "user_id", group.id(Who.ADMIN), "role", "member")
        .expect("200");
    delete(group.admin(), another).expect("403", "notYours", "message_ids[0]");
  }

  @Test
  void adminsSeeWhatWasEdited() {
    long id = group.send(group.member(), "first");
    edit(group.member(), id).expect("200");
    for (Talk talk : List.of(group.member(), group.admin(), group.owner())) {
      assertThat(history(talk, id).expect("200").texts("versions[].content"))
          .containsExactly("first", "edited");
    }
    long owners = group.send(group.owner(), "owner's");
    history(group.member(), owners).expect("403", "notYours", "message_id");
    // Only its author edits it, and only its author sees its receipts.
    edit(group.owner(), id).expect("403", "notYours", "message_id");
    group.ask(group.owner(), "getReceipts", "message_id", id).expect("403", "notYours");
  }

  @Test
  void pinsBelongToWhomTheGroupLets() {
    long id = group.send(group.member(), "x");
    pin(group.member(), id).expect("403", "role");
    pin(group.member(), 9_999).expect("403", "role");
    pin(group.admin(), 9_999).expect("404", "noMessage", "message_id");
    pin(group.admin(), id).expect("200");
    group.permit("pin", "owner");
    pin(group.admin(), id).expect("403", "role");
    group.permit("pin", "member");
    group.ask(group.member(), "pinMessage", "message_id", id, "pinned", false).expect("200");
  }

  @Test
  void whoIsNoMemberHasNothingOfIt() {
    long id = group.send(group.member(), "x");
    for (Talk talk : List.of(group.removed(), group.left(), group.stranger())) {
      edit(talk, id).expect("423", "notMember", "chat_id");
      forward(talk, id).expect("423", "notMember", "chat_id");
      delete(talk, id).expect("423", "notMember", "chat_id");
      pin(talk, id).expect("423", "notMember", "chat_id");
      react(talk, id).expect("423", "notMember", "chat_id");
      history(talk, id).expect("423", "notMember", "chat_id");
    }
  }

  @Test
  void whoIsNoMemberIsNotMentioned() {
    String all =
        "@%s @%s @%s @%s"
            .formatted(
                group.person(Who.REMOVED).name(),
                group.person(Who.LEFT).name(),
                group.person(Who.ADMIN).name(),
                group.person(Who.OWNER).name());
    group.send(group.member(), all);
    Reply read = group.ask(group.admin(), "getMessages").expect("200");
    assertThat(read.numbers("messages[0].mentions[].user_id"))
        .containsExactly(group.id(Who.ADMIN), group.id(Who.OWNER));
    group.add(Who.LEFT);
    read = group.ask(group.left(), "getMessages").expect("200");
    assertThat(read.list("messages[0].mentions[]")).hasSize(2);
    assertThat(group.ask(group.left(), "getChat").number("chat.unread_mentions")).isZero();
    assertThat(group.ask(group.owner(), "getChat").number("chat.unread_mentions")).isEqualTo(1);
  }

  /// What lies before one's beginning does not exist.
  @Test
  void whoJoinsLaterHasOnlyWhatTheySee() {
    long old = group.send(group.member(), "old");
    pin(group.owner(), old).expect("200");
    group.permit("history", "joined");
    group.add(Who.LEFT);
    Talk late = group.left();
    assertThat(group.ask(late, "getChat").list("chat.pinned_message_ids")).isEmpty();
    react(late, old).expect("404", "noMessage", "message_id");
    forward(late, old).expect("404", "noMessage", "message_ids[0]");
    delete(late, old).expect("404", "noMessage", "message_ids[0]");
    assertThat(group.ask(late, "getMessages").list("messages")).isEmpty();
    edit(group.member(), old).expect("200");
    // An edit of what came before is an entry all the same.
    assertThat(group.log(late, 1).texts("events[].event")).endsWith("messageEdited");
    long fresh = group.send(group.member(), "fresh");
    pin(group.owner(), fresh).expect("200");
    assertThat(group.ask(late, "getChat").list("chat.pinned_message_ids")).containsExactly(fresh);
  }

  @Test
  void whatOneHasHiddenStaysSoWhenOneComesBack() {
    long one = group.send(group.owner(), "one");
    long two = group.send(group.owner(), "two");
    group.ask(group.member(), "deleteMessages", "message_ids", List.of(one)).expect("200");
    group.ask(group.member(), "leaveGroup").expect("200");
    group.add(Who.MEMBER);
    assertThat(group.ask(group.member(), "getMessages").texts("messages[].content"))
        .containsExactly("two");
    group.ask(group.member(), "deleteMessages", "message_ids", List.of(one, two)).expect("200");
    assertThat(group.ask(group.member(), "getMessages").list("messages")).isEmpty();
    assertThat(group.ask(group.owner(), "getMessages").list("messages")).hasSize(2);
  }
}
