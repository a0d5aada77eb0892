/// What is stored of a user, as a file for them (protocol §3): asked for, made beside everything
/// else, and erased when it is old.
@NullMarked
package io.vestnik.export;

import org.jspecify.annotations.NullMarked;
