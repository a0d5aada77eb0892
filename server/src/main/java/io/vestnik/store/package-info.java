/// The storage seam: reading and writing in transactions, and the group commit. Holds no rules: who
/// may do what is the modes' affair.
@NullMarked
package io.vestnik.store;

import org.jspecify.annotations.NullMarked;
