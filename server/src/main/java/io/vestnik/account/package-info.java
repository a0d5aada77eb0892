/// Accounts and sessions (protocol §3), and the two questions that need none.
@NullMarked
package io.vestnik.account;

import org.jspecify.annotations.NullMarked;
