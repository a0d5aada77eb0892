package io.vestnik.command;

import io.vestnik.account.ByOperator;
import io.vestnik.account.Emails;
import io.vestnik.account.Passwords;
import io.vestnik.account.Secrets;
import io.vestnik.account.Usernames;
import io.vestnik.model.Email;
import io.vestnik.model.Language;
import io.vestnik.model.Username;
import io.vestnik.protocol.JsonWriter;
import io.vestnik.store.Tx;
import io.vestnik.table.account.Account;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `user`: what the operator does to accounts, beside a running server.
@Command(
    name = "user",
    description = {
      "Makes, shows and changes accounts, while the server runs or not.",
      "USER is a username or a user_id. Passwords are read from standard input."
    },
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND")
public final class UserCommand extends Subcommands {
  private static final Duration PATIENCE = Duration.ofMinutes(1);

  @Command(
      name = "create",
      description = "Makes an account, whoever may register. Its password is read.",
      mixinStandardHelpOptions = true)
  int create(
      @Mixin OperatorData data,
      @Parameters(paramLabel = "USERNAME") String name,
      @Option(names = "--email", paramLabel = "ADDRESS", required = true) String address,
      @Option(
              names = "--language",
              paramLabel = "en|ru",
              defaultValue = "en",
              description = "Of mails to the user. Default: ${DEFAULT-VALUE}.")
          Language language) {
    Username username = Usernames.parse("USERNAME", name);
    Email email = Emails.parse("--email", address);
    String hash = hash();
    ByOperator operator = new ByOperator(data.clock());
    long id = data.run(tx -> operator.create(tx, username, email, hash, language));
    say("Made the account %s with the user_id %d.", username.shown(), id);
    return 0;
  }

  private static String hash() {
    String password = Secret.read("The password");
    Passwords.checkNew("The password", password);
    try (Passwords passwords = new Passwords(1, PATIENCE, Secrets.ofSystem())) {
      return passwords.hash(password);
    }
  }

  @Command(
      name = "list",
      description = "Lists accounts by user_id.",
      mixinStandardHelpOptions = true)
  int list(
      @Mixin OperatorData data,
      @Option(
              names = "--after",
              paramLabel = "ID",
              defaultValue = "0",
              description = "Only those above this user_id. Default: ${DEFAULT-VALUE}.")
          long after,
      @Option(
              names = "--limit",
              paramLabel = "N",
              defaultValue = "1000",
              description = "At most so many. Default: ${DEFAULT-VALUE}.")
          int limit,
      @Option(names = "--json", description = "A JSON object on each line.") boolean json) {
    if (limit < 1 || limit > 100_000) {
      throw new IllegalArgumentException("--limit must be 1 to 100000");
    }
    List<Account> accounts = data.run(tx -> tx.accounts().accounts().after(after, limit));
    for (Account account : accounts) {
      if (json) {
        say("%s", JsonWriter.text(fields(account)));
      } else {
        say(
            "%d\t%s\t%s\t%s",
            account.id(),
            account.username(),
            account.email() == null ? "-" : account.email(),
            state(account));
      }
    }
    return 0;
  }

  private static String state(Account account) {
    return account.deletedTime() != null ? "deleted" : account.disabled() ? "disabled" : "";
  }

  private static Map<String, @Nullable Object> fields(Account account) {
    Map<String, @Nullable Object> fields = new LinkedHashMap<>();
    fields.put("user_id", account.id());
    fields.put("username", account.username());
    fields.put("email", account.email());
    fields.put("email_verified", account.emailVerified());
    fields.put("language", account.language());
    fields.put("disabled", account.disabled());
    fields.put("created_time", account.createdTime());
    fields.put("last_seen_time", account.lastSeenTime());
    fields.put("deleted_time", account.deletedTime());
    return fields;
  }

  @Command(name = "show", description = "Shows one account.", mixinStandardHelpOptions = true)
  int show(
      @Mixin OperatorData data,
      @Parameters(paramLabel = "USER") String user,
      @Option(names = "--json", description = "As one JSON object.") boolean json) {
    Map<String, @Nullable Object> fields =
        ofAny(
            data,
            user,
            (tx, account) -> {
              Map<String, @Nullable Object> all = fields(account);
              var factor = tx.accounts().secondFactors().of(account.id());
              all.put("totp", factor != null && factor.confirmed());
              all.put("sessions", tx.sessions().ofUser(account.id()).size());
              return all;
            });
    if (json) {
      say("%s", JsonWriter.text(fields));
    } else {
      fields.forEach((name, value) ->
          say(
              "%-15s %s",
              name,
              name.endsWith("_time")
                  ? OperatorData.shown((Long) value)
                  : value == null ? "-" : value));
    }
    return 0;
  }

  @Command(
      name = "reset-password",
      description = "Sets another password, which is read, and ends the account's sessions.",
      mixinStandardHelpOptions = true)
  int resetPassword(
      @Mixin OperatorData data,
      @Parameters(paramLabel = "USER") String user,
      @Option(names = "--disable-totp", description = "Turns two factors off, too.")
          boolean disableTotp) {
    of(data, user, (_, account) -> account); // before a password is asked for
    String hash = hash();
    ByOperator operator = new ByOperator(data.clock());
    int ended =
        of(
            data,
            user,
            (tx, account) -> {
              if (disableTotp) {
                tx.accounts().secondFactors().remove(account.id());
              }
              return operator.resetPassword(tx, account, hash);
            });
    say("Set the password; ended sessions: %d.", ended);
    return 0;
  }

  @Command(
      name = "end-sessions",
      description = "Ends the account's sessions; its connections are closed within a second.",
      mixinStandardHelpOptions = true)
  int endSessions(@Mixin OperatorData data, @Parameters(paramLabel = "USER") String user) {
    ByOperator operator = new ByOperator(data.clock());
    say("Ended sessions: %d.", of(data, user, operator::endSessions));
    return 0;
  }

  @Command(
      name = "disable",
      description = "Lets nobody sign in to the account, and ends its sessions.",
      mixinStandardHelpOptions = true)
  int disable(
      @Mixin OperatorData data,
      @Parameters(paramLabel = "USER") String user,
      @Option(names = "--undo", description = "Lets its user sign in again.") boolean undo) {
    ByOperator operator = new ByOperator(data.clock());
    int ended = of(data, user, (tx, account) -> operator.setDisabled(tx, account, !undo));
    if (undo) {
      say("The account is no longer disabled.");
    } else {
      say("Disabled the account; ended sessions: %d.", ended);
    }
    return 0;
  }

  @Command(
      name = "delete",
      description = {
        "Deletes the account for good, as its user could by deleteAccount: its sessions end, what",
        "is kept of the user is erased, and what they wrote stays, as from a deleted account."
      },
      mixinStandardHelpOptions = true)
  int delete(
      @Mixin OperatorData data,
      @Parameters(paramLabel = "USER") String user,
      @Option(names = "--yes", required = true, description = "Needed: there is no way back.")
          boolean yes) {
    ByOperator operator = new ByOperator(data.clock());
    long id =
        of(
            data,
            user,
            (tx, account) -> {
              operator.delete(tx, account);
              return account.id();
            });
    say("Deleted the account with the user_id %d.", id);
    return 0;
  }

  private static <T> T of(OperatorData data, String user, BiFunction<Tx, Account, T> work) {
    return ofAny(
        data,
        user,
        (tx, account) -> {
          if (account.deletedTime() != null) {
            throw new IllegalStateException("The account " + user + " is deleted.");
          }
          return work.apply(tx, account);
        });
  }

  private static <T> T ofAny(OperatorData data, String user, BiFunction<Tx, Account, T> work) {
    ByOperator operator = new ByOperator(data.clock());
    return data.run(tx -> {
      Account account = operator.find(tx, user);
      if (account == null) {
        throw new IllegalStateException("There is no user " + user + ".");
      }
      return work.apply(tx, account);
    });
  }
}
