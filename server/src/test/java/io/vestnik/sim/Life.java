package io.vestnik.sim;

import io.vestnik.Backend;
import io.vestnik.Config;
import io.vestnik.FaultyBus;
import io.vestnik.Server;
import io.vestnik.account.Secrets;
import io.vestnik.bus.Bus;
import io.vestnik.client.transport.Transport;
import io.vestnik.model.Clock;
import io.vestnik.model.Entry;
import io.vestnik.model.Signal;
import io.vestnik.store.Committed;
import io.vestnik.store.Store;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// One server from its start to its end, in order or not.
final class Life {
  private final Server server;
  private final FaultyBus bus;
  private final Set<Transport.Link> links = ConcurrentHashMap.newKeySet();
  private volatile boolean dead;

  /// @param bus its end of the bus, which it is given by the backend
  Life(Config config, Clock clock, Backend shared, FaultyBus bus) {
    this.bus = bus;
    server = new Server(config, clock, Secrets.ofSystem(), mortal(shared));
  }

  private Backend mortal(Backend shared) {
    return new Backend() {
      @Override
      public Store store(Clock clock, Committed committed) {
        return new MortalStore(shared.store(clock, unlessDead(committed)), () -> dead);
      }

      @Override
      public Bus bus(String dataset, String node) {
        return bus;
      }

      @Override
      public boolean isShared() {
        return shared.isShared();
      }

      @Override
      public Duration turn() {
        return shared.turn();
      }

      @Override
      public void close() {
        shared.close();
      }
    };
  }

  private Committed unlessDead(Committed to) {
    return new Committed() {
      @Override
      public void committed(List<Entry> entries, List<Signal> signals) {
        if (!dead) {
          to.committed(entries, signals);
        }
      }

      @Override
      public void unsure() {
        if (!dead) {
          to.unsure();
        }
      }
    };
  }

  Server server() {
    return server;
  }

  FaultyBus bus() {
    return bus;
  }

  /// A connection was made to it.
  void connected(Transport.Link link) {
    links.add(link);
    if (dead) {
      link.abort();
    }
  }

  void disconnected(Transport.Link link) {
    links.remove(link);
  }

  /// Ends it in order.
  void end() {
    server.close();
  }

  /// Ends it as kill -9 does, as near as one process comes to that: its connections are cut, nobody
  /// is told, and what waited to be written is not. Its threads are cleared away meanwhile.
  ///
  /// @return the thread that does so
  Thread kill() {
    bus.goAway();
    dead = true;
    links.forEach(Transport.Link::abort);
    return Thread.ofVirtual().start(server::close);
  }
}
