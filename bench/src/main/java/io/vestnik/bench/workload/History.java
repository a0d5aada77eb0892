package io.vestnik.bench.workload;

import io.vestnik.bench.prepare.Contents;
import io.vestnik.bench.run.Report;
import io.vestnik.bench.run.Running;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `history`: what a client reads when it comes back.
@Command(
    name = "history",
    description = "Reads pages of a long chat, a long list of chats, and what was missed.",
    mixinStandardHelpOptions = true,
    sortOptions = false)
public final class History implements Callable<Integer> {
  @Mixin private TimedTarget target = new TimedTarget();
  @Mixin private Shelf shelf = new Shelf();

  /// What there is to be read.
  static final class Shelf {
    @Option(
        names = "--chats",
        defaultValue = "10000",
        description = "Chats in all. Default: ${DEFAULT-VALUE}.")
    private int chats;

    @Option(
        names = "--personal",
        defaultValue = "950",
        description = "Personal chats of the reader. Default: ${DEFAULT-VALUE}.")
    private int personal;

    @Option(
        names = "--groups",
        defaultValue = "50",
        description = "Groups of the reader. Default: ${DEFAULT-VALUE}.")
    private int groups;

    @Option(
        names = "--each",
        defaultValue = "10",
        description = "Messages in every other chat. Default: ${DEFAULT-VALUE}.")
    private int each;

    int chats() {
      return chats;
    }

    Contents contents(long big, int inOthers) {
      Target.require(personal >= 1 && personal <= 5_000, "--personal must be 1 to 5000");
      int pairs = Math.max(chats - (personal - 1) - groups, (personal + 12) / 2);
      return new Contents(pairs, personal - 1, groups, 0, 0, big, inOthers);
    }
  }

  @Option(
      names = "--messages",
      defaultValue = "1000000",
      description = "In the long chat. Default: ${DEFAULT-VALUE}.")
  private long messages;

  private final Report report = new Report("history");

  @Override
  public Integer call() {
    target.requireData("history");
    Contents contents = shelf.contents(messages, shelf.each);
    try (Place place = target.place(contents);
        Running server = place.start()) {
      new Reading(server, place.prepared().contents(), target.time()).run(report, "");
    }
    report.tell(target.json());
    return 0;
  }
}
