/// The storage seam: reading and writing in transactions, the group commit, and one class a table
/// with the SQL beside the method. Holds no rules: who may do what is the modes' affair.
@NullMarked
package io.vestnik.store;

import org.jspecify.annotations.NullMarked;
