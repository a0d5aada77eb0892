/// How a request is carried out: the kinds of modes, and the dispatcher that checks a request in
/// the contract's order and runs its mode where it belongs (protocol §2).
@NullMarked
package io.vestnik.mode;

import org.jspecify.annotations.NullMarked;
