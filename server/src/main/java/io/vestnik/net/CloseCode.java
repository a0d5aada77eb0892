package io.vestnik.net;

/// Why a connection is closed (protocol §1, RFC 6455 §7.4).
enum CloseCode {
  NORMAL(1000),
  GOING_AWAY(1001),
  PROTOCOL_ERROR(1002),
  BINARY(1003),
  NOT_UTF8(1007),
  SILENT(1008),
  TOO_BIG(1009),
  SLOW(1013),
  ABUSE(4400),
  TOKEN_ENDED(4401);

  private final int number;

  CloseCode(int number) {
    this.number = number;
  }

  int number() {
    return number;
  }
}
