package io.vestnik.store;

import io.vestnik.model.Clock;
import io.vestnik.model.Entry;
import io.vestnik.model.Event;
import io.vestnik.model.Session;
import io.vestnik.model.Signal;
import io.vestnik.table.Chats;
import io.vestnik.table.Dataset;
import io.vestnik.table.Log;
import io.vestnik.table.Members;
import io.vestnik.table.Moves;
import io.vestnik.table.Sessions;
import io.vestnik.table.Sql;
import io.vestnik.table.StorageException;
import io.vestnik.table.Users;
import io.vestnik.table.account.AccountTables;
import java.util.ArrayList;
import java.util.List;

/// A transaction as the modes see it: the tables, and what is to be told after the commit. Good
/// only inside the work that it was given to.
public final class Tx {
  final Sql sql;
  private final Dataset dataset;
  private final Users users;
  private final Sessions sessions;
  private final AccountTables accounts;
  private final Chats chats;
  private final Members members;
  private final Moves moves;
  private final Log log;
  private final List<Entry> entries = new ArrayList<>();
  private final List<Signal> signals = new ArrayList<>();

  Tx(Sql sql, Clock clock) {
    this.sql = sql;
    dataset = new Dataset(sql);
    users = new Users(sql);
    sessions = new Sessions(sql);
    accounts = AccountTables.of(sql);
    chats = new Chats(sql);
    members = new Members(sql);
    moves = new Moves(sql);
    log = new Log(sql, clock, entries::add);
  }

  public Dataset dataset() {
    return dataset;
  }

  public Users users() {
    return users;
  }

  public Sessions sessions() {
    return sessions;
  }

  /// The tables of accounts beside users and sessions.
  public AccountTables accounts() {
    return accounts;
  }

  public Chats chats() {
    return chats;
  }

  public Members members() {
    return members;
  }

  public Moves moves() {
    return moves;
  }

  public Log log() {
    return log;
  }

  /// Adds one message to a chat's log. Throws the refusal of its rule.
  public Appended append(Append append) {
    return switch (new AppendBatch(this, List.of(append)).run().getFirst()) {
      case Reply.Done<Appended>(Appended appended) -> appended;
      case Reply.Failed<Appended>(RuntimeException why) -> throw why;
    };
  }

  /// Has this told after the commit, and never if there is none.
  public void tell(Signal signal) {
    signals.add(signal);
  }

  /// Ends a session, and tells so.
  public void endSession(long id) {
    Signal ended = sessions.remove(id);
    if (ended != null) {
      tell(ended);
    }
  }

  /// Ends all the user's sessions but one, and tells so.
  ///
  /// @param except the one that stays; 0 for none
  public int endSessions(long userId, long except) {
    int ended = 0;
    for (Session session : sessions.ofUser(userId)) {
      if (session.id() != except) {
        endSession(session.id());
        ended++;
      }
    }
    return ended;
  }

  /// What is to be told so far, and from now on nothing.
  void handOver(Committed committed) {
    try {
      if (!entries.isEmpty() || !signals.isEmpty()) {
        committed.committed(List.copyOf(entries), List.copyOf(signals));
      }
    } finally {
      forget();
    }
  }

  /// How many messages got a number so far.
  long messagesAdded() {
    return entries.stream().filter(entry -> entry.body() instanceof Event.MessageSent).count();
  }

  void forget() {
    entries.clear();
    signals.clear();
  }

  /// Runs a piece of the transaction of which nothing stays if it throws.
  <T> T attempt(Store.Work<T> work) {
    int entriesBefore = entries.size();
    int signalsBefore = signals.size();
    sql.run("savepoint unit");
    try {
      T value = work.run(this);
      sql.run("release savepoint unit");
      return value;
    } catch (RuntimeException | Error e) {
      if (!(e instanceof StorageException failure && failure.away())) {
        sql.run("rollback to savepoint unit");
        sql.run("release savepoint unit");
      }
      entries.subList(entriesBefore, entries.size()).clear();
      signals.subList(signalsBefore, signals.size()).clear();
      throw e;
    }
  }
}
