package io.vestnik.model;

import java.time.Duration;

/// One sign-in of one user: what a token stands for (protocol §3). The token itself is kept
/// nowhere.
///
/// @param id the database's own number
/// @param userId whose it is
/// @param lastUsedTime milliseconds; exact to the hour
public record Session(long id, long userId, long lastUsedTime) {
  private static final long LIFE_MILLIS = Duration.ofDays(90).toMillis();

  /// Whether its token has died of not being used.
  public boolean isOver(long nowMillis) {
    return nowMillis - lastUsedTime > LIFE_MILLIS;
  }
}
