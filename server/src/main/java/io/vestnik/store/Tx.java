package io.vestnik.store;

import io.vestnik.model.Clock;
import io.vestnik.model.Entry;
import io.vestnik.model.Event;
import io.vestnik.model.Session;
import io.vestnik.model.Signal;
import io.vestnik.sql.Sql;
import io.vestnik.sql.StorageException;
import io.vestnik.table.Chats;
import io.vestnik.table.Contents;
import io.vestnik.table.Dataset;
import io.vestnik.table.EndedChats;
import io.vestnik.table.Former;
import io.vestnik.table.GroupKeys;
import io.vestnik.table.Hidden;
import io.vestnik.table.Invites;
import io.vestnik.table.Log;
import io.vestnik.table.LogView;
import io.vestnik.table.Members;
import io.vestnik.table.Mentions;
import io.vestnik.table.Moves;
import io.vestnik.table.Photos;
import io.vestnik.table.Pins;
import io.vestnik.table.Positions;
import io.vestnik.table.Reactions;
import io.vestnik.table.Sessions;
import io.vestnik.table.Shown;
import io.vestnik.table.Users;
import io.vestnik.table.Versions;
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
  private final Positions positions;
  private final Moves moves;
  private final LogView logView;
  private final Contents contents;
  private final Versions versions;
  private final Reactions reactions;
  private final Pins pins;
  private final Mentions mentions;
  private final Hidden hidden;
  private final Former former;
  private final Invites invites;
  private final GroupKeys groupKeys;
  private final Photos photos;
  private final EndedChats endedChats;
  private final Shown shown;
  private final Log log;
  private final List<Entry> entries = new ArrayList<>();
  private final List<Signal> signals = new ArrayList<>();
  private final List<Runnable> afterwards = new ArrayList<>();

  Tx(Sql sql, Clock clock) {
    this.sql = sql;
    dataset = new Dataset(sql);
    users = new Users(sql);
    sessions = new Sessions(sql);
    accounts = AccountTables.of(sql);
    chats = new Chats(sql);
    members = new Members(sql);
    positions = new Positions(sql);
    moves = new Moves(sql);
    logView = new LogView(sql);
    contents = new Contents(sql);
    versions = new Versions(sql);
    reactions = new Reactions(sql);
    pins = new Pins(sql);
    mentions = new Mentions(sql);
    hidden = new Hidden(sql);
    former = new Former(sql);
    invites = new Invites(sql);
    groupKeys = new GroupKeys(sql);
    photos = new Photos(sql);
    endedChats = new EndedChats(sql);
    shown = new Shown(sql);
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

  public Positions positions() {
    return positions;
  }

  public Moves moves() {
    return moves;
  }

  public LogView logView() {
    return logView;
  }

  public Contents contents() {
    return contents;
  }

  public Versions versions() {
    return versions;
  }

  public Reactions reactions() {
    return reactions;
  }

  public Pins pins() {
    return pins;
  }

  public Mentions mentions() {
    return mentions;
  }

  public Hidden hidden() {
    return hidden;
  }

  public Former former() {
    return former;
  }

  public Invites invites() {
    return invites;
  }

  public GroupKeys groupKeys() {
    return groupKeys;
  }

  public Photos photos() {
    return photos;
  }

  public Shown shown() {
    return shown;
  }

  public EndedChats endedChats() {
    return endedChats;
  }

  public Log log() {
    return log;
  }

  /// Adds one message to a chat's log. Throws the refusal of its rule.
  public Appended append(Append append) {
    return appendAll(List.of(append)).getFirst();
  }

  /// Adds many, all or none: throws the first refusal.
  public List<Appended> appendAll(List<Append> appends) {
    List<Appended> all = new ArrayList<>(appends.size());
    for (Reply.Outcome<Appended> outcome : AppendBatch.all(this, appends).run()) {
      switch (outcome) {
        case Reply.Done<Appended>(Appended appended) -> all.add(appended);
        case Reply.Failed<Appended>(RuntimeException why) -> throw why;
      }
    }
    return all;
  }

  /// Has this told after the commit, and never if there is none.
  public void tell(Signal signal) {
    signals.add(signal);
  }

  /// Has this run after the commit, and never if there is none. It must not block.
  public void afterCommit(Runnable task) {
    afterwards.add(task);
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
    List<Runnable> tasks = List.copyOf(afterwards);
    try {
      if (!entries.isEmpty() || !signals.isEmpty()) {
        committed.committed(List.copyOf(entries), List.copyOf(signals));
      }
    } finally {
      forget();
      tasks.forEach(Runnable::run);
    }
  }

  /// How many messages got a number so far.
  long messagesAdded() {
    return entries.stream().filter(entry -> entry.body() instanceof Event.MessageSent).count();
  }

  void forget() {
    entries.clear();
    signals.clear();
    afterwards.clear();
  }

  /// Runs a piece of the transaction of which nothing stays if it throws.
  <T> T attempt(Store.Work<T> work) {
    int entriesBefore = entries.size();
    int signalsBefore = signals.size();
    int afterwardsBefore = afterwards.size();
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
      afterwards.subList(afterwardsBefore, afterwards.size()).clear();
      throw e;
    }
  }
}
