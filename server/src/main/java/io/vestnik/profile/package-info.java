/// What users say of themselves, and whom they see and do not want to hear of (protocol §3).
@NullMarked
package io.vestnik.profile;

import org.jspecify.annotations.NullMarked;
