package io.vestnik.account;

import io.vestnik.model.Email;
import io.vestnik.model.Username;
import io.vestnik.protocol.Rejection;
import io.vestnik.store.Tx;
import io.vestnik.table.account.Account;
import io.vestnik.table.account.ReleasedNames;
import org.jspecify.annotations.Nullable;

/// Who may have which username and which address (protocol §3).
final class Claims {
  /// Who has no account yet.
  static final long NEW = 0;

  private Claims() {}

  /// Refuses with 409 a name that another has, that looks like another's, or that is kept for its
  /// former owner.
  static void refuseTaken(Tx tx, Username username, long userId, long now) {
    ReleasedNames kept = tx.accounts().releasedNames();
    // The same name looks the same too, so it is looked for last: what is given to another in
    // between is then said to be taken, and not to be like it.
    boolean similar =
        isOther(tx.accounts().accounts().bySkeleton(username.skeleton()), userId)
            || kept.isSimilarKept(username.skeleton(), userId, now);
    if (isOther(tx.accounts().accounts().byUsernameKey(username.key()), userId)
        || kept.isKept(username.key(), userId, now)) {
      throw Rejection.usernameTaken();
    }
    if (similar) {
      throw Rejection.usernameTooSimilar();
    }
  }

  /// Refuses with 409 an address that another has, verified or not.
  static void refuseTaken(Tx tx, Email email, long userId) {
    if (isOther(tx.accounts().accounts().byEmailKey(email.key()), userId)) {
      throw Rejection.emailTaken();
    }
  }

  /// Refuses with 409 an address that another has proved to be theirs.
  static void refuseVerified(Tx tx, Email email, long userId) {
    Account holder = tx.accounts().accounts().byEmailKey(email.key());
    if (holder != null && isOther(holder, userId) && holder.emailVerified()) {
      throw Rejection.emailTaken();
    }
  }

  private static boolean isOther(@Nullable Account holder, long userId) {
    return holder != null && holder.id() != userId;
  }
}
