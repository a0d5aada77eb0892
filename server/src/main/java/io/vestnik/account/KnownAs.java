package io.vestnik.account;

import io.vestnik.account.Recovery.KnownDataType;
import io.vestnik.store.Tx;
import io.vestnik.table.account.Account;
import org.jspecify.annotations.Nullable;

/// What somebody without a token says of whom they are, in the form by which accounts are found.
///
/// @param key null where no account can have it
/// @param asked what wrong passwords and codes are counted by, whether there is an account or not
record KnownAs(KnownDataType type, @Nullable String key, String asked) {
  // Begins no key, nor what accounts are counted by themselves.
  private static final String NO_KEY = "?";

  static KnownAs username(String typed) {
    String key = Usernames.key(typed);
    return new KnownAs(KnownDataType.USERNAME, key, key == null ? NO_KEY + typed : key);
  }

  static KnownAs email(String typed) {
    String key = Emails.key(typed);
    return new KnownAs(KnownDataType.EMAIL, key, key == null ? NO_KEY + typed : key);
  }

  static KnownAs of(KnownDataType type, String typed) {
    return switch (type) {
      case USERNAME -> username(typed);
      case EMAIL -> email(typed);
    };
  }

  /// What stands in the field `username` of auth: no username has an `@`.
  static KnownAs either(String typed) {
    return typed.indexOf('@') < 0 ? username(typed) : email(typed);
  }

  /// The account, or null where there is none that may be used.
  @Nullable Account find(Tx tx) {
    // Looked up in any case: it takes as long.
    String wanted = key == null ? "" : key;
    Account account =
        switch (type) {
          case USERNAME -> tx.accounts().accounts().byUsernameKey(wanted);
          case EMAIL -> tx.accounts().accounts().byEmailKey(wanted);
        };
    return account == null || account.disabled() ? null : account;
  }
}
