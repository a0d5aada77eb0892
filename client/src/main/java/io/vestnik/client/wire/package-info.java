/// How frames are read: leniently, for a server may be newer than this client. The client's own
/// affair; an application has no use for it.
@NullMarked
package io.vestnik.client.wire;

import org.jspecify.annotations.NullMarked;
