/// Sockets: HTTP, the upgrade, and the connections with their order, bounds and close codes
/// (protocol §1).
@NullMarked
package io.vestnik.net;

import org.jspecify.annotations.NullMarked;
