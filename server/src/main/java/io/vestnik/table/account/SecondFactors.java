package io.vestnik.table.account;

import io.vestnik.sql.Sql;
import org.jspecify.annotations.Nullable;

/// The tables of two factors: the authenticator's secret, and the recovery codes beside it.
public final class SecondFactors {
  private final Sql sql;

  public SecondFactors(Sql sql) {
    this.sql = sql;
  }

  /// A row.
  ///
  /// @param confirmed whether two factors are on
  /// @param lastStep the step of the last code that was used
  public record FactorRow(byte[] secret, boolean confirmed, long lastStep) {}

  public @Nullable FactorRow of(long userId) {
    return sql.first(
        "select secret, confirmed, last_step from second_factors where user_id = ?",
        row -> new FactorRow(row.getBytes(1), row.getBoolean(2), row.getLong(3)),
        userId);
  }

  /// The row, which nobody else changes before this transaction ends.
  public @Nullable FactorRow locked(long userId) {
    sql.update("update second_factors set last_step = last_step where user_id = ?", userId);
    return of(userId);
  }

  /// Puts a secret in place that is still to be confirmed.
  public void begin(long userId, byte[] secret) {
    sql.update("delete from second_factors where user_id = ?", userId);
    sql.update(
        """
        insert into second_factors (user_id, secret, confirmed, last_step) values (?, ?, ?, 0)
        """,
        userId,
        secret,
        false);
  }

  public void confirm(long userId) {
    sql.update("update second_factors set confirmed = ? where user_id = ?", true, userId);
  }

  public void setLastStep(long userId, long step) {
    sql.update("update second_factors set last_step = ? where user_id = ?", step, userId);
  }

  public void addRecoveryCode(long userId, byte[] hash) {
    sql.update("insert into recovery_codes (user_id, code_hash) values (?, ?)", userId, hash);
  }

  /// Whether there was such a code; there is not any more.
  public boolean useRecoveryCode(long userId, byte[] hash) {
    return sql.update(
            "delete from recovery_codes where user_id = ? and code_hash = ?", userId, hash)
        == 1;
  }

  /// How many recovery codes are left.
  public long recoveryCodes(long userId) {
    return sql.number("select count(*) from recovery_codes where user_id = ?", userId);
  }

  /// Two factors are off, and nothing of them stays.
  ///
  /// @return whether they were on
  public boolean remove(long userId) {
    sql.update("delete from recovery_codes where user_id = ?", userId);
    Boolean confirmed =
        sql.first(
            "delete from second_factors where user_id = ? returning confirmed",
            row -> row.getBoolean(1),
            userId);
    return confirmed != null && confirmed;
  }
}
