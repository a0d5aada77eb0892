package io.vestnik.bus;

import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.RedisURI;
import io.lettuce.core.api.sync.RedisCommands;
import io.lettuce.core.cluster.SlotHash;
import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Where a channel is to be had: at any of the places of an address, or in a Cluster at the node
/// that has its slot.
final class RedisPlaces {
  private static final Logger log = LoggerFactory.getLogger(RedisPlaces.class);
  private static final Duration ANSWER = Duration.ofSeconds(3);
  private static final Pattern VERSION = Pattern.compile("(?m)^redis_version:(\\d+)\\.");
  private static final int FIRST_WITH_SHARDS = 7;

  private final RedisUrl url;

  RedisPlaces(RedisUrl url) {
    this.url = url;
  }

  /// Which may be asked first, each as good as the other.
  List<RedisURI> seeds() {
    String primary = url.primary();
    if (primary == null) {
      return url.places().stream().map(this::at).toList();
    }
    RedisURI.Builder builder = RedisURI.builder().withSentinelMasterId(primary);
    for (RedisUrl.Place place : url.places()) {
      RedisURI sentinel =
          RedisURI.builder()
              .withHost(place.host())
              .withPort(place.port())
              .withTimeout(ANSWER)
              .build();
      sentinel.setSsl(url.tls());
      builder.withSentinel(sentinel);
    }
    return List.of(known(builder).build());
  }

  private RedisURI at(RedisUrl.Place place) {
    return known(RedisURI.builder().withHost(place.host()).withPort(place.port())).build();
  }

  private RedisURI.Builder known(RedisURI.Builder builder) {
    builder.withSsl(url.tls()).withTimeout(ANSWER).withClientName("vestnik-bus");
    String password = url.password();
    if (password != null && url.user() != null) {
      builder.withAuthentication(url.user(), password);
    } else if (password != null) {
      builder.withPassword(password.toCharArray());
    }
    return builder;
  }

  /// Where the channel's shard is, as this node says; null where the channel is to be had anywhere.
  @Nullable RedisURI shard(RedisCommands<String, String> node, RedisURI asked, String channel) {
    String about = about(node);
    Matcher version = VERSION.matcher(about);
    if (!about.contains("redis_mode:cluster")
        || !version.find()
        || Integer.parseInt(version.group(1)) < FIRST_WITH_SHARDS) {
      return null;
    }
    int slot = SlotHash.getSlot(channel);
    for (Object range : node.clusterSlots()) {
      if (range instanceof List<?> parts
          && parts.get(0) instanceof Long first
          && parts.get(1) instanceof Long last
          && parts.get(2) instanceof List<?> owner
          && first <= slot
          && slot <= last) {
        return at(place(owner, asked));
      }
    }
    throw new IllegalStateException("the cluster has no node for slot " + slot);
  }

  // A node that does not know its own address leaves it out.
  private static RedisUrl.Place place(List<?> owner, RedisURI asked) {
    boolean named = owner.get(0) instanceof String host && !host.isEmpty() && !host.equals("?");
    return new RedisUrl.Place(
        named ? (String) owner.get(0) : asked.getHost(), ((Long) owner.get(1)).intValue());
  }

  private static String about(RedisCommands<String, String> node) {
    try {
      return node.info("server").replace("\r", "");
    } catch (RedisCommandExecutionException e) {
      log.debug("INFO is refused, so this is taken for no Cluster: {}", e.getMessage());
      return "";
    }
  }
}
