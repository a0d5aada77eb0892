package io.vestnik.protocol;

/// The stable words of `error.code`, each with its status (protocol §2).
public enum ErrorCode {
  MALFORMED("400", "malformed"),
  TOKEN_MISSING("401", "tokenMissing"),
  TOKEN_INVALID("401", "tokenInvalid"),
  WRONG_CREDENTIALS("401", "wrongCredentials"),
  WRONG_PASSWORD("401", "wrongPassword"),
  CODE_REQUIRED("401", "codeRequired"),
  WRONG_CODE("401", "wrongCode"),
  TOKEN_LIMIT("403", "tokenLimit"),
  ROLE("403", "role"),
  NOT_YOURS("403", "notYours"),
  BLOCKED("403", "blocked"),
  ACCOUNT_DELETED("403", "accountDeleted"),
  REMOVED("403", "removed"),
  REGISTRATION_CLOSED("403", "registrationClosed"),
  NO_USER("404", "noUser"),
  NO_MESSAGE("404", "noMessage"),
  NO_INVITE("404", "noInvite"),
  NO_FILE("404", "noFile"),
  NO_SESSION("404", "noSession"),
  USERNAME_TAKEN("409", "usernameTaken"),
  USERNAME_TOO_SIMILAR("409", "usernameTooSimilar"),
  EMAIL_TAKEN("409", "emailTaken"),
  NO_CONTACT("409", "noContact"),
  GROUP_FULL("409", "groupFull"),
  KEY_REUSED("409", "keyReused"),
  NOT_READY("409", "notReady"),
  TOO_LONG("413", "tooLong"),
  MISSING("422", "missing"),
  TYPE("422", "type"),
  RANGE("422", "range"),
  FORMAT("422", "format"),
  NOT_MEMBER("423", "notMember"),
  THROTTLED("429", "throttled"),
  INTERNAL("500", "internal"),
  UNKNOWN_MODE("501", "unknownMode"),
  NOT_SET_UP("501", "notSetUp"),
  OVERLOADED("503", "overloaded"),
  STORAGE_AWAY("503", "storageAway"),
  OUTCOME_UNKNOWN("503", "outcomeUnknown");

  private final String status;
  private final String word;

  ErrorCode(String status, String word) {
    this.status = status;
    this.word = word;
  }

  /// The answer's `status`: a string, as the original shows it.
  public String status() {
    return status;
  }

  /// The answer's `error.code`.
  public String word() {
    return word;
  }

  /// Whether the same request may succeed later: the answer's `error.temporary`.
  public boolean temporary() {
    return status.equals("429") || status.equals("503");
  }
}
