package io.vestnik.bus;

/// The bus of servers that share a Redis (or Valkey): one, a primary that Sentinel knows, or a
/// Cluster. It keeps nothing there: PUBLISH and SUBSCRIBE, in a Cluster of version 7 or newer
/// within one shard.
public final class RedisBus implements Bus {
  private final Relay relay;

  /// Returns when the Redis was found, or was not: then it is looked for.
  ///
  /// @param dataset whoever has the same one hears each other
  /// @param id of this end, which no other has
  public RedisBus(RedisUrl url, String dataset, String id) {
    relay = new Relay(id, new RedisCarrier(url, Channel.of(dataset)));
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
