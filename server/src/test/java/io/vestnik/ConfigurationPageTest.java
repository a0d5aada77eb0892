package io.vestnik;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import picocli.CommandLine.Model.OptionSpec;

/// docs/operating/configuration.md is made of the options of `serve`, and says what they say.
class ConfigurationPageTest {
  private static final String PATH = "docs/operating/configuration.md";
  private static final Pattern DESCRIPTION = Pattern.compile("(.*?)(?: Default: (.*)\\.)?");

  private static final String TEMPLATE =
      """
      # Configuration

      <!-- Made by ConfigurationPageTest from the options of `serve`. To make it anew:
           mvn -pl server -am test -Dsurefire.failIfNoSpecifiedTests=false \\
             -Dtest=ConfigurationPageTest -Dwrite -->

      Every setting has a default. A setting may be given in three places; the first that has it
      wins:

      1. a flag: `./vestnik --limit-tokens 5`;
      2. the environment: `VESTNIK_LIMIT_TOKENS=5`;
      3. the configuration file, which `--config FILE` or `VESTNIK_CONFIG` names:
         `limit-tokens = 5`. It is a Java properties file in UTF-8: `name = value`, one on a line,
         and lines that begin with `#` say nothing. A name in it that is no setting is refused at
         the start.

      Several values of one setting are separated by commas.

      ## The server

      ${server}
      ## Mail

      Without `mail-host` no mail is sent; [mail.md](mail.md) tells what mail is for.

      ${mail}
      ## Limits

      A rate is `BURST+N/UNIT`, where the unit is `s`, `min` or `h`: `10+2/min` allows ten at once,
      and then two a minute. The limits are counted in memory and begin anew with the server. What
      each is charged for is told in [the protocol](../protocol.md#limits).

      ${limits}
      ## In the environment alone

      - `VESTNIK_DATABASE_PASSWORD`: the password of the PostgreSQL database, where neither its URL
        nor a file has it.
      - `VESTNIK_BUS_PASSWORD`: the same of the bus.
      - `VESTNIK_JAVA_HOME`: the JDK to run on, for `./vestnik`. By default one that it finds.
      - `VESTNIK_JAVA_OPTS`: more options of the JVM, for `./vestnik`, as in `-Xmx2g`. By default
        none, and the heap may have 512 MiB.
      - `VESTNIK_LOG`: `debug` makes the server log more. By default `info`.
      """;

  @Test
  void thePageSaysWhatTheOptionsSay() throws Exception {
    String page = page();
    if (System.getProperty("write") != null) {
      Files.writeString(Documents.file(PATH), page);
    }
    assertThat(Documents.text(PATH)).as(PATH + " (-Dwrite makes it anew)").isEqualTo(page);
  }

  private static String page() {
    List<OptionSpec> options =
        Main.commands(Settings.of(new String[0], Map.of()))
            .getSubcommands()
            .get("serve")
            .getCommandSpec()
            .options()
            .stream()
            .filter(option -> !option.usageHelp() && !option.versionHelp())
            .filter(option -> !option.longestName().equals("--config"))
            .toList();
    List<OptionSpec> grouped = options.stream().filter(option -> option.group() != null).toList();
    return TEMPLATE
        .replace(
            "${server}", table(options.stream().filter(option -> option.group() == null).toList()))
        .replace("${mail}", table(grouped.stream().filter(ConfigurationPageTest::isMail).toList()))
        .replace("${limits}", table(grouped.stream().filter(option -> !isMail(option)).toList()));
  }

  private static boolean isMail(OptionSpec option) {
    return option.longestName().startsWith("--mail-");
  }

  private static String table(List<OptionSpec> options) {
    return options.stream()
        .map(ConfigurationPageTest::row)
        .collect(
            Collectors.joining(
                "", "| flag | environment | default | meaning |\n|---|---|---|---|\n", ""));
  }

  private static String row(OptionSpec option) {
    String name = option.longestName();
    Matcher description = DESCRIPTION.matcher(String.join(" ", option.description()));
    assertThat(description.matches()).isTrue();
    String value = String.valueOf(option.defaultValue());
    String shown =
        description.group(2) == null
            ? value
            : description.group(2).replace("${DEFAULT-VALUE}", value);
    return "| `%s %s` | `%s` | %s | %s |\n"
        .formatted(
            name,
            option.paramLabel().replace("|", "\\|"),
            "VESTNIK_" + name.substring(2).toUpperCase(Locale.ROOT).replace('-', '_'),
            shown,
            description.group(1));
  }
}
