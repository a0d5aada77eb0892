package io.vestnik.account;

import static org.assertj.core.api.Assertions.assertThat;

import io.vestnik.model.TokenHash;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("once")
class SecretsTest {
  private final Secrets secrets = Secrets.ofSystem();

  @Test
  void tokensAndIdsHaveTheirShape() {
    assertThat(secrets.token()).matches("[A-Za-z0-9_-]{43}");
    assertThat(secrets.id()).matches("[A-Za-z0-9_-]{22}");
    assertThat(secrets.bytes(0)).isEmpty();
    assertThat(secrets.bytes(7)).hasSize(7);
  }

  @Test
  void nothingComesTwice() {
    Set<String> seen = new HashSet<>();
    for (int count = 0; count < 1_000; count++) {
      assertThat(seen.add(secrets.token())).isTrue();
      assertThat(seen.add(secrets.id())).isTrue();
    }
  }

  /// On a command line that would begin an option.
  @Test
  void noIdBeginsWithAHyphen() {
    for (int count = 0; count < 1_000; count++) {
      assertThat(secrets.id()).doesNotStartWith("-");
    }
  }

  @Test
  void hashesTheCharactersOfAToken() {
    assertThat(HexFormat.of().formatHex(TokenHash.of("abc").bytes()))
        .isEqualTo("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  }
}
