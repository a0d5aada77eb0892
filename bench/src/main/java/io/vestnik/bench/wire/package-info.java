/// The generator's side of a WebSocket: as little as it takes to load a server, so that the
/// generator is not what is measured.
@NullMarked
package io.vestnik.bench.wire;

import org.jspecify.annotations.NullMarked;
