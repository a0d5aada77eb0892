package io.vestnik.client.mode;

import io.vestnik.protocol.Scalar;

/// A user as requests name them (protocol §4).
public record Contact(Scalar contact_value, CreateChat.ContactMode contact_mode) {}
