package io.vestnik.protocol;

/// How many codes are mailed for one purpose of one account.
public record MailedCodeLimits(int per15Minutes, int perDay) {
  /// The contract's own values.
  public static final MailedCodeLimits DEFAULT = new MailedCodeLimits(5, 20);
}
