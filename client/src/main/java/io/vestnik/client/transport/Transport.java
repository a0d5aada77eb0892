package io.vestnik.client.transport;

import java.util.concurrent.CompletableFuture;

/// Opens connections to one server. A test puts its own between the client and the real one.
public interface Transport extends AutoCloseable {
  /// No close frame came: the connection was lost.
  int LOST = 1006;

  /// Opens a connection. The future fails where none can be made.
  CompletableFuture<Link> open(Receiver receiver);

  /// Lets go of what it holds; its connections are closed by whoever opened them.
  @Override
  void close();

  /// An open connection.
  interface Link {
    /// Sends one text frame, after those before it. What cannot be sent is lost with the
    /// connection, of which the receiver hears.
    void send(String frame);

    /// Lets so many more frames come. At the beginning none may.
    void request(int frames);

    /// Closes it with a close frame.
    void close(int code);

    /// Drops it at once.
    void abort();
  }

  /// Who hears what a connection brings: one call after the other.
  interface Receiver {
    /// A text frame came, whole.
    void frame(String frame);

    /// The connection is no more. Comes once, as the last.
    ///
    /// @param code of the close frame, or [#LOST]
    void closed(int code, String reason);
  }
}
