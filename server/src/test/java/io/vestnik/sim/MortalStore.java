package io.vestnik.sim;

import io.vestnik.protocol.Rejection;
import io.vestnik.store.Append;
import io.vestnik.store.Appended;
import io.vestnik.store.Reply;
import io.vestnik.store.Store;
import java.util.function.BooleanSupplier;

/// A server's store as far as it dies with the server: what waits when it dies is not done, and
/// nobody hears of what is being committed at that moment.
record MortalStore(Store store, BooleanSupplier dead) implements Store {
  /// What a server says that is dead already: the real one says nothing any more.
  static final String DEAD = "dead";

  private static Rejection gone() {
    return Rejection.overloaded(DEAD);
  }

  private <T> Reply<T> unlessDead(Reply<T> reply) {
    return new Reply<>(
        reply.where(),
        outcome -> reply.then().accept(dead.getAsBoolean() ? new Reply.Failed<>(gone()) : outcome));
  }

  private <T> Work<T> unlessDead(Work<T> work) {
    return tx -> {
      if (dead.getAsBoolean()) {
        throw gone();
      }
      return work.run(tx);
    };
  }

  @Override
  public void append(Object line, Append a, Reply<Appended> reply) {
    Append.Rule rule = facts -> dead.getAsBoolean() ? gone() : a.rule().refuse(facts);
    Append mortal = new Append(a.session(), a.chatId(), a.draft(), a.key(), rule);
    store.append(line, mortal, unlessDead(reply));
  }

  @Override
  public <T> void write(Object line, Work<T> work, Reply<T> reply) {
    store.write(line, unlessDead(work), unlessDead(reply));
  }

  @Override
  public <T> void read(Work<T> work, Reply<T> reply) {
    store.read(unlessDead(work), unlessDead(reply));
  }

  @Override
  public void scrub() {
    store.scrub();
  }

  @Override
  public boolean ready() {
    return store.ready();
  }

  @Override
  public String past() {
    return store.past();
  }

  @Override
  public Counts counts() {
    return store.counts();
  }

  @Override
  public void close() {
    store.close();
  }
}
