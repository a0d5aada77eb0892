package io.vestnik.command;

import java.io.BufferedReader;
import java.io.Console;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;

/// Reads a secret, which is never an argument: those are seen by everybody on the machine.
final class Secret {
  private Secret() {}

  /// The first line of standard input; asked for without echo where that is a terminal.
  ///
  /// @throws IllegalArgumentException where there is none
  @SuppressWarnings("SystemConsoleNull") // it may still be, says its documentation
  static String read(String what) {
    Console console = System.console();
    if (console != null && console.isTerminal()) {
      char[] typed = console.readPassword("%s: ", what);
      char[] again = console.readPassword("%s again: ", what);
      if (typed == null || again == null || !new String(typed).equals(new String(again))) {
        throw new IllegalArgumentException("These are not the same; nothing was done.");
      }
      return new String(typed);
    }
    try {
      String line =
          new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8)).readLine();
      if (line == null || line.isEmpty()) {
        throw new IllegalArgumentException(what + " is asked for on standard input.");
      }
      return line;
    } catch (IOException e) {
      throw new IllegalArgumentException(what + " cannot be read: " + e, e);
    }
  }
}
