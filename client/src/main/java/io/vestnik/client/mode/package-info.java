/// Every mode of the server: a record of its request, and within it that of its answer. Made of the
/// server's own by `ClientModesTest`; fields have the protocol's names. What this version of the
/// client does not know is null in an answer: an enum's word, an event's kind.
@NullMarked
package io.vestnik.client.mode;

import org.jspecify.annotations.NullMarked;
