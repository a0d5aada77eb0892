package io.vestnik.client;

import io.vestnik.client.mode.Subscribe;
import io.vestnik.client.mode.Sync;
import io.vestnik.client.state.Delivery;
import io.vestnik.client.state.Place;
import io.vestnik.client.state.Step;
import io.vestnik.client.wire.AnswerReader;
import io.vestnik.client.wire.Kinds;
import io.vestnik.model.Entry;
import io.vestnik.model.Notice;
import io.vestnik.protocol.ErrorCode;
import java.time.Duration;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Keeps the client up with the server (protocol §7): subscribes and syncs on each connection, then
/// applies events as they come. On the client's loop.
final class Feed {
  private final Parts parts;
  private final Connector connector;
  private final Progress progress;
  private final Deliveries deliveries;
  private final Gaps gaps;
  private final Hooks hooks;
  private final Backoff backoff;

  private Phase phase = Phase.OFF;
  private final HeldBack held = new HeldBack();
  private final Set<Long> shown = new HashSet<>();
  private boolean paused;
  private long run;

  /// How far it is.
  private enum Phase {
    /// Nobody listens, or there is no connection or no token.
    OFF,
    /// Subscribed, and sync is not answered to its end: events are held back.
    CATCHING_UP,
    /// The listener is behind: events are dropped, and sync will bring them.
    LAGGING,
    /// Events are applied as they come.
    LIVE
  }

  Feed(Parts parts, Connector connector, Books books, Hooks hooks) {
    this.parts = parts;
    this.connector = connector;
    progress = books.progress();
    deliveries = books.deliveries();
    gaps = books.gaps();
    this.hooks = hooks;
    backoff = parts.backoff();
  }

  /// What the feed writes to.
  record Books(Progress progress, Deliveries deliveries, Gaps gaps) {}

  /// Who hears how far it is.
  interface Hooks {
    /// Nothing is missed any more.
    void caughtUp();

    /// The server's data set is another.
    void reset();
  }

  /// There is a connection, a token and a listener.
  void up() {
    stop();
    phase = Phase.CATCHING_UP;
    long current = run;
    Subscribe subscribe = new Subscribe().withPresence(parts.settings().presence());
    connector.ask(
        subscribe,
        outcome -> {
          if (current == run) {
            switch (outcome) {
              case Outcome.Done<Subscribe.Answer>(var answer) -> subscribed(answer.user_id());
              case Outcome.Failed<Subscribe.Answer>(var why) -> trouble(why);
            }
          }
        });
    sync();
  }

  /// One of these is there no longer.
  void stop() {
    phase = Phase.OFF;
    run++;
    held.clear();
    shown.clear();
    paused = false;
    gaps.close();
  }

  boolean isLive() {
    return phase == Phase.LIVE;
  }

  private void subscribed(long userId) {
    long owner = progress.ledger().userId();
    if (owner == 0) {
      progress.take(Step.begin().user(userId).end());
    } else if (owner != userId) {
      connector.fail(
          VestnikException.local(
              VestnikException.OTHER_USER,
              "The state is that of user %d, and user %d has signed in.".formatted(owner, userId)));
    }
  }

  private void sync() {
    long current = run;
    connector.ask(
        new Sync().withCursor(progress.ledger().cursor()),
        outcome -> {
          if (current == run) {
            switch (outcome) {
              case Outcome.Done<Sync.Answer>(var answer) -> synced(answer);
              case Outcome.Failed<Sync.Answer>(var why) -> trouble(why);
            }
          }
        });
  }

  private void reset() {
    hooks.reset();
    shown.clear();
    Step.Builder step = Step.begin().reset().deliver(new Delivery.Reset());
    Outbox.doubtful(progress.ledger().outbox()).forEach(unsent -> step.settle(unsent.key()));
    progress.take(step.end());
    sync();
  }

  private void synced(Sync.Answer answer) {
    if (answer.reset()) {
      reset();
      return;
    }
    backoff.reset();
    Draft draft = progress.draft();
    boolean first = !progress.ledger().isComplete();
    CatchUp catchUp = new CatchUp(draft, answer, first, parts.settings().newChatEntries());
    shown.addAll(catchUp.apply());
    held.synced(answer);
    if (!answer.has_more()) {
      forgetUnseen(draft);
      draft.step().complete();
    }
    progress.take(draft.end());
    if (answer.has_more()) {
      syncWhenThereIsRoom();
    } else {
      complete();
    }
  }

  // A chat that became known live is not in the cursor, so sync does not tell that it has gone: it
  // is not shown among the new ones.
  private void forgetUnseen(Draft draft) {
    for (Place place : progress.ledger().places()) {
      if (place.fresh() && !shown.contains(place.chat_id())) {
        draft.gone(place.chat_id(), "removed");
      }
    }
  }

  private void complete() {
    shown.clear();
    if (held.mustSyncAgain()) {
      syncWhenThereIsRoom();
      return;
    }
    phase = Phase.LIVE;
    gaps.open();
    Map<String, @Nullable Object> frame = held.next();
    while (phase == Phase.LIVE && frame != null) {
      apply(frame);
      frame = held.next();
    }
    held.clear();
    if (phase == Phase.LIVE) {
      hooks.caughtUp();
    }
  }

  private void syncWhenThereIsRoom() {
    paused = deliveries.isFull();
    if (!paused) {
      sync();
    }
  }

  /// The listener has caught up a little.
  void room() {
    if (phase == Phase.LAGGING) {
      phase = Phase.CATCHING_UP;
      sync();
    } else if (phase == Phase.CATCHING_UP && paused) {
      paused = false;
      sync();
    } else if (phase == Phase.LIVE) {
      gaps.go();
    }
  }

  /// An event came.
  void event(Map<String, @Nullable Object> frame) {
    switch (phase) {
      case OFF, LAGGING -> {}
      case CATCHING_UP -> held.add(frame);
      case LIVE -> apply(frame);
    }
  }

  private void apply(Map<String, @Nullable Object> frame) {
    if (deliveries.isFull()) {
      phase = Phase.LAGGING;
      held.clear();
      return;
    }
    if (frame.containsKey("event_id")) {
      entry(AnswerReader.of(Entry.class).read(frame));
      return;
    }
    Notice notice = Kinds.notice(frame);
    if (notice != null) {
      notice(notice);
    }
  }

  // Of a chat that neither sync nor the server has shown they are the last entries before its user
  // left it: sync was the faster, and knows it no more. They are passed over.
  private void entry(Entry entry) {
    Draft draft = progress.draft();
    if (draft.place(entry.chat_id()) == null) {
      return;
    }
    Place place = draft.entry(entry);
    progress.take(draft.end());
    if (place.hasHole()) {
      gaps.fill(place.chat_id());
    }
  }

  private void notice(Notice notice) {
    Draft draft = progress.draft();
    if (notice instanceof Notice.ChatAdded added) {
      draft.added(added.chat());
    } else if (notice instanceof Notice.ChatRemoved removed) {
      draft.gone(removed.chat_id(), removed.reason());
    } else if (notice instanceof Notice.ChatChanged changed) {
      draft.looks(changed.chat());
    } else if (notice instanceof Notice.MessagesHidden hidden) {
      draft.step().deliver(new Delivery.Hidden(hidden.chat_id(), hidden.message_ids()));
    } else {
      deliveries.tell(listener -> listener.notice(notice));
    }
    progress.take(draft.end());
  }

  private void trouble(VestnikException why) {
    if (why.isLost()) {
      return; // the next connection begins anew
    }
    if (why.isSignedOut()) {
      connector.signOut();
    } else if (why.is(ErrorCode.FORMAT) && "cursor".equals(why.field())) {
      reset();
    } else if (!why.temporary() && why.status() != 500 && why.status() != 0) {
      connector.fail(why); // the server does not speak what this client needs
    } else {
      long current = ++run;
      Duration wait = why.retryAfter() == null ? backoff.next() : why.retryAfter();
      parts
          .alarms()
          .after(
              wait,
              () -> {
                if (current == run) {
                  up();
                }
              });
    }
  }
}
