package io.vestnik.bus;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Where a Redis is and who asks: `redis://user:password@host:port`, `rediss://` by TLS, and
/// `redis-sentinel://host,host#name` or `rediss-sentinel://` where Sentinel says who is the
/// primary. Never shows the password.
///
/// @param user null for the default one
/// @param primary what Sentinel calls it; null without Sentinel
public record RedisUrl(
    List<Place> places,
    boolean tls,
    @Nullable String user,
    @Nullable String password,
    @Nullable String primary) {
  private static final Pattern SYNTAX =
      Pattern.compile(
          "(rediss?)(-sentinel)?://(?:([^:@/?#]*)(?::([^@/?#]*))?@)?([^@/?#]+)"
              + "(?:/[0-9]*)?(?:#([^#]+))?");
  private static final Pattern PLACE =
      Pattern.compile("(\\[[0-9a-fA-F:.]+]|[^\\[\\]:,\\s]+)(?::([0-9]{1,5}))?");
  private static final int PORT = 6379;
  private static final int SENTINEL_PORT = 26_379;
  private static final int MAX_PORT = 65_535;
  private static final int MAX_PLACES = 20;

  /// One host.
  public record Place(String host, int port) {
    @Override
    public String toString() {
      return (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
    }
  }

  /// Reads it.
  ///
  /// @param otherwise the password where the text has none, or null
  /// @throws IllegalArgumentException where it is no such address; says nothing of a password
  public static RedisUrl parse(String text, @Nullable String otherwise) {
    Matcher parts = SYNTAX.matcher(text);
    if (!parts.matches()) {
      throw wrong(
          "redis://HOST:PORT, rediss://USER:PASSWORD@HOST:PORT or"
              + " redis-sentinel://HOST:PORT,HOST:PORT#NAME, with what is special in a user or"
              + " password percent-encoded");
    }
    boolean sentinel = parts.group(2) != null;
    if (sentinel != (parts.group(6) != null)) {
      throw wrong("with #NAME, what Sentinel calls the primary, if it is redis-sentinel://");
    }
    List<Place> places =
        Stream.of(parts.group(5).split(",", -1))
            .map(place -> place(place, sentinel ? SENTINEL_PORT : PORT))
            .toList();
    if (places.size() > MAX_PLACES) {
      throw wrong("of " + MAX_PLACES + " hosts at most");
    }
    String user = decoded(parts.group(3));
    String password = parts.group(4) == null ? otherwise : decoded(parts.group(4));
    if (password == null && user != null) {
      throw wrong("with a password if there is a user: in it, or in --bus-password-file");
    }
    return new RedisUrl(
        places, parts.group(1).equals("rediss"), user, password, decoded(parts.group(6)));
  }

  private static Place place(String text, int port) {
    Matcher parts = PLACE.matcher(text);
    if (!parts.matches()) {
      throw wrong("with HOST or HOST:PORT, separated by commas");
    }
    int given = parts.group(2) == null ? port : Integer.parseInt(parts.group(2));
    if (given < 1 || given > MAX_PORT) {
      throw wrong("with a port of 1 to " + MAX_PORT);
    }
    return new Place(parts.group(1).replaceAll("^\\[|]$", ""), given);
  }

  private static @Nullable String decoded(@Nullable String text) {
    if (text == null || text.isEmpty()) {
      return null;
    }
    try {
      return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("--bus has a wrong percent sign", e);
    }
  }

  private static IllegalArgumentException wrong(String asked) {
    return new IllegalArgumentException("--bus must be an address " + asked);
  }

  /// Where it is: all of it that may be shown.
  @Override
  public String toString() {
    String all = String.join(",", places.stream().map(Place::toString).toList());
    return primary == null ? all : all + "#" + primary;
  }
}
