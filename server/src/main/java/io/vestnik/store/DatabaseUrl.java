package io.vestnik.store;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Properties;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Where a PostgreSQL database is and who asks: `postgresql://user:password@host:port/name?…`. What
/// stands behind the question mark goes to the driver as it is. Never shows the password.
public final class DatabaseUrl {
  private static final Pattern SYNTAX =
      Pattern.compile(
          "postgres(?:ql)?://(?:([^:@/?]*)(?::([^@/?]*))?@)?([^@/?]+)/([^/?]+)(?:\\?(.*))?");

  private final String place;
  private final String jdbc;
  private final String user;
  private final @Nullable String password;

  private DatabaseUrl(String place, String jdbc, String user, @Nullable String password) {
    this.place = place;
    this.jdbc = jdbc;
    this.user = user;
    this.password = password;
  }

  /// Reads it.
  ///
  /// @param password where the text has none, or null
  /// @throws IllegalArgumentException where it is no such address; says nothing of a password
  public static DatabaseUrl parse(String text, @Nullable String password) {
    Matcher parts = SYNTAX.matcher(text);
    if (!parts.matches() || parts.group(1) == null || parts.group(1).isEmpty()) {
      throw new IllegalArgumentException(
          "--database must be postgresql://USER@HOST:PORT/NAME, with what is special in a user or"
              + " password percent-encoded");
    }
    String place = parts.group(3) + "/" + parts.group(4);
    String more = parts.group(5) == null ? "" : "?" + parts.group(5);
    String inText = parts.group(2);
    return new DatabaseUrl(
        place,
        "jdbc:postgresql://" + place + more,
        decoded(parts.group(1)),
        inText == null ? password : decoded(inText));
  }

  private static String decoded(String text) {
    try {
      return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "--database has a wrong percent sign in its user or password", e);
    }
  }

  /// The same as the driver takes it.
  public String jdbc() {
    return jdbc;
  }

  /// Who asks, as the driver takes it.
  public Properties credentials() {
    Properties credentials = new Properties();
    credentials.setProperty("user", user);
    if (password != null) {
      credentials.setProperty("password", password);
    }
    return credentials;
  }

  /// A new connection to it.
  ///
  /// @param name as PostgreSQL shows it
  /// @param answerSeconds how long an answer may take; 0 for as long as it likes
  public Connection connect(String name, int answerSeconds) throws SQLException {
    return PostgresSession.connect(this, name, answerSeconds);
  }

  /// Where it is: all of it that may be shown.
  @Override
  public String toString() {
    return place;
  }
}
