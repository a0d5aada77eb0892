package io.vestnik.command;

import io.vestnik.account.Secrets;
import io.vestnik.store.Copies;
import io.vestnik.store.DataFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `restore`: a copy in place of what a data folder holds.
@Command(
    name = "restore",
    description = {
      "Puts a copy that `backup` made into a data folder; no server may be using it.",
      "Clients are told that it is another data set, and drop what they remember of the old one."
    },
    mixinStandardHelpOptions = true)
public final class Restore implements Callable<Integer> {
  private static final List<String> ENDINGS = List.of("", "-wal", "-shm");

  @Option(names = "--from", paramLabel = "FILE", required = true, description = "The copy.")
  private Path copy = Path.of("");

  @Option(
      names = "--data",
      paramLabel = "DIR",
      defaultValue = "./vestnik-data",
      description = "The data folder; made where there is none. Default: ${DEFAULT-VALUE}.")
  private Path data = Path.of("./vestnik-data");

  @Option(
      names = "--replace",
      description = "Keep what the folder holds beside it, under the ending .replaced.")
  private boolean replace;

  @Override
  public Integer call() throws IOException {
    if (!Files.isRegularFile(copy)) {
      throw new IllegalStateException("There is no file " + copy + ".");
    }
    try (DataFolder folder = DataFolder.take(data)) {
      Path database = folder.database();
      if (Files.exists(database) && !replace) {
        throw new IllegalStateException(
            data + " holds data already: name another --data, or keep them aside by --replace.");
      }
      Copies.check(copy);
      setAside(database);
      Copies.Contents contents =
          Copies.restore(copy, database, Secrets.ofSystem().id(), new ProgressLines("Restoring"));
      System.out.printf(
          "Restored %d users, %d chats and %d log entries into %s.%n",
          contents.users(), contents.chats(), contents.entries(), data);
    }
    return 0;
  }

  private static void setAside(Path database) throws IOException {
    if (!Files.exists(database)) {
      return;
    }
    String name = database.getFileName() + ".replaced";
    for (int n = 1; Files.exists(database.resolveSibling(name)); n++) {
      name = database.getFileName() + ".replaced-" + n;
    }
    for (String ending : ENDINGS) {
      Path file = database.resolveSibling(database.getFileName() + ending);
      if (Files.exists(file)) {
        Files.move(file, database.resolveSibling(name + ending));
      }
    }
    System.err.println("What was there is kept as " + name + ".");
  }
}
