package io.vestnik.chat;

import io.vestnik.protocol.Rejection;
import io.vestnik.protocol.Scalar;

/// A user as requests name them (protocol §4).
public record Contact(Scalar contact_value, CreateChat.ContactMode contact_mode) {
  public Contact {
    if (contact_mode == CreateChat.ContactMode.ID && contact_value.asId() == null) {
      throw contact_value.isWhole()
          ? Rejection.range("contact_value", "contact_value must be from 1 to 2^53 - 1.")
          : Rejection.type("contact_value", "a user_id, as contact_mode is id");
    }
  }
}
