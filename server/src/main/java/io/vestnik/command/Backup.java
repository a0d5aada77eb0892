package io.vestnik.command;

import io.vestnik.store.Copies;
import io.vestnik.store.DataFolder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `backup`: a checked copy of all that a server keeps, made while it serves.
@Command(
    name = "backup",
    description = {
      "Copies a data folder into one file while its server goes on serving.",
      "The copy is of one moment, and is checked before it gets its name."
    },
    mixinStandardHelpOptions = true)
public final class Backup implements Callable<Integer> {
  @Option(
      names = "--data",
      paramLabel = "DIR",
      defaultValue = "./vestnik-data",
      description = "The data folder. Default: ${DEFAULT-VALUE}.")
  private Path data = Path.of("./vestnik-data");

  @Option(
      names = "--to",
      paramLabel = "FILE",
      required = true,
      description = "The file to write; there must be none of this name.")
  private Path target = Path.of("");

  @Override
  public Integer call() {
    Path database = DataFolder.database(data);
    if (!Files.isRegularFile(database)) {
      throw new IllegalStateException("There are no data in " + data + ".");
    }
    if (Files.exists(target)) {
      throw new IllegalStateException(target + " exists already: name a new file by --to.");
    }
    Copies.Contents contents = Copies.write(database, target, new ProgressLines("Copying"));
    System.out.printf(
        "Copied %d users, %d chats and %d log entries into %s, and checked them.%n",
        contents.users(), contents.chats(), contents.entries(), target);
    return 0;
  }
}
