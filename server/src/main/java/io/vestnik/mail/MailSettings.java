package io.vestnik.mail;

import io.vestnik.model.Wire;
import jakarta.mail.internet.InternetAddress;
import org.jspecify.annotations.Nullable;

/// Through which server mail goes, and from whom.
///
/// @param user null where the server asks for no password
/// @param sender the server's own name, as mails show it
public record MailSettings(
    String host,
    int port,
    Tls tls,
    @Nullable String user,
    @Nullable String password,
    InternetAddress from,
    String sender) {

  /// How the way to the mail server is kept secret.
  public enum Tls implements Wire {
    /// Not at all.
    NONE(25),
    /// By STARTTLS; where the server does not offer it, nothing is sent.
    STARTTLS(587),
    /// From the first byte.
    TLS(465);

    private final int port;

    Tls(int port) {
      this.port = port;
    }

    /// The port that such servers listen on.
    public int port() {
      return port;
    }
  }

  /// Without the password.
  @Override
  public String toString() {
    return host + ":" + port + " (" + tls.word() + ")";
  }
}
