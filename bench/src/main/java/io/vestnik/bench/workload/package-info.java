/// The workloads, each a command.
@NullMarked
package io.vestnik.bench.workload;

import org.jspecify.annotations.NullMarked;
