package io.vestnik.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TalkTest {

  private static final String OK = "{'mode':'m','timestamp':1,'status':'200'";

  private interface Check {
    void of(Talk talk) throws Exception;
  }

  /// Answers the requests in turn with these frames; an empty one is no answer.
  private static void answering(List<String> frames, Check check) throws Exception {
    try (var server =
            TinyServer.upgrading(it -> {
              for (String frame : frames) {
                if (!frame.startsWith("+")) {
                  it.readTold();
                }
                it.text(frame.replace("+", "").replace('\'', '"'));
              }
            });
        var talk = Talk.with(server.port())) {
      check.of(talk);
    }
  }

  private static void failsAt(String answer, String why) throws Exception {
    answering(List.of(answer), talk -> fails(() -> talk.call("m"), why));
  }

  private static void fails(ThrowingCallable call, String why) {
    assertThatThrownBy(call).isInstanceOf(AssertionError.class).hasMessageContaining(why);
  }

  @Test
  void asksWithTimestampAndTokenUnlessGiven() throws Exception {
    answering(
        List.of(OK + "}", OK + "}", OK + "}"),
        talk -> {
          var plain = Json.read(talk.call("m", "n", null, "a", 1).request());
          assertThat(plain.keySet()).containsExactly("mode", "timestamp", "n", "a");
          assertThat(plain.get("timestamp")).isInstanceOf(Long.class);
          talk.signedInAs("secret");
          var signed = Json.read(talk.call("m").request());
          assertThat(signed).containsEntry("token", "secret");
          var given = Json.read(talk.call("m", "token", null, "timestamp", "now").request());
          assertThat(given).containsEntry("token", null).containsEntry("timestamp", "now");
        });
  }

  @Test
  void registersAndSignsIn() throws Exception {
    answering(
        List.of(
            "{'mode':'register','timestamp':1,'status':'200','token':'t','user_id':7}",
            "{'mode':'auth','timestamp':1,'status':'200','token':'u','user_id':8}"),
        talk -> {
          talk.register("anna");
          assertThat(List.of(talk.token(), talk.userId(), talk.username()))
              .containsExactly("t", 7L, "anna");
          assertThat(talk.signIn("boris").token()).isEqualTo("u");
        });
  }

  @Test
  void looksIntoAnAnswer() throws Exception {
    answering(
        List.of(OK + ",'a':[{'b':{'c':[1,2]},'n':null},{'n':'x'}],'yes':true}"),
        talk -> {
          Reply reply = talk.call("m").expect("200");
          assertThat(reply.number("a[0].b.c[1]")).isEqualTo(2);
          assertThat(reply.get("a[0].n")).isNull();
          assertThat(reply.text("a[1].n")).isEqualTo("x");
          assertThat(reply.truth("yes")).isTrue();
          assertThat(reply.list("a[].n")).containsExactly(null, "x");
          assertThat(reply.numbers("a[0].b.c")).containsExactly(1L, 2L);
          assertThat(reply.has("a[2]")).isFalse();
          assertThat(reply.has("a[0].n")).isTrue();
          assertThat(reply.code()).isNull();
          fails(() -> reply.get("a[0].x"), "a[0].x is there 0 times");
          fails(() -> reply.number("yes"), "yes is no Long");
          fails(() -> reply.list("none[].x"), "none is there 0 times");
          fails(() -> reply.texts("a[].n"), "is no String");
        });
  }

  @Test
  void tellsRequestAndAnswerWhenAnotherWasExpected() throws Exception {
    answering(
        List.of(
            "{'mode':'m','timestamp':1,'status':'422',"
                + "'error':{'code':'range','message':'No.','field':'limit'}}"),
        talk -> {
          Reply reply = talk.call("m", "limit", 0);
          assertThat(reply.expect("422").expect("422", "range").expect("422", "range", "limit"))
              .isSameAs(reply);
          assertThat(reply.field()).isEqualTo("limit");
          for (ThrowingCallable wrong :
              List.<ThrowingCallable>of(
                  () -> reply.expect("200"),
                  () -> reply.expect("422", "type"),
                  () -> reply.expect("422", "range", "name"))) {
            fails(wrong, "\"limit\":0}");
            fails(wrong, "\"message\":\"No.\"");
          }
        });
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '~',
      delimiter = '|',
      textBlock =
          """
          {'mode':'n','timestamp':1,'status':'200'}                | mode is not the request's
          {'timestamp':1,'status':'200'}                           | mode is missing
          {'mode':'m','timestamp':'1','status':'200'}              | timestamp is no integer
          {'mode':'m','timestamp':1,'status':200}                  | status is no string
          {'mode':'m','timestamp':1,'status':'200','error':{}}     | though all is well
          {'mode':'m','timestamp':1,'status':'404'}                | does not say why
          {'mode':'m','timestamp':1,'status':'404','chats':[]}     | has the method's fields
          {'mode':'m','timestamp':1,'status':'200','request_id':1} | request_id is not
          [1]                                                      | not a JSON object
          """)
  void checksTheEnvelope(String answer, String why) throws Exception {
    failsAt(answer, why);
  }

  @Test
  void checksWhatRefusalsPromise() throws Exception {
    String refusal =
        "{'mode':'m','timestamp':1,'status':'%s','error':{'code':'c','message':'M.'%s}}";
    failsAt(refusal.formatted("409", ",'temporary':true"), "temporary is for");
    failsAt(refusal.formatted("503", ",'temporary':false"), "temporary is for");
    failsAt(refusal.formatted("429", ",'temporary':true"), "without retry_after_ms");
    answering(
        List.of(refusal.formatted("429", ",'temporary':true,'retry_after_ms':5")),
        talk -> assertThat(talk.call("m").number("error.retry_after_ms")).isEqualTo(5));
  }

  @Test
  void checksTheEchoOfTheRequestId() throws Exception {
    answering(List.of(OK + "}"), talk -> fails(() -> talk.call("m", "request_id", 1), "missing"));
    answering(
        List.of(OK + ",'request_id':1}", OK + ",'request_id':'1'}"),
        talk -> {
          talk.call("m", "request_id", 1);
          fails(() -> talk.call("m", "request_id", 1), "request_id is not");
        });
  }

  @Test
  void asksInItsOwnWords() throws Exception {
    String malformed =
        "{'mode':null,'timestamp':1,'status':'400','error':{'code':'malformed','message':'No.'}}";
    answering(
        List.of(malformed, malformed.replace("400", "422").replace("malformed", "missing")),
        talk -> {
          assertThat(talk.raw("{{").expect("400", "malformed").request()).isEqualTo("{{");
          Reply reply = talk.exchange(Map.of("timestamp", 5));
          assertThat(reply.expect("422").request()).isEqualTo("{\"timestamp\":5}");
        });
  }

  @Test
  void keepsAnswersInOrderAndEventsAside() throws Exception {
    String event = "+{'mode':'event','event':'%s','timestamp':1,'n':%d}";
    answering(
        List.of(
            OK + ",'n':1}",
            event.formatted("typing", 1),
            event.formatted("message", 2),
            OK + ",'n':2}",
            event.formatted("read", 3)),
        talk -> {
          talk.post("m");
          talk.postAll("m", List.of(Json.object("x", 1)));
          assertThatThrownBy(() -> talk.call("m")).isInstanceOf(IllegalStateException.class);
          assertThat(talk.next().number("n")).isEqualTo(1);
          assertThat(talk.nextEvent("message").number("n")).isEqualTo(2);
          assertThat(talk.next().number("n")).isEqualTo(2);
          assertThat(talk.nextEvent("read").kind()).isEqualTo("read");
          assertThat(talk.heldEvents()).extracting(Event::kind).containsExactly("typing");
          assertThat(talk.nextEvent().number("n")).isEqualTo(1);
          assertThatThrownBy(talk::next).isInstanceOf(IllegalStateException.class);
        });
  }

  @Test
  void waitsForAnEventNoLongerThanItIsTold() throws Exception {
    try (var server = TinyServer.upgrading(it -> it.readTold());
        var talk = Talk.with(server.port())) {
      assertThat(talk.pollEvent(Duration.ofMillis(30))).isNull();
      talk.post("m");
    }
  }

  @Test
  void failsAtAnAnswerNobodyAskedForAndAtAnOddEvent() throws Exception {
    answering(List.of("+" + OK + "}"), talk -> fails(talk::nextEvent, "nothing that was asked"));
    answering(List.of("+{'mode':'event'}"), talk -> fails(talk::nextEvent, "not an event"));
  }
}
