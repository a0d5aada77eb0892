/// Live events (protocol §7): after a commit, what was logged and what must be heard beside it goes
/// to the subscribed connections, each chat's entries in their order.
@NullMarked
package io.vestnik.live;

import org.jspecify.annotations.NullMarked;
