package io.vestnik.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
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
    String[] sections = Files.readString(json).split("\\{\"title\":");
    return Stream.of(sections).skip(1).map(Figures::new).toList();
  }

  /// What a run says that is refused.
  public static String refused(String... arguments) {
    StringWriter err = new StringWriter();
    CommandLine commands = Main.commands().setErr(new PrintWriter(err));
    assertThat(commands.execute(arguments)).isEqualTo(2);
    return err.toString();
  }

  /// A section's figures, as they were written.
  public record Figures(String json) {
    public double number(String name) {
      return find("\"" + name + "\":([-+.0-9E]+)");
    }

    /// Of a latency.
    public double number(String latency, String percentile) {
      return find("\"" + latency + "\":\\{[^}]*\"" + percentile + "\":([-+.0-9E]+)");
    }

    private double find(String pattern) {
      Matcher number = Pattern.compile(pattern).matcher(json);
      assertThat(number.find()).as("%s in %s", pattern, json).isTrue();
      return Double.parseDouble(number.group(1));
    }

    public String title() {
      return json.substring(1, json.indexOf('"', 1));
    }
  }
}
