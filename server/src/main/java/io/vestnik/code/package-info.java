/// Codes that prove something: those that are mailed, those of an authenticator, and the recovery
/// codes beside it (protocol §3).
@NullMarked
package io.vestnik.code;

import org.jspecify.annotations.NullMarked;
