package io.vestnik.client;

import io.vestnik.client.mode.CheckConnection;
import io.vestnik.client.mode.Request;
import io.vestnik.client.transport.Transport;
import io.vestnik.client.wire.UnreadableException;
import java.time.Duration;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Keeps a connection: opens the next when one has ended, after the wait that the close code asks
/// for (protocol §1). On the client's loop.
final class Connector {
  private static final int FRAMES_AHEAD = 16;
  private static final Duration AFTER_ABUSE = Duration.ofMinutes(1);
  private static final Duration STABLE = Duration.ofSeconds(5);

  private final Parts parts;
  private final Transport transport;
  private final Hooks hooks;
  private final Backoff backoff;
  private @Nullable Attempt attempt;
  private @Nullable String token;
  private boolean over;

  Connector(Parts parts, Transport transport, Hooks hooks) {
    this.parts = parts;
    this.transport = transport;
    this.hooks = hooks;
    backoff = parts.backoff();
  }

  /// Who hears of the connection.
  interface Hooks {
    /// It stands; requests may be asked.
    void up();

    /// It is no more, or could not be made.
    void down(VestnikException why);

    /// An event came.
    void event(Map<String, @Nullable Object> frame);

    /// The token is dead.
    void signedOut();

    /// There will be no other: something is wrong that waiting does not heal.
    void failed(VestnikException why);

    /// Requests were answered: there is room for more.
    void room();
  }

  /// Opens a connection, unless there is one.
  void open() {
    if (over || attempt != null) {
      return;
    }
    Attempt next = new Attempt();
    attempt = next;
    transport
        .open(next)
        .whenComplete((link, problem) -> parts.loop().execute(() -> opened(next, link, problem)));
  }

  private void opened(Attempt which, Transport.@Nullable Link link, @Nullable Throwable problem) {
    if (link == null) {
      if (which == attempt) {
        ended(VestnikException.UNREACHABLE, String.valueOf(problem), backoff.next());
      }
      return;
    }
    if (which != attempt || which.isClosed) {
      link.abort();
      return;
    }
    which.connection = new Connection(link, which);
    which.heardNanos = parts.clock().nanos();
    which.sinceNanos = which.heardNanos;
    link.request(FRAMES_AHEAD);
    watch(which);
    hooks.up();
  }

  /// Asks on the connection that stands; where none does, the answer is that it is lost.
  <A extends Record> void ask(Request<A> request, Consumer<Outcome<A>> then) {
    Connection connection = connection();
    if (connection == null) {
      then.accept(
          new Outcome.Failed<>(
              VestnikException.local(VestnikException.CONNECTION_LOST, "There is no connection.")));
    } else {
      connection.ask(request, token, then);
    }
  }

  /// How many more calls may be asked now.
  int room() {
    Connection connection = connection();
    return connection == null ? 0 : parts.settings().inFlight() - connection.inFlight();
  }

  boolean isUp() {
    return connection() != null;
  }

  private @Nullable Connection connection() {
    return attempt == null ? null : attempt.connection;
  }

  @Nullable String token() {
    return token;
  }

  void setToken(@Nullable String next) {
    token = next;
  }

  /// The token is dead, as an answer said.
  void signOut() {
    if (token != null) {
      token = null;
      hooks.signedOut();
    }
  }

  /// Drops the connection; another is opened.
  void drop() {
    if (attempt != null && attempt.connection != null) {
      attempt.connection.abort();
    }
  }

  /// Ends it for good.
  void fail(VestnikException why) {
    if (!over) {
      close();
      hooks.failed(why);
    }
  }

  /// Closes the connection and opens no other.
  void close() {
    over = true;
    Attempt last = attempt;
    attempt = null;
    if (last != null && last.connection != null) {
      last.connection.close(1000);
      last.connection.end();
    }
  }

  private void closed(Attempt which, int code, String reason) {
    which.isClosed = true;
    if (which != attempt || over) {
      return;
    }
    boolean stood = parts.clock().nanos() - which.sinceNanos > STABLE.toNanos();
    if (which.connection != null && stood) {
      backoff.reset();
    }
    String what = "closed with " + code + (reason.isEmpty() ? "" : " " + reason);
    switch (code) {
      case 1003, 1007, 1009 -> {
        VestnikException why = VestnikException.local(VestnikException.UNREADABLE, what);
        end(which, why);
        fail(why);
      }
      case 4400 -> ended(VestnikException.CONNECTION_LOST, what, AFTER_ABUSE);
      case 4401 -> {
        ended(VestnikException.CONNECTION_LOST, what, backoff.next());
        signOut();
      }
      default -> ended(VestnikException.CONNECTION_LOST, what, backoff.next());
    }
  }

  private void ended(String code, String what, Duration wait) {
    Attempt last = attempt;
    if (last != null) {
      end(last, VestnikException.local(code, what));
    }
    parts.alarms().after(wait, this::open);
  }

  private void end(Attempt which, VestnikException why) {
    attempt = null;
    if (which.connection != null) {
      which.connection.end();
    }
    hooks.down(why);
  }

  // A request without an answer for too long, or silence and then no answer to a question.
  private void watch(Attempt which) {
    Settings settings = parts.settings();
    long period = Math.min(settings.silence().toNanos(), settings.answerTimeout().toNanos()) / 2;
    parts
        .alarms()
        .after(
            Duration.ofNanos(period),
            () -> {
              Connection connection = which.connection;
              if (which != attempt || connection == null) {
                return;
              }
              long silent = parts.clock().nanos() - which.heardNanos;
              if (connection.oldestNanos() > settings.answerTimeout().toNanos()) {
                connection.abort();
              } else if (connection.inFlight() == 0 && silent > settings.silence().toNanos()) {
                connection.ask(new CheckConnection(), null, _ -> {});
              }
              watch(which);
            });
  }

  /// One connection from its opening to its end, as the transport tells of it.
  private final class Attempt implements Transport.Receiver, Connection.Ears {
    private @Nullable Connection connection;
    private boolean isClosed;
    private long heardNanos;
    private long sinceNanos;

    @Override
    public void frame(String frame) {
      parts.loop().execute(() -> heard(frame));
    }

    private void heard(String frame) {
      Connection open = connection;
      if (open == null || this != attempt) {
        return;
      }
      heardNanos = parts.clock().nanos();
      try {
        open.frame(frame);
      } catch (UnreadableException e) {
        open.abort();
        return;
      }
      open.request(1);
      hooks.room();
    }

    @Override
    public void closed(int code, String reason) {
      parts.loop().execute(() -> Connector.this.closed(this, code, reason));
    }

    @Override
    public long millis() {
      return parts.clock().millis();
    }

    @Override
    public long nanos() {
      return parts.clock().nanos();
    }

    @Override
    public void event(Map<String, @Nullable Object> frame) {
      hooks.event(frame);
    }
  }
}
