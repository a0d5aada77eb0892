package io.vestnik.bus;

import io.vestnik.store.DatabaseUrl;

/// The buses between processes. Each returns when it has found what carries it, or has not: then
/// that is looked for.
public final class Buses {
  private Buses() {}

  /// That of servers that share a PostgreSQL database: NOTIFY and LISTEN, each on a connection of
  /// its own. NOTIFY is never part of a transaction that writes: that would let only one commit at
  /// a time.
  ///
  /// @param dataset whoever has the same one hears each other
  /// @param id of this end, which no other has
  public static Bus overPostgres(DatabaseUrl url, String dataset, String id) {
    return new Relay(id, new PostgresCarrier(url, Channel.of(dataset)));
  }

  /// That of servers that share a Redis (or Valkey): one, a primary that Sentinel knows, or a
  /// Cluster. It keeps nothing there: PUBLISH and SUBSCRIBE, in a Cluster of version 7 or newer
  /// within one shard.
  ///
  /// @param dataset whoever has the same one hears each other
  /// @param id of this end, which no other has
  public static Bus overRedis(RedisUrl url, String dataset, String id) {
    return new Relay(id, new RedisCarrier(url, Channel.of(dataset)));
  }
}
