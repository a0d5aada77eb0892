package io.vestnik;

import io.vestnik.account.GetServerInfo;
import io.vestnik.account.Notices;
import io.vestnik.account.OwnPassword;
import io.vestnik.account.Passwords;
import io.vestnik.account.Register;
import io.vestnik.account.Tokens;
import io.vestnik.account.WrongPasswords;
import io.vestnik.code.MailedCodes;
import io.vestnik.code.TwoFactors;

/// What the modes of accounts are made of.
record AccountParts(
    Passwords passwords,
    Tokens tokens,
    WrongPasswords wrongPasswords,
    Register.Policy registration,
    MailedCodes codes,
    TwoFactors factors,
    Notices notices,
    OwnPassword own,
    GetServerInfo info) {}
