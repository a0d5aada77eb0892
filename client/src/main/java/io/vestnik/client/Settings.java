package io.vestnik.client;

import java.time.Duration;

/// What a client can be told about its own behaviour. All have defaults that suit most.
///
/// @param callTimeout how long a call waits for its answer, the wait for a connection included
/// @param answerTimeout a connection whose oldest request waits longer is given up
/// @param silence a connection on which nothing came for so long is asked whether it lives
/// @param firstRetry the first wait before connecting, or asking, again
/// @param longestRetry the longest
/// @param inFlight requests that wait for answers on the connection; the server reads up to 128
/// @param waiting calls that wait in the client for their turn; more are refused at once
/// @param undelivered deliveries that wait for the listener; beyond that the client takes nothing
///   more from the server, and catches up when the listener has
/// @param newChatEntries of a chat that began while the client was away so many of the newest
///   entries are handed on
/// @param longestHole holes of more entries are not filled but skipped, and the listener told
/// @param presence whether to hear of who is online
public record Settings(
    Duration callTimeout,
    Duration answerTimeout,
    Duration silence,
    Duration firstRetry,
    Duration longestRetry,
    int inFlight,
    int waiting,
    int undelivered,
    int newChatEntries,
    long longestHole,
    boolean presence) {
  /// What holds where nothing else is said.
  public static final Settings DEFAULT =
      new Settings(
          Duration.ofSeconds(30),
          Duration.ofSeconds(30),
          Duration.ofSeconds(30),
          Duration.ofMillis(250),
          Duration.ofSeconds(30),
          64,
          1_000,
          2_000,
          200,
          100_000,
          false);

  /// Refuses what cannot work.
  public Settings {
    if (inFlight < 3 || waiting < 0 || undelivered < 1 || newChatEntries < 0 || longestHole < 0) {
      throw new IllegalArgumentException("Not settings that can work");
    }
  }
}
