package io.vestnik.bench;

import io.vestnik.bench.compare.Xmpp;
import io.vestnik.bench.prepare.Prepare;
import io.vestnik.bench.workload.Fanout;
import io.vestnik.bench.workload.Growth;
import io.vestnik.bench.workload.History;
import io.vestnik.bench.workload.Idle;
import io.vestnik.bench.workload.Messages;
import io.vestnik.bench.workload.SignIn;
import io.vestnik.bench.workload.Soak;
import io.vestnik.bench.workload.Start;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/// The program: reads the arguments and runs a command.
@Command(
    name = "vestnik bench",
    description = "Puts a server under load and tells what it did.",
    mixinStandardHelpOptions = true,
    subcommands = {
      Prepare.class,
      Messages.class,
      Fanout.class,
      Idle.class,
      Start.class,
      History.class,
      SignIn.class,
      Growth.class,
      Soak.class,
      Xmpp.class,
      CommandLine.HelpCommand.class
    })
public final class Main {
  private Main() {}

  /// Exits with 0 when done, 1 where it failed, 2 where it was asked wrongly.
  public static void main(String[] args) {
    System.exit(commands().execute(args.length == 0 ? new String[] {"--help"} : args));
  }

  static CommandLine commands() {
    CommandLine commands = new CommandLine(new Main());
    commands.setUsageHelpWidth(100);
    commands.setExecutionExceptionHandler((e, command, _) -> {
      command.getErr().println("vestnik bench: " + e.getMessage());
      return e instanceof IllegalArgumentException ? 2 : 1;
    });
    return commands;
  }
}
