package io.vestnik.bench;

import static org.assertj.core.api.Assertions.assertThat;

import io.vestnik.protocol.JsonReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import picocli.CommandLine;

/// The program as a test calls it: its arguments in, its figures out.
public final class Bench {
  private Bench() {}

  /// The sections that a run wrote; the run must end well.
  ///
  /// @param folder for its JSON
  public static List<Figures> run(Path folder, String... arguments) throws IOException {
    Path json = folder.resolve("figures.json");
    List<String> all = new ArrayList<>(List.of(arguments));
    all.addAll(List.of("--json", json.toString()));
    StringWriter err = new StringWriter();
    CommandLine commands = Main.commands().setErr(new PrintWriter(err));
    assertThat(commands.execute(all.toArray(String[]::new))).as("%s", err).isZero();
    return ((List<?>) JsonReader.object(Files.readAllBytes(json)).get("sections"))
        .stream().map(section -> new Figures((Map<?, ?>) section)).toList();
  }

  /// What a run says that is refused.
  public static String refused(String... arguments) {
    StringWriter err = new StringWriter();
    CommandLine commands = Main.commands().setErr(new PrintWriter(err));
    assertThat(commands.execute(arguments)).isEqualTo(2);
    return err.toString();
  }

  /// A section's figures.
  public record Figures(Map<?, ?> json) {
    public double number(String name) {
      assertThat(json.containsKey(name)).as("%s in %s", name, json).isTrue();
      return Double.parseDouble(String.valueOf(json.get(name)));
    }

    /// Of a latency.
    public double number(String latency, String percentile) {
      return Double.parseDouble(String.valueOf(((Map<?, ?>) json.get(latency)).get(percentile)));
    }

    public String title() {
      return String.valueOf(json.get("title"));
    }
  }
}
