/// Data folders to measure on: accounts, chats and messages that went in through the store, not
/// over the wire.
@NullMarked
package io.vestnik.bench.prepare;

import org.jspecify.annotations.NullMarked;
