package io.vestnik.model;

import java.util.Locale;

/// An enum whose constants travel as words of the contract.
public interface Wire {
  /// The constant's word on the wire: its name in lower case unless it says otherwise.
  default String word() {
    return toString().toLowerCase(Locale.ROOT);
  }
}
