package io.vestnik.bus;

import java.io.IOException;
import java.util.function.Consumer;

/// What can carry payloads between processes: it makes links. Its name is what may be shown.
interface Carrier extends AutoCloseable {
  /// The longest payload.
  int maxLength();

  /// Links that are made from now on are to this channel.
  void join(String channel);

  /// Makes a link. When this returns, it hears.
  ///
  /// @param heard gets each payload that comes, one's own too; does not block
  /// @throws IOException with a line for the operator where there is none
  Link open(Consumer<String> heard) throws IOException;

  /// Lets everything go.
  @Override
  void close();

  /// A way there and back, as long as it holds.
  interface Link extends AutoCloseable {
    /// Sends a payload to all, oneself too. Blocks for seconds at most.
    ///
    /// @throws IOException where it may not have been sent: the link is of no use then
    void send(String payload) throws IOException;

    /// Whether it holds, as far as it knows.
    boolean holds();

    /// Called from any thread, and at once: what is blocked there fails.
    @Override
    void close();
  }
}
