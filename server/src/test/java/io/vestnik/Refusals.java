package io.vestnik;

import static org.assertj.core.api.Assertions.assertThat;

import io.vestnik.wire.Json;
import io.vestnik.wire.Reply;
import io.vestnik.wire.Talk;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What a mode must refuse, made from a request that would be right: one thing of it is spoilt at a
/// time.
public final class Refusals {
  private static final String UNKNOWN = "A".repeat(43);

  private final Talk talk;
  private final String mode;
  private final @Nullable String token;
  private final Object[] right;

  private Refusals(Talk talk, String mode, @Nullable String token, Object... right) {
    this.talk = talk;
    this.mode = mode;
    this.token = token;
    this.right = right;
  }

  /// Of a mode that needs a token. `right` are the other fields of a right request.
  public static Refusals of(Talk talk, String mode, Object... right) {
    return new Refusals(talk, mode, talk.token(), right);
  }

  /// Of a mode that needs none.
  public static Refusals ofOpen(Talk talk, String mode, Object... right) {
    return new Refusals(talk, mode, null, right);
  }

  private Map<String, @Nullable Object> request() {
    Map<String, @Nullable Object> request = Json.object("mode", mode, "timestamp", 1);
    if (token != null) {
      request.put("token", token);
    }
    request.putAll(Json.object(right));
    return request;
  }

  private Reply with(String field, @Nullable Object value) {
    Map<String, @Nullable Object> request = request();
    request.put(field, value);
    return talk.exchange(request);
  }

  private Reply without(String field) {
    Map<String, @Nullable Object> request = request();
    request.remove(field);
    return talk.exchange(request);
  }

  /// 401 without a token and with one of nobody, each at its place in the order of checks.
  public Refusals withoutToken() {
    without("token").expect("401", "tokenMissing", "token");
    for (Object none : new Object[] {null, 5, true, 1.5, List.of(), Map.of()}) {
      with("token", none).expect("401", "tokenMissing", "token");
    }
    for (String nobodys : List.of("", "x", UNKNOWN, UNKNOWN + UNKNOWN, "токен")) {
      with("token", nobodys).expect("401", "tokenInvalid", "token");
    }
    talk.exchange(Json.object("mode", mode)).expect("401", "tokenMissing", "token");
    talk.exchange(Json.object("mode", mode, "token", UNKNOWN)).expect("422", "missing");
    return this;
  }

  /// 422 where the timestamp is missing or of another type.
  public Refusals withoutTimestamp() {
    without("timestamp").expect("422", "missing", "timestamp");
    with("timestamp", null).expect("422", "missing", "timestamp");
    for (Object wrong : List.of(true, List.of(), Map.of())) {
      with("timestamp", wrong).expect("422", "type", "timestamp");
    }
    return this;
  }

  /// 422 where a field is absent, and where it is null.
  public Refusals missing(String... fields) {
    for (String field : fields) {
      without(field).expect("422", "missing", field);
      with(field, null).expect("422", "missing", field);
    }
    return this;
  }

  /// The refusal of each of these values.
  public Refusals wrong(String field, String status, String code, Object... values) {
    for (Object value : values) {
      with(field, value).expect(status, code, field);
    }
    return this;
  }

  /// 422 where a string is asked for and something else is given.
  public Refusals text(String... fields) {
    for (String field : fields) {
      wrong(field, "422", "type", 5, 1.5, true, List.of("x"), Map.of("x", "x"));
      wrong(field, "422", "format", "\u0000", "x\ud800y");
    }
    return this;
  }

  /// 422 where true or false is asked for and something else is given.
  public Refusals truth(String field) {
    return wrong(field, "422", "type", 0, 1, "true", "", List.of(true), Map.of());
  }

  /// 422 where an id is asked for and something else is given, or a number that is none.
  public Refusals id(String field, int min) {
    wrong(field, "422", "type", true, "", "x", "-1", "1.5", " 1", "１", 1.5, List.of(1), Map.of());
    wrong(field, "422", "type", new BigDecimal("1e3"));
    wrong(field, "422", "range", min - 1, 1L << 53, "9007199254740992", "9".repeat(40));
    return wrong(field, "422", "range", BigInteger.TEN.pow(30), BigInteger.TEN.pow(30).negate());
  }

  /// 422 where `limit` is anything but an integer of 1 to 1,000.
  public Refusals limit() {
    wrong("limit", "422", "range", 0, -1, 1001, Long.MAX_VALUE, BigInteger.TEN.pow(30));
    return wrong("limit", "422", "type", "5", true, 1.5, List.of(5));
  }

  /// 423 for who is no member, and the same to the byte where there is no such chat. `right` is of
  /// a member, and names the chat.
  public Refusals toStrangers(Talk stranger) {
    Map<String, @Nullable Object> request = request();
    request.put("token", stranger.token());
    talk.exchange(request).expect("423", "notMember", "chat_id");
    String foreign = raw(request);
    request.put("chat_id", (1L << 53) - 1);
    assertThat(raw(request)).isEqualTo(foreign);
    request.put("chat_id", "7654321");
    assertThat(raw(request)).isEqualTo(foreign);
    return this;
  }

  private String raw(Map<String, @Nullable Object> request) {
    talk.client().send(Json.write(request));
    return talk.client().receive().replaceFirst("\"timestamp\":\\d+", "");
  }
}
