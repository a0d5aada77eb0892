package io.vestnik.table.account;

import io.vestnik.sql.Sql;

/// The tables of accounts, in one place.
public record AccountTables(
    Accounts accounts,
    Codes codes,
    Mails mails,
    SecondFactors secondFactors,
    ReleasedNames releasedNames,
    RegistrationInvites invites,
    EndedSessions endedSessions) {

  public static AccountTables of(Sql sql) {
    return new AccountTables(
        new Accounts(sql),
        new Codes(sql),
        new Mails(sql),
        new SecondFactors(sql),
        new ReleasedNames(sql),
        new RegistrationInvites(sql),
        new EndedSessions(sql));
  }
}
