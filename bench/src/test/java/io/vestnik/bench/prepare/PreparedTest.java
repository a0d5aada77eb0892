package io.vestnik.bench.prepare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vestnik.bench.Bench;
import io.vestnik.model.SystemClock;
import io.vestnik.store.DataFolder;
import io.vestnik.store.SqliteStore;
import io.vestnik.table.Chats;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A prepared folder holds what its manifest says.
class PreparedTest {
  private static final Contents SMALL = new Contents(12, 6, 3, 20, 1, 200, 10);

  @TempDir private Path folder;

  private List<Chats.Listed> chatsOf(Path data, long user) {
    try (SqliteStore store =
        new SqliteStore(DataFolder.database(data), new SystemClock(), (_, _) -> {})) {
      return store.read(tx -> tx.chats().listedFor(user, Chats.Place.START, 100));
    }
  }

  private static long messages(List<Chats.Listed> chats, long chat) {
    return chats.stream()
        .filter(listed -> listed.chat().id() == chat)
        .mapToLong(listed -> listed.chat().lastMessageId() - 1)
        .sum();
  }

  @Test
  void holdsWhatWasWanted() {
    Prepared.in(folder.resolve("data"), SMALL);
    List<Chats.Listed> first = chatsOf(folder.resolve("data"), 1);
    assertThat(first).hasSize(1 + 6 + 3 + 1);
    assertThat(messages(first, 1)).isEqualTo(200);
    assertThat(messages(first, 13)).isEqualTo(10);
    assertThat(messages(first, 21)).isEqualTo(10);
    assertThat(first)
        .filteredOn(listed -> listed.chat().id() == SMALL.crowdChat())
        .allMatch(listed -> listed.chat().memberCount() == 20)
        .hasSize(1);
  }

  @Test
  void growsByWhatIsMissing() {
    Prepared data = Prepared.in(folder.resolve("data"), SMALL);
    data.grow(300, 15);
    List<Chats.Listed> first = chatsOf(data.folder(), 1);
    assertThat(messages(first, 1)).isEqualTo(300);
    assertThat(messages(first, 13)).isEqualTo(15);
    assertThat(Prepared.of(data.folder()).contents()).isEqualTo(SMALL.with(300, 15));
  }

  @Test
  void isUsedAgainWhereItHasEnough() throws Exception {
    Path data = folder.resolve("data");
    Prepared.in(data, SMALL);
    byte[] before = Files.readAllBytes(data.resolve("bench.properties"));
    assertThat(Prepared.in(data, Contents.pairs(10)).contents()).isEqualTo(SMALL);
    assertThat(data.resolve("bench.properties")).hasBinaryContent(before);
    assertThatThrownBy(() -> Prepared.in(data, Contents.pairs(13)))
        .hasMessageContaining("prepare another folder");
  }

  @Test
  void refusesAFolderOfSomebodyElse() throws Exception {
    Path data = Files.createDirectory(folder.resolve("data"));
    Files.createFile(DataFolder.database(data));
    assertThatThrownBy(() -> Prepared.in(data, SMALL)).hasMessageContaining("did not make");
    assertThatThrownBy(() -> Prepared.of(data)).hasMessageContaining("bench.properties");
  }

  @Test
  void saysWhatCannotBe() {
    assertThat(Bench.refused("prepare", "--data", folder + "/x", "--users=10", "--groups=0"))
        .contains("users for all chats");
  }
}
