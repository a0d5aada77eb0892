/// The client's way to the server: one WebSocket after another.
@NullMarked
package io.vestnik.client.transport;

import org.jspecify.annotations.NullMarked;
