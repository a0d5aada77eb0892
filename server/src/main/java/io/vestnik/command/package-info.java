/// The operator's commands beside `serve`: each does one thing to a data folder, and says what.
@NullMarked
package io.vestnik.command;

import org.jspecify.annotations.NullMarked;
