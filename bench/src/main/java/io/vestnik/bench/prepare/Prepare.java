package io.vestnik.bench.prepare;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `prepare`: a data folder to be used by other commands, again and again.
@Command(
    name = "prepare",
    description = {
      "Fills a data folder with accounts, chats and messages.",
      "The other commands take it by --data. What it holds stands in bench.properties beside the"
          + " data."
    },
    mixinStandardHelpOptions = true,
    sortOptions = false)
public final class Prepare implements Callable<Integer> {
  @Option(
      names = "--data",
      required = true,
      paramLabel = "DIR",
      description = "The folder, new or empty.")
  private Path data = Path.of(".");

  @Option(
      names = "--users",
      defaultValue = "20000",
      description = "Users, two to a chat. Default: ${DEFAULT-VALUE}.")
  private int users;

  @Option(
      names = "--personal",
      defaultValue = "949",
      description = "Further personal chats of user 1. Default: ${DEFAULT-VALUE}.")
  private int personal;

  @Option(
      names = "--groups",
      defaultValue = "50",
      description = "Groups of ten, with user 1. Default: ${DEFAULT-VALUE}.")
  private int groups;

  @Option(
      names = "--crowd",
      defaultValue = "0",
      description = "Members of one large group. Default: none.")
  private int crowd;

  @Option(
      names = "--passwords",
      defaultValue = "100",
      description = "Users who have a password. Default: ${DEFAULT-VALUE}.")
  private int passwords;

  @Option(
      names = "--big",
      defaultValue = "1000000",
      description = "Messages in chat 1. Default: ${DEFAULT-VALUE}.")
  private long big;

  @Option(
      names = "--each",
      defaultValue = "10",
      description = "Messages in every other chat. Default: ${DEFAULT-VALUE}.")
  private int each;

  @Override
  public Integer call() {
    Contents contents = new Contents(users / 2, personal, groups, crowd, passwords, big, each);
    Prepared made = Prepared.in(data, contents);
    System.out.println(made.folder() + ": " + made.contents());
    return 0;
  }
}
