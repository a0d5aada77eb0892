package io.vestnik.mode;

import org.jspecify.annotations.Nullable;

/// Where a request came from, and where its answer goes.
///
/// @param address the client's IP address; null where a proxy hides it
public record From(@Nullable String address, Peer peer) {}
