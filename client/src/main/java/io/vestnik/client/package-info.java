/// The client of a Vestnik server: typed requests, events in order and exactly once, messages that
/// are sent once whatever happens to the connection. [io.vestnik.client.VestnikClient] is where to
/// begin.
@NullMarked
package io.vestnik.client;

import org.jspecify.annotations.NullMarked;
