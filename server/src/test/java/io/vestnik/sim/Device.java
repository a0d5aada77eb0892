package io.vestnik.sim;

import io.vestnik.client.ClientBuilder;
import io.vestnik.client.Settings;
import io.vestnik.client.VestnikClient;
import io.vestnik.client.VestnikException;
import io.vestnik.client.mode.Request;
import io.vestnik.client.mode.SendMessage;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// One device of a user: a client, and after its crash another with what the first had kept.
final class Device implements AutoCloseable {
  private static final int[] UNDELIVERED = {4, 40, 2_000};
  private static final SendMessage.Answer NOT_SENT = new SendMessage.Answer(0, 0, 0, null);

  private static final Pattern KEY = Pattern.compile("\"client_message_id\":\"([^\"]+)\"");

  final String name;
  final long userId;
  final Kept kept = new Kept();
  final Ears ears;
  private final World world;
  private final SplittableRandom random;
  private final Queue<CompletableFuture<?>> calls = new ConcurrentLinkedQueue<>();
  private final Map<String, Integer> attempts = new ConcurrentHashMap<>();
  private String token;
  private volatile boolean crashed;
  private volatile boolean healed;
  private @Nullable Run run;
  private int awayFor;

  /// What all devices of a run share.
  record World(HttpClient http, List<Site> sites, Faults faults) {}

  /// A client, and what goes with it.
  private record Run(VestnikClient client, Wire wire, Kept.View view, Ears.One listener) {}

  Device(String name, long userId, String token, World world, SplittableRandom random) {
    this.name = name;
    this.userId = userId;
    this.token = token;
    this.world = world;
    this.random = random;
    SplittableRandom pace = random.split();
    ears =
        new Ears(
            userId,
            () -> pace.nextInt(25) == 0 && !healed ? 1 + pace.nextInt(4) : 0,
            () -> crashed);
  }

  /// A client begins.
  void start() {
    crashed = false;
    Wire wire = new Wire(world.http, world.sites, random.split(), world.faults, this::note);
    if (healed) {
      wire.heal();
    }
    Kept.View view =
        kept
        .new View(() -> {
          crashed = true;
          wire.kill();
        });
    Ears.One listener = ears.next(kept.handedOn());
    int undelivered = UNDELIVERED[random.nextInt(UNDELIVERED.length)];
    VestnikClient client =
        ClientBuilder.of(wire)
            .state(view)
            .listener(listener)
            .token(token)
            .random(random.split())
            .settings(d -> settings(d, undelivered))
            .start();
    run = new Run(client, wire, view, listener);
  }

  private void note(String frame) {
    Matcher key = KEY.matcher(frame);
    if (key.find()) {
      attempts.merge(key.group(1), 1, Integer::sum);
    }
  }

  /// How often the message with that key was sent, whatever became of it.
  int attempts(String key) {
    return attempts.getOrDefault(key, 0);
  }

  private static Settings settings(Settings d, int undelivered) {
    return new Settings(
        Duration.ofSeconds(10),
        Duration.ofSeconds(2),
        Duration.ofSeconds(1),
        Duration.ofMillis(2),
        Duration.ofMillis(40),
        d.inFlight(),
        d.waiting(),
        undelivered,
        d.newChatEntries(),
        d.longestHole(),
        d.presence());
  }

  boolean isUp() {
    return run != null && !crashed;
  }

  /// Time goes by: what has crashed is cleared away, and begins anew when it was away long enough.
  void tick(int longestAway) {
    Run last = run;
    if (last != null && crashed) {
      end(last);
      world.faults.count(Faults.Kind.CRASH);
      awayFor = random.nextInt(longestAway);
    } else if (last == null && awayFor-- <= 0) {
      start();
    }
  }

  private void end(Run last) {
    last.listener.end();
    last.client.close();
    run = null;
  }

  /// The client is to crash about the step that comes after so many others.
  void crashAfter(int steps, boolean before) {
    if (run != null) {
      run.view.crashAfter(steps, before);
    }
  }

  /// The client crashes now, and no other begins for so long.
  void crash() {
    if (run != null) {
      run.view.crash();
    }
  }

  void cut() {
    if (run != null) {
      run.wire.cut();
    }
  }

  /// Keeps a message to send.
  void send(SendMessage message) {
    if (isUp() && run != null) {
      try {
        run.client.send(message).exceptionally(_ -> NOT_SENT);
      } catch (VestnikException e) {
        if (!crashed) {
          throw e;
        }
      }
    }
  }

  /// Asks; whether an answer comes nobody knows.
  <A extends Record> CompletableFuture<A> ask(Request<A> request) {
    if (run == null) {
      return CompletableFuture.failedFuture(new IllegalStateException("away"));
    }
    CompletableFuture<A> answer = run.client.callAsync(request);
    calls.add(answer);
    return answer;
  }

  boolean isSignedOut() {
    return isUp() && run != null && run.client.token() == null;
  }

  void useToken(String next) {
    token = next;
    if (run != null) {
      run.client.useToken(next);
    }
  }

  /// From now on nothing goes wrong.
  void heal() {
    healed = true;
    if (run != null) {
      run.wire.heal();
    }
  }

  /// Why it is not at rest yet; null where it is.
  @Nullable String unrest() {
    calls.removeIf(CompletableFuture::isDone);
    Run now = run;
    if (now == null || crashed) {
      return name + " is away";
    }
    if (!calls.isEmpty()) {
      return name + " waits for " + calls.size() + " answers";
    }
    if (!now.listener.isCaughtUp()) {
      return name + " has not caught up: " + kept.standing();
    }
    return kept.hasUnsent() ? name + " has " + kept.standing() : null;
  }

  /// The same when its user's account is deleted: nobody is signed in any more.
  @Nullable String unrestOfDeleted() {
    calls.removeIf(CompletableFuture::isDone);
    return isSignedOut() ? null : name + " is still signed in, or away";
  }

  @Override
  public void close() {
    if (run != null) {
      end(run);
    }
  }
}
