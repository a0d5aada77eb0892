/// What there is: users, sessions, chats, messages, and the entries of a chat's log. Knows nothing
/// of databases, sockets or JSON; the records that travel carry the contract's own field names.
@NullMarked
package io.vestnik.model;

import org.jspecify.annotations.NullMarked;
