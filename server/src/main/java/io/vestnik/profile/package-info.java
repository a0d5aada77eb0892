/// What users say of themselves, whom they see and do not want to hear of, and where they are
/// signed in (protocol §3).
@NullMarked
package io.vestnik.profile;

import org.jspecify.annotations.NullMarked;
