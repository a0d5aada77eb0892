/// The same loads on other servers, in their own protocols.
@NullMarked
package io.vestnik.bench.compare;

import org.jspecify.annotations.NullMarked;
