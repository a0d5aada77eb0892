package io.vestnik.bus;

import io.lettuce.core.ClientOptions;
import io.lettuce.core.ClientOptions.DisconnectedBehavior;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisException;
import io.lettuce.core.RedisFuture;
import io.lettuce.core.RedisURI;
import io.lettuce.core.SocketOptions;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.pubsub.RedisPubSubAdapter;
import io.lettuce.core.pubsub.StatefulRedisPubSubConnection;
import io.lettuce.core.resource.ClientResources;
import io.lettuce.core.resource.DefaultClientResources;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Carries payloads by PUBLISH and SUBSCRIBE of Redis. Lettuce is not left to connect again by
/// itself, nor to keep commands until then: a link that is lost is given up, and another is made.
final class RedisCarrier implements Carrier {
  private static final int MAX_PAYLOAD = 65_536;
  private static final int MAX_COMMANDS = 100;
  private static final int THREADS = 2;
  private static final Duration CONNECT = Duration.ofSeconds(2);
  private static final long ANSWER_MILLIS = 3_000;
  private static final Duration END = Duration.ofSeconds(2);

  private final RedisUrl url;
  private final RedisPlaces places;
  private volatile String channel;
  private final ClientResources resources;
  private final RedisClient client;

  RedisCarrier(RedisUrl url, String channel) {
    this.url = url;
    this.channel = channel;
    places = new RedisPlaces(url);
    resources =
        DefaultClientResources.builder()
            .ioThreadPoolSize(THREADS)
            .computationThreadPoolSize(THREADS)
            .build();
    client = RedisClient.create(resources);
    client.setOptions(
        ClientOptions.builder()
            .autoReconnect(false)
            .disconnectedBehavior(DisconnectedBehavior.REJECT_COMMANDS)
            .requestQueueSize(MAX_COMMANDS)
            .socketOptions(SocketOptions.builder().connectTimeout(CONNECT).keepAlive(true).build())
            .build());
  }

  @Override
  public int maxLength() {
    return MAX_PAYLOAD;
  }

  @Override
  public void join(String other) {
    channel = other;
  }

  @Override
  public Link open(Consumer<String> heard) throws IOException {
    RedisException why = null;
    for (RedisURI seed : places.seeds()) {
      try {
        return open(seed, channel, heard);
      } catch (RedisException e) {
        why = e;
      }
    }
    throw new IOException(why == null ? "nowhere to look" : reason(why), why);
  }

  private Link open(RedisURI seed, String to, Consumer<String> heard) {
    StatefulRedisConnection<String, String> asked = client.connect(seed);
    StatefulRedisConnection<String, String> commands = asked;
    PubSubLink link = null;
    try {
      RedisURI shard = places.shard(asked.sync(), seed, to);
      if (shard != null) {
        commands = client.connect(shard);
        asked.closeAsync();
      }
      link =
          new PubSubLink(to, commands, client.connectPubSub(shard == null ? seed : shard), heard);
      link.subscribe(shard != null);
      return link;
    } catch (RuntimeException e) {
      asked.closeAsync();
      commands.closeAsync();
      if (link != null) {
        link.close();
      }
      throw e;
    }
  }

  // The innermost says most, and names at most a host.
  private static String reason(Throwable thrown) {
    Throwable last = thrown;
    for (Throwable next = thrown; next != null; next = next.getCause()) {
      last = next;
    }
    return last.getMessage() == null ? last.getClass().getSimpleName() : last.getMessage();
  }

  @Override
  public String toString() {
    return "Redis at " + url;
  }

  @Override
  public void close() {
    client.shutdown(Duration.ZERO, END);
    resources
        .shutdown(0, END.toMillis(), TimeUnit.MILLISECONDS)
        .awaitUninterruptibly(END.toMillis());
  }

  /// Two connections: one to subscribe, one to publish.
  private static final class PubSubLink extends RedisPubSubAdapter<String, String> implements Link {
    private final String channel;
    private final StatefulRedisConnection<String, String> commands;
    private final StatefulRedisPubSubConnection<String, String> subscription;
    private final Consumer<String> heard;
    private boolean sharded;
    private volatile boolean closed;

    PubSubLink(
        String channel,
        StatefulRedisConnection<String, String> commands,
        StatefulRedisPubSubConnection<String, String> subscription,
        Consumer<String> heard) {
      this.channel = channel;
      this.commands = commands;
      this.subscription = subscription;
      this.heard = heard;
    }

    void subscribe(boolean inShard) {
      sharded = inShard;
      subscription.addListener(this);
      if (inShard) {
        subscription.sync().ssubscribe(channel);
      } else {
        subscription.sync().subscribe(channel);
      }
    }

    @Override
    public void message(@Nullable String from, String text) {
      heard.accept(text);
    }

    @Override
    public void smessage(@Nullable String from, String text) {
      heard.accept(text);
    }

    // The slot has moved to another node.
    @Override
    public void sunsubscribed(@Nullable String from, long count) {
      closed = true;
    }

    @Override
    public void send(String payload) throws IOException {
      RedisFuture<Long> sent =
          sharded
              ? commands.async().spublish(channel, payload)
              : commands.async().publish(channel, payload);
      try {
        sent.get(ANSWER_MILLIS, TimeUnit.MILLISECONDS);
      } catch (ExecutionException e) {
        throw new IOException(reason(e), e);
      } catch (TimeoutException e) {
        throw new IOException("no answer for " + ANSWER_MILLIS + " ms", e);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IOException("interrupted", e);
      }
    }

    @Override
    public boolean holds() {
      return !closed && commands.isOpen() && subscription.isOpen();
    }

    @Override
    public void close() {
      closed = true;
      commands.closeAsync();
      subscription.closeAsync();
    }
  }
}
