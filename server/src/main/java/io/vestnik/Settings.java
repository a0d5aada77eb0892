package io.vestnik;

import io.vestnik.protocol.Rate;
import java.io.IOException;
import java.io.Reader;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.IDefaultValueProvider;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.TypeConversionException;

/// Where settings come from that no flag gives: the environment, then the configuration file.
final class Settings implements IDefaultValueProvider {
  private static final String PREFIX = "VESTNIK_";
  private static final String CONFIG = "--config";

  private final Map<String, String> environment;
  private final Properties file;

  private Settings(Map<String, String> environment, Properties file) {
    this.environment = environment;
    this.file = file;
  }

  /// The settings around these arguments.
  ///
  /// @throws IllegalArgumentException where the configuration file cannot be read
  static Settings of(String[] args, Map<String, String> environment) {
    String file = environment.get(PREFIX + "CONFIG");
    for (int i = 0; i < args.length; i++) {
      if (args[i].startsWith(CONFIG + "=")) {
        file = args[i].substring(CONFIG.length() + 1);
      } else if (args[i].equals(CONFIG) && i + 1 < args.length) {
        file = args[i + 1];
      }
    }
    Properties settings = new Properties();
    if (file != null) {
      try (Reader reader = Files.newBufferedReader(Path.of(file), StandardCharsets.UTF_8)) {
        settings.load(reader);
      } catch (IOException e) {
        throw new IllegalArgumentException("Cannot read the configuration file: " + e, e);
      }
    }
    return new Settings(environment, settings);
  }

  @Override
  public @Nullable String defaultValue(ArgSpec argument) {
    if (!(argument instanceof OptionSpec option) || option.usageHelp() || option.versionHelp()) {
      return null;
    }
    String name = option.longestName().substring(2);
    String variable = PREFIX + name.toUpperCase(Locale.ROOT).replace('-', '_');
    String value = environment.get(variable);
    return value != null ? value : file.getProperty(name);
  }

  /// Refuses names in the file that are no settings.
  ///
  /// @throws IllegalArgumentException naming them
  void refuseUnknown(List<OptionSpec> known) {
    Set<String> unknown = new TreeSet<>(file.stringPropertyNames());
    known.forEach(option -> unknown.remove(option.longestName().substring(2)));
    if (!unknown.isEmpty()) {
      throw new IllegalArgumentException(
          "The configuration file has what is no setting: " + String.join(", ", unknown));
    }
  }

  /// Reads `HOST:PORT`; a host of IPv6 stands in brackets.
  static InetSocketAddress address(String text) {
    int colon = text.lastIndexOf(':');
    try {
      String host = text.substring(0, colon).replaceAll("^\\[|]$", "");
      InetSocketAddress address =
          new InetSocketAddress(host, Integer.parseInt(text.substring(colon + 1)));
      if (!host.isEmpty() && !address.isUnresolved()) {
        return address;
      }
    } catch (IndexOutOfBoundsException | IllegalArgumentException e) {
      // said below
    }
    throw new TypeConversionException(
        "HOST:PORT is asked for, as in 127.0.0.1:8080 or [::1]:8080, not " + text);
  }

  /// Reads a rate.
  static Rate rate(String text) {
    try {
      return Rate.parse(text);
    } catch (IllegalArgumentException e) {
      throw new TypeConversionException(e.getMessage());
    }
  }
}
