/// What every workload needs: a server to load, what it used, and how the figures are told.
@NullMarked
package io.vestnik.bench.run;

import org.jspecify.annotations.NullMarked;
