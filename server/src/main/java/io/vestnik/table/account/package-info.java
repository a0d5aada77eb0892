/// The tables of what belongs to accounts beside their users and sessions: one class a table.
@NullMarked
package io.vestnik.table.account;

import org.jspecify.annotations.NullMarked;
