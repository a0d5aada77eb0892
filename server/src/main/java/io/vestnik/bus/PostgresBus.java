package io.vestnik.bus;

import io.vestnik.store.DatabaseUrl;

/// The bus of servers that share a PostgreSQL database: NOTIFY and LISTEN, each on a connection of
/// its own. NOTIFY is never part of a transaction that writes: that would let only one commit at a
/// time.
public final class PostgresBus implements Bus {
  private final Relay relay;

  /// Returns when the database was found, or was not: then it is looked for.
  ///
  /// @param dataset whoever has the same one hears each other
  /// @param id of this end, which no other has
  public PostgresBus(DatabaseUrl url, String dataset, String id) {
    relay = new Relay(id, new PostgresCarrier(url, Channel.of(dataset)));
  }

  @Override
  public void publish(String text) {
    relay.publish(text);
  }

  @Override
  public void listen(Listener listener) {
    relay.listen(listener);
  }

  @Override
  public void join(String dataset) {
    relay.join(dataset);
  }

  @Override
  public void close() {
    relay.close();
  }
}
