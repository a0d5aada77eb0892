package io.vestnik.net;

import io.vestnik.mode.Access;
import io.vestnik.mode.Immediate;
import io.vestnik.mode.Mode;
import io.vestnik.mode.Reading;
import io.vestnik.mode.Row;
import io.vestnik.mode.Working;
import io.vestnik.mode.Writing;
import io.vestnik.protocol.Limit;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Semaphore;

/// Modes that do at a word what real ones do rarely: take long, answer much, fail.
final class OddModes {
  /// What every failure here has in its message, and no client may see.
  static final String INSIDE_OF_A_FAILURE = "what only the log may tell";

  /// A `held` request waits for one of these.
  final Semaphore held = new Semaphore(0);

  /// The numbers that `write` was asked with.
  final List<Long> written = new CopyOnWriteArrayList<>();

  /// What each of them takes.
  ///
  /// @param size of the text that `page` answers with
  public record Question(long n, int size) {}

  public record Echo(long n) {}

  public record Much(long n, String text) {}

  List<Row<?>> table() {
    Immediate<Question, Echo> atOnce = question -> new Echo(question.n);
    Reading<Question, Echo> signedIn = (caller, _, _) -> new Echo(caller.userId());
    Reading<Question, Much> page =
        (_, question, _) -> new Much(question.n, "x".repeat(question.size));
    Writing<Question, Echo> write =
        (_, question, _) -> {
          written.add(question.n);
          return new Echo(question.n);
        };
    Working<Question, Echo> hold =
        (_, question) -> {
          held.acquireUninterruptibly();
          return new Echo(question.n);
        };
    Immediate<Question, Echo> failAtOnce = _ -> fail();
    Reading<Question, Echo> failReading = (_, _, _) -> fail();
    Writing<Question, Echo> failWriting = (_, _, _) -> fail();
    Working<Question, Echo> failWorking = (_, _) -> fail();
    return List.of(
        row("at-once", Access.OPEN, atOnce),
        row("signed-in", Access.TOKEN, signedIn),
        row("page", Access.OPEN, page),
        row("write", Access.OPEN, write),
        row("held", Access.OPEN, hold),
        row("fail-at-once", Access.OPEN, failAtOnce),
        row("fail-reading", Access.OPEN, failReading),
        row("fail-writing", Access.OPEN, failWriting),
        row("fail-working", Access.OPEN, failWorking));
  }

  private static Row<?> row(String name, Access access, Mode<Question, ?> mode) {
    return new Row<>(name, access, Limit.FREE, mode, Question.class, null);
  }

  private static Echo fail() {
    throw new IllegalStateException(INSIDE_OF_A_FAILURE);
  }

  /// A request to one of them.
  static String ask(String mode, long n, int size) {
    return Ask.text(mode, "n", n, "size", size, "request_id", n);
  }
}
