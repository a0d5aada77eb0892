/// The load generator: what a server does a second, and how long one waits for it.
@NullMarked
package io.vestnik.bench;

import org.jspecify.annotations.NullMarked;
