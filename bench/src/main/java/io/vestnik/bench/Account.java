package io.vestnik.bench;

/// Somebody signed in, with a chat to send into.
record Account(String token, long chatId) {}
