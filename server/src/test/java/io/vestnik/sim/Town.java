package io.vestnik.sim;

import io.vestnik.TestPostgres;
import io.vestnik.client.VestnikException;
import io.vestnik.client.mode.Request;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// What there is in a run to do something with, and what came of what was asked for.
final class Town {
  // The client gave up, the token was dead, or one's place or what is named was not as it must be.
  // A database that is away is one of the faults.
  private static final Set<Integer> FINE =
      TestPostgres.isWanted() ? Set.of(0, 401, 403, 404, 423, 503) : Set.of(0, 401, 403, 404, 423);

  final List<Long> users = new ArrayList<>();

  /// The personal chats, by their two.
  final Map<List<Long>, Long> pairs = new ConcurrentHashMap<>();

  final List<Long> groups = new CopyOnWriteArrayList<>();
  final List<String> invites = new CopyOnWriteArrayList<>();

  /// What may be asked for again, and is done once.
  final List<Once<?>> once = new CopyOnWriteArrayList<>();

  /// Changes that were answered with the number of their entry.
  final Queue<Done> done = new ConcurrentLinkedQueue<>();

  /// What was answered as nobody should be.
  final Queue<String> wrong = new ConcurrentLinkedQueue<>();

  final List<String> trace = new ArrayList<>();
  private final AtomicInteger granted = new AtomicInteger();
  private final AtomicInteger refused = new AtomicInteger();
  private int texts;

  /// A request with a key of its own, and what was answered to it.
  record Once<A extends Record>(
      long userId, String key, long chatId, Request<A> request, Queue<A> answers) {}

  /// A change of a user's.
  record Done(long userId, long chatId, long eventId, String what) {}

  int texts() {
    return texts;
  }

  /// How many requests, beside what was sent, were answered with 200.
  int granted() {
    return granted.get();
  }

  /// How many were refused.
  int refused() {
    return refused.get();
  }

  /// The next text, like no other.
  String text() {
    return "t" + texts++;
  }

  void note(Device device, String what) {
    trace.add(device.name + " " + what);
  }

  /// The personal chat of the user and another, both chosen.
  List<Long> pair(long user, SplittableRandom choice) {
    long other = users.get(choice.nextInt(users.size()));
    return List.of(Math.min(user, other), Math.max(user, other));
  }

  /// A group, if there is any, or else a personal chat of the user's; null where it was not made.
  @Nullable Long chat(long user, SplittableRandom choice) {
    boolean group = choice.nextInt(5) < 3;
    List<Long> pair = pair(user, choice);
    int number = choice.nextInt(1_000);
    return group && !groups.isEmpty() ? groups.get(number % groups.size()) : pairs.get(pair);
  }

  /// Asks; what comes of it is looked at.
  <A extends Record> CompletableFuture<A> ask(Device device, String what, Request<A> request) {
    note(device, what);
    return device
        .ask(request)
        .whenComplete((_, problem) -> judge(device.name + " " + what, problem));
  }

  /// Asks for a change of a chat, of which the answer has the entry.
  <A extends Record> void change(
      Device device, long chatId, Request<A> request, Function<A, @Nullable Long> entry) {
    String what = request.toString();
    ask(device, what, request)
        .thenAccept(answer -> {
          Long eventId = entry.apply(answer);
          if (eventId != null) {
            done.add(new Done(device.userId, chatId, eventId, what));
          }
        });
  }

  /// Asks for what may be asked for again.
  <A extends Record> CompletableFuture<A> ask(Device device, Once<A> one) {
    return ask(device, one.request.toString(), one.request)
        .thenApply(answer -> {
          one.answers.add(answer);
          return answer;
        });
  }

  private void judge(String what, @Nullable Throwable problem) {
    Throwable why =
        problem instanceof CompletionException && problem.getCause() != null
            ? problem.getCause()
            : problem;
    if (why == null) {
      granted.incrementAndGet();
    } else if (why instanceof VestnikException refusal) {
      refused.addAndGet(refusal.status() == 0 ? 0 : 1);
    }
    boolean ofDead = why != null && String.valueOf(why.getMessage()).endsWith(MortalStore.DEAD);
    if (!ofDead && why instanceof VestnikException refusal && !FINE.contains(refusal.status())) {
      wrong.add(what + ": " + refusal);
    }
  }
}
