/// Messages: sending and reading them, and reading a chat's log (protocol §5).
@NullMarked
package io.vestnik.message;

import org.jspecify.annotations.NullMarked;
