/// What the machine can do without a messenger: bare sockets, a bare database. A server's share of
/// that travels from machine to machine; its own figures do not.
@NullMarked
package io.vestnik.bench.baseline;

import org.jspecify.annotations.NullMarked;
