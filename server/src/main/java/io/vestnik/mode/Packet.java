package io.vestnik.mode;

/// An event's frame, made once and sent to any number of connections of one event loop.
public interface Packet {
  /// Lets it go: nobody else will get it.
  void release();
}
