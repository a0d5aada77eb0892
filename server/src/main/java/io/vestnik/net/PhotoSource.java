package io.vestnik.net;

import io.vestnik.store.Reply;

/// Where photos come from.
public interface PhotoSource {
  /// Reads a JPEG; the reply hears a [io.vestnik.protocol.Rejection] where who asks may not, or
  /// there is no such photo.
  void read(Wanted wanted, Reply<byte[]> reply);

  /// What is asked for.
  ///
  /// @param large whether it is the large one or the small one
  record Wanted(Proof proof, String photoId, boolean large) {}
}
