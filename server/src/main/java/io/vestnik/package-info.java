/// The program: its commands, its settings, the table of modes, and the wiring of it all.
@NullMarked
package io.vestnik;

import org.jspecify.annotations.NullMarked;
