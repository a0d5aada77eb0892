package io.vestnik.bus;

/// The cluster seam: one node's end of what carries texts to the other nodes. Each text comes at
/// most once to each node that listens; a bus that is away loses what it is given.
public interface Bus extends AutoCloseable {
  /// The longest text that every bus takes: PostgreSQL's NOTIFY has room for less than 8,000 bytes.
  int MAX_LENGTH = 7_900;

  /// Sends a text of printable ASCII to all other nodes. Returns at once and never throws: what
  /// cannot be sent is lost. What one thread publishes is not reordered.
  void publish(String text);

  /// Has the listener hear what the others publish from now on, on one thread of the bus's own.
  /// Called once.
  void listen(Listener listener);

  /// The data set has another id from now on: those who have it too are the others.
  default void join(String dataset) {}

  /// Publishes and hears nothing more.
  @Override
  void close();

  /// Who hears what comes.
  interface Listener {
    /// Something came. What this throws is logged, and the next one comes all the same.
    void hear(Heard heard);
  }

  /// What comes.
  sealed interface Heard {}

  /// What another node has published.
  record Text(String text) implements Heard {}

  /// The bus was away, or had too much to carry: nobody knows what has been lost.
  record Loss() implements Heard {}
}
