package io.vestnik.sim;

import io.vestnik.TestPostgres;
import io.vestnik.client.VestnikException;
import io.vestnik.client.mode.BlockUser;
import io.vestnik.client.mode.ChangeUsername;
import io.vestnik.client.mode.CreateGroup;
import io.vestnik.client.mode.EditGroup;
import io.vestnik.client.mode.GetUser;
import io.vestnik.client.mode.Request;
import io.vestnik.client.mode.SetPhoto;
import io.vestnik.client.mode.UnblockUser;
import io.vestnik.model.Change;
import io.vestnik.protocol.ErrorCode;
import java.util.ArrayList;
import java.util.Collections;
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
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// What there is in a run to do something with, and what came of what was asked for.
final class Town {
  // The client gave up, the token was dead, or one's place or what is named was not as it must be.
  // Of what has another cause it is looked whether there is one.
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

  final List<String> trace = Collections.synchronizedList(new ArrayList<>());
  final Names names = new Names();
  final Bars bars = new Bars();

  /// Whose photos there were, by the numbers that were answered.
  final Map<String, Long> photos = new ConcurrentHashMap<>();

  /// What was said where nobody blocks anybody any more, nor ends that.
  final Set<String> lastWords = ConcurrentHashMap.newKeySet();

  private final Supplier<@Nullable Map<Long, Long>> place;
  private final AtomicInteger granted = new AtomicInteger();
  private final AtomicInteger refused = new AtomicInteger();
  private int texts;

  /// @param place gives the number of each chat's last entry, or null where it cannot be had
  Town(Supplier<@Nullable Map<Long, Long>> place) {
    this.place = place;
  }

  /// The number of each chat's last entry now; null where it cannot be had.
  @Nullable Map<Long, Long> place() {
    return place.get();
  }

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
    return device.ask(request).whenComplete((_, problem) -> judge(device, what, request, problem));
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

  private void judge(Device device, String what, Request<?> request, @Nullable Throwable problem) {
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
    if (!ofDead && why instanceof VestnikException refusal && !mayBe(device, request, refusal)) {
      wrong.add(device.name + " " + what + ": " + refusal);
    }
  }

  // Whether there can have been a cause.
  private boolean mayBe(Device device, Request<?> request, VestnikException refusal) {
    if (refusal.is(ErrorCode.BLOCKED)) {
      return bars.mayBeBlocked(device.userId);
    }
    if (refusal.is(ErrorCode.ACCOUNT_DELETED)
        || refusal.is(ErrorCode.NO_CONTACT)
        || request instanceof GetUser
        || request instanceof BlockUser
        || request instanceof UnblockUser) {
      return bars.mayBeDeleted(null) || isOfCaller(refusal);
    }
    if (refusal.is(ErrorCode.THROTTLED)) {
      return hasPhoto(request);
    }
    if (refusal.is(ErrorCode.USERNAME_TAKEN)) {
      return request instanceof ChangeUsername(String name)
          && names.mayBeAnothers(device.userId, name);
    }
    return refusal.status() == 401 ? isOfCaller(refusal) : FINE.contains(refusal.status());
  }

  // Of one user one photo is made at a time.
  private static boolean hasPhoto(Request<?> request) {
    return request instanceof SetPhoto
        || (request instanceof CreateGroup made && made.photo() != null)
        || (request instanceof EditGroup edited && edited.photo() instanceof Change.Set<String>);
  }

  // The client gave up, or its token was dead.
  private static boolean isOfCaller(VestnikException refusal) {
    int status = refusal.status();
    return ((status == 0 || status == 503) && FINE.contains(status))
        || refusal.is(ErrorCode.TOKEN_INVALID)
        || refusal.is(ErrorCode.TOKEN_MISSING);
  }
}
