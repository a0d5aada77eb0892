/// Groups: making and changing them, their members and roles, and invites (protocol §6).
@NullMarked
package io.vestnik.group;

import org.jspecify.annotations.NullMarked;
