/// Whole worlds from a seed: a server, clients, and everything that can go wrong between them.
@NullMarked
package io.vestnik.sim;

import org.jspecify.annotations.NullMarked;
