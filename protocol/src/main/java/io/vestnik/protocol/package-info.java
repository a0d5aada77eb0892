/// How requests and answers look on the wire: JSON, the envelope, the rows of the status table, the
/// limits (protocol §1 and §2).
@NullMarked
package io.vestnik.protocol;

import org.jspecify.annotations.NullMarked;
