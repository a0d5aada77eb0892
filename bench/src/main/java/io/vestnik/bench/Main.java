package io.vestnik.bench;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/// The program: reads the arguments and runs a command.
@Command(
    name = "vestnik bench",
    description = "Puts a server under load and tells what it did.",
    mixinStandardHelpOptions = true,
    subcommands = {Messages.class, CommandLine.HelpCommand.class})
public final class Main {
  private Main() {}

  /// Exits with 0 when done, 1 where it failed, 2 where it was asked wrongly.
  public static void main(String[] args) {
    CommandLine commands = new CommandLine(new Main());
    commands.setExecutionExceptionHandler((e, command, _) -> {
      command.getErr().println("vestnik bench: " + e.getMessage());
      return e instanceof IllegalArgumentException ? 2 : 1;
    });
    System.exit(commands.execute(args.length == 0 ? new String[] {"--help"} : args));
  }
}
