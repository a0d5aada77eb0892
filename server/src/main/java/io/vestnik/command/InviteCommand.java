package io.vestnik.command;

import io.vestnik.account.ByOperator;
import io.vestnik.account.Secrets;
import io.vestnik.protocol.JsonWriter;
import io.vestnik.table.account.RegistrationInvites.InviteRow;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `invite`: invites to register, where the server's registration is by invite.
@Command(
    name = "invite",
    description = {
      "Makes, lists and revokes invites to register, while the server runs or not.",
      "They are asked for where the server runs with --registration invite."
    },
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND")
public final class InviteCommand extends Subcommands {
  private static final int MOST = 10_000;

  @Command(
      name = "create",
      description = "Makes an invite and says it.",
      mixinStandardHelpOptions = true)
  int create(
      @Mixin OperatorData data,
      @Option(
              names = "--uses",
              paramLabel = "N",
              defaultValue = "1",
              description = "How many may register with it; 0 for any number. Default: 1.")
          int uses,
      @Option(
              names = "--days",
              paramLabel = "N",
              defaultValue = "7",
              description = "For how long it is good; 0 for ever. Default: 7.")
          int days,
      @Option(names = "--json", description = "As one JSON object.") boolean json) {
    if (uses < 0 || uses > 1_000_000) {
      throw new IllegalArgumentException("--uses must be 0 to 1000000");
    }
    if (days < 0 || days > 3_650) {
      throw new IllegalArgumentException("--days must be 0 to 3650");
    }
    ByOperator operator = new ByOperator(data.clock());
    InviteRow invite =
        data.run(tx ->
            operator.invite(
                tx,
                Secrets.ofSystem(),
                uses == 0 ? null : uses,
                days == 0 ? null : Duration.ofDays(days)));
    say("%s", json ? JsonWriter.text(fields(invite)) : invite.invite());
    return 0;
  }

  private static Map<String, @Nullable Object> fields(InviteRow invite) {
    Map<String, @Nullable Object> fields = new LinkedHashMap<>();
    fields.put("invite", invite.invite());
    fields.put("created_time", invite.createdTime());
    fields.put("expires_time", invite.expiresTime());
    fields.put("max_uses", invite.maxUses());
    fields.put("uses", invite.uses());
    return fields;
  }

  @Command(
      name = "list",
      description = "Lists invites, the newest first, used up and expired ones too.",
      mixinStandardHelpOptions = true)
  int list(
      @Mixin OperatorData data,
      @Option(names = "--json", description = "A JSON object on each line.") boolean json) {
    List<InviteRow> invites = data.run(tx -> tx.accounts().invites().list(MOST));
    for (InviteRow invite : invites) {
      say(
          "%s",
          json
              ? JsonWriter.text(fields(invite))
              : "%s\tused %d of %s\tgood until %s"
                  .formatted(
                      invite.invite(),
                      invite.uses(),
                      invite.maxUses() == null ? "any number" : invite.maxUses(),
                      OperatorData.shown(invite.expiresTime())));
    }
    return 0;
  }

  @Command(
      name = "revoke",
      description = "Nobody registers with this invite any more.",
      mixinStandardHelpOptions = true)
  int revoke(@Mixin OperatorData data, @Parameters(paramLabel = "INVITE") String invite) {
    boolean removed = data.run(tx -> tx.accounts().invites().remove(invite));
    if (!removed) {
      throw new IllegalStateException("There is no such invite.");
    }
    say("Revoked it.");
    return 0;
  }
}
