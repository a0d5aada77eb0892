package io.vestnik.protocol;

/// A value that is JSON already: encoded once, however often it is sent.
///
/// @param <T> what the JSON says
@SuppressWarnings("UnusedTypeParameter") // it is the contract's word on what the JSON says
public final class Encoded<T> {
  private final byte[] json;

  Encoded(byte[] json) {
    this.json = json;
  }

  /// The length of the JSON in bytes.
  public int size() {
    return json.length;
  }

  byte[] json() {
    return json;
  }
}
