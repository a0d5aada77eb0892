package io.vestnik.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What `--database` takes, and what it never shows.
class DatabaseUrlTest {
  @Test
  void passesOnWhatTheDriverKnows() {
    DatabaseUrl url =
        DatabaseUrl.parse(
            "postgresql://anna:p%40ss+%3A@one:5432,two:5433/chat?sslmode=verify-full", "other");
    assertThat(url.jdbc())
        .isEqualTo("jdbc:postgresql://one:5432,two:5433/chat?sslmode=verify-full");
    assertThat(url.credentials()).containsEntry("user", "anna").containsEntry("password", "p@ss+:");
    assertThat(url.toString()).isEqualTo("one:5432,two:5433/chat");
  }

  @Test
  void takesThePasswordFromElsewhereWhereItHasNone() {
    assertThat(DatabaseUrl.parse("postgres://anna@db/chat", "secret").credentials())
        .containsEntry("password", "secret");
    assertThat(DatabaseUrl.parse("postgres://anna@[::1]:5432/chat", null).credentials())
        .doesNotContainKey("password");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "mysql://anna:secret@db/chat",
        "postgresql://db/chat",
        "postgresql://:secret@db/chat",
        "postgresql://anna:secret@db",
        "postgresql://anna:secret%zz@db/chat",
        "jdbc:postgresql://db/chat?user=anna&password=secret",
      })
  void refusesWhatIsNoneAndShowsNoPassword(String text) {
    assertThatThrownBy(() -> DatabaseUrl.parse(text, null))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("--database")
        .hasMessageNotContaining("secret");
  }
}
