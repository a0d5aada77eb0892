/// What a client remembers: how far it has come in each chat, what it has still to send and to hand
/// on. It changes in steps, each taken as a whole or not at all.
@NullMarked
package io.vestnik.client.state;

import org.jspecify.annotations.NullMarked;
