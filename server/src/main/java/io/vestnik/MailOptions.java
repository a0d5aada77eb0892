package io.vestnik;

import io.vestnik.mail.MailSettings;
import io.vestnik.mail.MailSettings.Tls;
import jakarta.mail.internet.AddressException;
import jakarta.mail.internet.InternetAddress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// The settings of mail.
final class MailOptions {
  private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "::1", "[::1]");

  @Option(
      names = "--mail-host",
      paramLabel = "HOST",
      description = "The mail server (SMTP). Default: none, and no mail is sent.")
  private @Nullable String host;

  @Option(
      names = "--mail-port",
      paramLabel = "PORT",
      description = "Its port. Default: 587 with starttls, 465 with tls, 25 with none.")
  private @Nullable Integer port;

  @Option(
      names = "--mail-user",
      paramLabel = "NAME",
      description = "As whom to sign in to it. Default: nobody.")
  private @Nullable String user;

  @Option(
      names = "--mail-password-file",
      paramLabel = "FILE",
      description = "The file with the password of --mail-user, on its first line. Default: none.")
  private @Nullable Path passwordFile;

  @Option(
      names = "--mail-from",
      paramLabel = "ADDRESS",
      description = "The sender of mails; needed with --mail-host. Default: none.")
  private @Nullable String from;

  @Option(
      names = "--mail-tls",
      paramLabel = "none|starttls|tls",
      description =
          "How the way to the mail server is encrypted; with starttls nothing is sent where it is"
              + " not offered. Default: starttls, but none for a mail server on the same machine.")
  private @Nullable Tls tls;

  /// @return null where no mail is to be sent
  /// @throws IllegalArgumentException naming the setting that is wrong
  @Nullable MailSettings settings(String sender) {
    if (host == null || host.isBlank()) {
      require(
          port == null && user == null && passwordFile == null && from == null && tls == null,
          "The settings of mail need --mail-host");
      return null;
    }
    require(port == null || (port >= 1 && port <= 65_535), "--mail-port must be 1 to 65535");
    require(
        (user == null) == (passwordFile == null),
        "--mail-user and --mail-password-file go together");
    Tls way = tls != null ? tls : LOOPBACK.contains(host) ? Tls.NONE : Tls.STARTTLS;
    return new MailSettings(
        host, port == null ? way.port() : port, way, user, password(), address(sender), sender);
  }

  private @Nullable String password() {
    if (passwordFile == null) {
      return null;
    }
    try {
      String first = Files.readString(passwordFile).lines().findFirst().orElse("");
      require(!first.isEmpty(), "--mail-password-file is empty: " + passwordFile);
      return first;
    } catch (IOException e) {
      throw new IllegalArgumentException("--mail-password-file cannot be read: " + e, e);
    }
  }

  private InternetAddress address(String sender) {
    try {
      require(from != null, "--mail-host needs --mail-from, the sender of mails");
      InternetAddress[] one = InternetAddress.parse(from == null ? "" : from, true);
      require(
          one.length == 1 && one[0].getAddress().contains("@"), "--mail-from must be one address");
      if (one[0].getPersonal() == null) {
        one[0].setPersonal(sender, "UTF-8");
      }
      return one[0];
    } catch (AddressException | java.io.UnsupportedEncodingException e) {
      throw new IllegalArgumentException("--mail-from is no e-mail address: " + from, e);
    }
  }

  private static void require(boolean right, String otherwise) {
    if (!right) {
      throw new IllegalArgumentException(otherwise);
    }
  }
}
