package io.vestnik.net;

import io.vestnik.store.Reply;

/// Where files come from, a part at a time.
public interface FileSource {
  /// Looks for a file; the reply hears a [io.vestnik.protocol.Rejection] where who asks may not,
  /// there is no such file, or not yet.
  void find(Proof proof, String fileId, Reply<Found> reply);

  /// Reads a part of the file, counted from 0; the reply hears a rejection where it is gone.
  void read(Found file, long part, Reply<byte[]> reply);

  /// A file that can be read.
  ///
  /// @param userId who asks for it
  /// @param hash another for other bytes; printable ASCII without quotes
  /// @param name what a client may save it as; so too
  /// @param partBytes how long each part is but the last
  record Found(String fileId, long userId, long size, String hash, String name, int partBytes) {}
}
