package io.vestnik.file;

import io.vestnik.model.Clock;
import io.vestnik.net.Proof;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.Base64;

/// Links to files and photos: each is good for a while, for one path, with the rights of one user.
public final class FileLinks {
  private static final long LIFE_MILLIS = Duration.ofMinutes(10).toMillis();

  private final Hash hash;
  private final Clock clock;

  public FileLinks(Hash hash, Clock clock) {
    this.hash = hash;
    this.clock = clock;
  }

  /// A hash that nobody else can make.
  public interface Hash {
    byte[] of(String text);
  }

  /// A new link to the path.
  public Proof.Link make(String path, long userId) {
    long expires = clock.millis() + LIFE_MILLIS;
    return new Proof.Link(path, userId, expires, sign(path, userId, expires));
  }

  /// Whether the link is one that was made here, on whatever node, and still good.
  boolean isGood(Proof.Link link) {
    String right = sign(link.path(), link.userId(), link.expiresTime());
    return MessageDigest.isEqual(ascii(right), ascii(link.signature()))
        && clock.millis() < link.expiresTime();
  }

  private String sign(String path, long userId, long expires) {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(hash.of(path + " " + userId + " " + expires));
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
