/// The tables: one class a table, with the SQL beside the method. Holds no rules and begins no
/// transactions: who may do what is the modes' affair, and when it is done the store's.
@NullMarked
package io.vestnik.table;

import org.jspecify.annotations.NullMarked;
