package io.vestnik.mode;

import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/// The connection by which a request came. All but [#loop] is called on its event loop.
public interface Peer {
  /// The event loop that the connection lives on; the same object for all of a loop's connections.
  Executor loop();

  /// Makes a frame that this and all other connections of the loop can be sent.
  Packet pack(byte[] json);

  /// Sends an event's frame. One that is lost without harm is dropped where much is waiting
  /// already; where too much is waiting for any, the connection is closed with 1013.
  ///
  /// @return whether it is on its way
  boolean send(Packet packet, boolean losable);

  /// Closes with 1013: what is kept for it elsewhere is too much.
  void overflow();

  /// Closes with 1013: what was sent on it may be no more, and sync tells.
  void outdated();

  /// Whether the connection gets events: it is then pinged, and must answer.
  ///
  /// @param alive run now and then while it does; null where it gets no events
  void setSubscribed(@Nullable Runnable alive);

  /// Closes with 4401, for the token of the subscription has ended: answers what has come, then
  /// closes.
  void tokenEnded();

  /// Runs the task once the connection is closed, though its last frames may still be on their way:
  /// at once where it is. Replaces an earlier one.
  void whenClosed(Runnable task);
}
