package io.vestnik.protocol;

import org.jspecify.annotations.Nullable;

/// A refusal on its way to the client: the one way to answer anything but 200. Carries no stack
/// trace, for it is an answer and not a fault.
public final class Rejection extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final ErrorCode code;
  private final @Nullable String field;
  private final @Nullable Long retryAfterMillis;

  private Rejection(ErrorCode code, @Nullable String field, String message, @Nullable Long retry) {
    super(message, null, false, false);
    this.code = code;
    this.field = field;
    this.retryAfterMillis = retry;
  }

  /// Which row of the status table this is.
  public ErrorCode code() {
    return code;
  }

  /// The offending field, as in `members[3].contact_value`.
  public @Nullable String field() {
    return field;
  }

  /// When a retry may succeed.
  public @Nullable Long retryAfterMillis() {
    return retryAfterMillis;
  }

  /// The English sentence for a log.
  public String message() {
    return String.valueOf(getMessage());
  }

  /// The same refusal, its field named from the outside: `members[3]` + `contact_value`.
  Rejection under(String outer) {
    String path = field == null ? outer : outer + "." + field;
    return new Rejection(code, path, message(), retryAfterMillis);
  }

  private static Rejection of(ErrorCode code, String message) {
    return new Rejection(code, null, message, null);
  }

  private static Rejection at(ErrorCode code, String field, String message) {
    return new Rejection(code, field, message, null);
  }

  /// 400: the frame is no JSON object that we take.
  public static Rejection malformed(String message) {
    return of(ErrorCode.MALFORMED, message);
  }

  /// 401: no token where one is needed.
  public static Rejection tokenMissing() {
    return at(ErrorCode.TOKEN_MISSING, "token", "This mode needs a token: sign in by auth.");
  }

  /// 401: the token is not, or no longer, one of ours.
  public static Rejection tokenInvalid() {
    return at(ErrorCode.TOKEN_INVALID, "token", "The token is not valid: sign in again.");
  }

  /// 401: what the field holds is not, or no longer, one of ours.
  public static Rejection tokenInvalid(String field, String message) {
    return at(ErrorCode.TOKEN_INVALID, field, message);
  }

  /// 401: the name or the password is wrong; which of them is not told.
  public static Rejection wrongCredentials() {
    return of(ErrorCode.WRONG_CREDENTIALS, "The username or the password is wrong.");
  }

  /// 401: the account's own password is wrong.
  public static Rejection wrongPassword() {
    return at(ErrorCode.WRONG_PASSWORD, "password", "The password is wrong.");
  }

  /// 401: two factors are on, and no code came.
  public static Rejection codeRequired(String field) {
    return at(
        ErrorCode.CODE_REQUIRED,
        field,
        "Two factors are on: a code of the authenticator, or a recovery code, is needed in "
            + field
            + ".");
  }

  /// 401: the code is not, or no longer, good.
  public static Rejection wrongCode(String field) {
    return at(ErrorCode.WRONG_CODE, field, "The code is wrong, was used, or is too old.");
  }

  /// 403: all the tokens that a user may have are in use.
  public static Rejection tokenLimit(int max) {
    return of(
        ErrorCode.TOKEN_LIMIT,
        ("All %d tokens of this account are in use: log out somewhere, or send evict: true to end"
                + " the least recently used session.")
            .formatted(max));
  }

  /// 403: the operator lets nobody register, or only who has an invite.
  public static Rejection registrationClosed() {
    return of(
        ErrorCode.REGISTRATION_CLOSED,
        "Registration is closed on this server, or asks for an invite.");
  }

  /// 403: one's role in the chat does not allow it.
  public static Rejection role(String message) {
    return of(ErrorCode.ROLE, message);
  }

  /// 403: the other one of the chat has blocked the asker.
  public static Rejection blocked() {
    return of(ErrorCode.BLOCKED, "This user has blocked you.");
  }

  /// 403: whom the field names has blocked the asker.
  public static Rejection blocked(String field) {
    return at(ErrorCode.BLOCKED, field, "This user has blocked you.");
  }

  /// 403: the account of the other one of the chat is deleted.
  public static Rejection accountDeleted() {
    return of(ErrorCode.ACCOUNT_DELETED, "The account of this user is deleted.");
  }

  /// 403: who was removed from a group comes back only by being added.
  public static Rejection removed() {
    return of(ErrorCode.REMOVED, "You were removed from this group; a member can add you again.");
  }

  /// 403: what is named is there, but is another's.
  public static Rejection notYours(String message) {
    return of(ErrorCode.NOT_YOURS, message);
  }

  /// 403: what the field names is there, but is another's.
  public static Rejection notYours(String field, String message) {
    return at(ErrorCode.NOT_YOURS, field, message);
  }

  /// 404: no such user, or none that is meant here.
  public static Rejection noUser(String field) {
    return at(ErrorCode.NO_USER, field, "There is no such user here.");
  }

  /// 404: no such invite, or one that is used up, has expired or was revoked.
  public static Rejection noInvite() {
    return at(ErrorCode.NO_INVITE, "invite", "This invite is not good, or no longer.");
  }

  /// 404: no such file or photo, or none that the asker may see.
  public static Rejection noFile(String field) {
    return at(ErrorCode.NO_FILE, field, "There is no such file here.");
  }

  /// 404: no such session of one's own.
  public static Rejection noSession() {
    return at(ErrorCode.NO_SESSION, "session_id", "You have no such session.");
  }

  /// 404: no such message, or none that the asker may see.
  public static Rejection noMessage(String field) {
    return at(ErrorCode.NO_MESSAGE, field, "There is no such message in this chat.");
  }

  /// 409: somebody has this username.
  public static Rejection usernameTaken() {
    return at(ErrorCode.USERNAME_TAKEN, "username", "This username is taken.");
  }

  /// 409: somebody has a username that looks like this one.
  public static Rejection usernameTooSimilar() {
    return at(
        ErrorCode.USERNAME_TOO_SIMILAR,
        "username",
        "This username looks too much like one that is taken.");
  }

  /// 409: somebody has this e-mail address.
  public static Rejection emailTaken() {
    return at(ErrorCode.EMAIL_TAKEN, "email", "This e-mail address is taken.");
  }

  /// 409: the contact of a new chat does not exist.
  public static Rejection noContact(String field) {
    return at(ErrorCode.NO_CONTACT, field, "There is no such user.");
  }

  /// 409: a group may not have so many members.
  public static Rejection groupFull(int max) {
    return of(ErrorCode.GROUP_FULL, "A group may have at most " + max + " members.");
  }

  /// 409: a `client_message_id` comes again with another content.
  public static Rejection keyReused() {
    return keyReused("client_message_id");
  }

  /// The same, where the mode calls the field otherwise.
  public static Rejection keyReused(String field) {
    return at(ErrorCode.KEY_REUSED, field, "This client_message_id was used for another content.");
  }

  /// 409: what is named is still being made.
  public static Rejection notReady(String field, long retryAfterMillis) {
    return new Rejection(
        ErrorCode.NOT_READY, field, "The file is still being made.", retryAfterMillis);
  }

  /// 413: longer than allowed.
  ///
  /// @param max code points of a string, items of a list
  public static Rejection tooLong(String field, int max) {
    return at(ErrorCode.TOO_LONG, field, field + " may be at most " + max + " long.");
  }

  /// 422: a required field is absent.
  public static Rejection missing(String field) {
    return at(ErrorCode.MISSING, field, field + " is required.");
  }

  /// 422: a value of another type than the contract's.
  public static Rejection type(String field, String expected) {
    return at(ErrorCode.TYPE, field, field + " must be " + expected + ".");
  }

  /// 422: a value outside of what is allowed; the message names the bounds.
  public static Rejection range(String field, String message) {
    return at(ErrorCode.RANGE, field, message);
  }

  /// 422: a value of the wrong shape; the message names the right one.
  public static Rejection format(String field, String message) {
    return at(ErrorCode.FORMAT, field, message);
  }

  /// 423: not a member, or no such chat: the answer does not tell which.
  public static Rejection notMember() {
    return notMember("chat_id");
  }

  /// The same, where the mode calls the field otherwise.
  public static Rejection notMember(String field) {
    return at(ErrorCode.NOT_MEMBER, field, "You are not a member of such a chat.");
  }

  /// 429: too many requests of a kind.
  public static Rejection throttled(String what, long retryAfterMillis) {
    return new Rejection(
        ErrorCode.THROTTLED,
        null,
        "Too many " + what + ": try again in " + retryAfterMillis + " ms.",
        retryAfterMillis);
  }

  /// 500: our fault; the incident is in the log.
  public static Rejection internal(String incident) {
    return of(ErrorCode.INTERNAL, "Internal error; the incident is " + incident + ".");
  }

  /// 501: no such mode.
  public static Rejection unknownMode() {
    return at(ErrorCode.UNKNOWN_MODE, "mode", "There is no such mode.");
  }

  /// 501: a mode that this server was not set up for.
  public static Rejection notSetUp(String message) {
    return of(ErrorCode.NOT_SET_UP, message);
  }

  /// 503: nothing was done, for too much is waiting.
  public static Rejection overloaded(String message) {
    return of(ErrorCode.OVERLOADED, message);
  }

  /// 503: nothing was done, for the storage cannot be reached or written.
  public static Rejection storageAway() {
    return of(ErrorCode.STORAGE_AWAY, "The storage is away; nothing was done.");
  }

  /// 503: the storage failed during the commit.
  public static Rejection outcomeUnknown() {
    return of(
        ErrorCode.OUTCOME_UNKNOWN,
        "The storage failed during the commit: it may have been done. Repeat it with the same"
            + " client_message_id, or look.");
  }
}
