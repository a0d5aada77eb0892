/// The tests' own WebSocket client: everything a hostile or an odd client can do, written by hand
/// on a blocking socket, so that it shares no code, and no mistake, with the server.
///
/// Nothing here reads in the background: bytes leave the socket only when a test asks for them.
@NullMarked
package io.vestnik.wire;

import org.jspecify.annotations.NullMarked;
