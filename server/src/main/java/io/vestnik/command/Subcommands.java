package io.vestnik.command;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/// A command that does nothing by itself: its own commands do.
class Subcommands implements Runnable {
  @Spec private @Nullable CommandSpec spec;

  private CommandLine line() {
    if (spec == null) {
      throw new IllegalStateException("This command was not called by a command line.");
    }
    return spec.commandLine();
  }

  @Override
  public void run() {
    CommandLine line = line();
    throw new CommandLine.ParameterException(
        line, "A command is needed: see " + line.getCommandName() + " --help.");
  }

  /// Says a line to who called it.
  final void say(String format, @Nullable Object... values) {
    line().getOut().printf(format + "%n", values);
    line().getOut().flush();
  }
}
