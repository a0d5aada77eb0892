package io.vestnik.profile;

import static org.assertj.core.api.Assertions.assertThat;

import io.vestnik.Answers;
import io.vestnik.Crowd;
import io.vestnik.Refusals;
import io.vestnik.TestServer;
import io.vestnik.wire.Reply;
import io.vestnik.wire.Talk;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/// `getBlocked`: whom one has blocked.
class GetBlockedTest {
  @AutoClose private static final TestServer server = TestServer.start();

  @Test
  void listsThemByNumberAndGoesOnAfterOne() {
    List<Crowd.Person> crowd = Crowd.of(server, "blocked", 4);
    try (Talk anna = crowd.getFirst().talk(server);
        Talk last = crowd.getLast().talk(server)) {
      for (int i = 3; i > 0; i--) {
        anna.call("blockUser", "user_id", crowd.get(i).id()).expect("200");
      }
      last.call("setProfile", "about", "I read").expect("200");
      Reply all = Answers.hasFields(anna.call("getBlocked"), "users", "has_more");
      assertThat(all.numbers("users[].user_id"))
          .containsExactly(crowd.get(1).id(), crowd.get(2).id(), crowd.get(3).id());
      assertThat(all.texts("users[].username")).containsExactly("blocked1", "blocked2", "blocked3");
      assertThat(all.texts("users[].about")).containsExactly("I read");
      assertThat(all.truth("has_more")).isFalse();
      Reply first = anna.call("getBlocked", "limit", 1).expect("200");
      assertThat(first.numbers("users[].user_id")).containsExactly(crowd.get(1).id());
      assertThat(first.truth("has_more")).isTrue();
      assertThat(
              anna.call("getBlocked", "after_user_id", crowd.get(2).id())
                  .numbers("users[].user_id"))
          .containsExactly(crowd.get(3).id());
      assertThat(last.call("getBlocked").expect("200").list("users")).isEmpty();
    }
  }

  @Test
  void refusesFieldsThatAreMissingOrWrong() {
    try (Talk boris = server.talk().register("boris")) {
      Refusals.of(boris, "getBlocked")
          .withoutToken()
          .withoutTimestamp()
          .id("after_user_id", 0)
          .limit();
    }
  }
}
