/// The cluster seam: how the nodes of one site hint to each other what they have committed. A hint
/// may be lost, doubled or late; the log is the truth.
@NullMarked
package io.vestnik.bus;

import org.jspecify.annotations.NullMarked;
