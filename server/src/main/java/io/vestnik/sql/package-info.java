/// How to talk to a database: statements, what differs between the kinds, the schema's migrations.
@NullMarked
package io.vestnik.sql;

import org.jspecify.annotations.NullMarked;
