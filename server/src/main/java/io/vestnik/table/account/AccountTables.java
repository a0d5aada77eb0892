package io.vestnik.table.account;

import io.vestnik.sql.Sql;
import io.vestnik.table.Bars;

/// The tables of accounts, in one place.
public record AccountTables(
    Accounts accounts,
    Profiles profiles,
    Deletions deletions,
    Watchers watchers,
    Blocks blocks,
    Bars bars,
    Codes codes,
    Mails mails,
    SecondFactors secondFactors,
    ReleasedNames releasedNames,
    RegistrationInvites invites,
    Exports exports,
    EndedSessions endedSessions) {

  public static AccountTables of(Sql sql) {
    return new AccountTables(
        new Accounts(sql),
        new Profiles(sql),
        new Deletions(sql),
        new Watchers(sql),
        new Blocks(sql),
        new Bars(sql),
        new Codes(sql),
        new Mails(sql),
        new SecondFactors(sql),
        new ReleasedNames(sql),
        new RegistrationInvites(sql),
        new Exports(sql),
        new EndedSessions(sql));
  }
}
