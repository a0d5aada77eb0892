/// Chats: making, listing and ending them, and who may do what in them (protocol §4).
@NullMarked
package io.vestnik.chat;

import org.jspecify.annotations.NullMarked;
