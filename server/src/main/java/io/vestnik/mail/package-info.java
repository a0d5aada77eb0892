/// Mail to users: the queue, which is a table, the letters, and the worker that sends them
/// (protocol §3).
@NullMarked
package io.vestnik.mail;

import org.jspecify.annotations.NullMarked;
