package io.vestnik.bench.workload;

import io.vestnik.bench.prepare.Contents;
import io.vestnik.bench.prepare.Prepared;
import io.vestnik.bench.run.Report;
import io.vestnik.bench.run.Running;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `growth`: whether writing and reading cost the same when much is stored.
@Command(
    name = "growth",
    description = "Measures messages and history again and again, while the data grows.",
    mixinStandardHelpOptions = true,
    sortOptions = false)
public final class Growth implements Callable<Integer> {
  @Mixin private TimedTarget target = new TimedTarget();
  @Mixin private History.Shelf shelf = new History.Shelf();

  @Option(
      names = "--sizes",
      split = ",",
      defaultValue = "10000,1000000,10000000",
      description =
          "Messages that are stored, one measurement each; a tenth of them in one chat."
              + " Default: ${DEFAULT-VALUE}.")
  private List<Long> sizes = List.of();

  @Option(
      names = "--pairs",
      defaultValue = "100",
      description = "Pairs of users who write. Default: ${DEFAULT-VALUE}.")
  private int pairs;

  private final Report report = new Report("growth");

  @Override
  public Integer call() {
    Target.require(!target.isOther(), "growth measures a server of its own: no --connect");
    Target.require(
        sizes.stream().sorted().toList().equals(sizes) && sizes.getFirst() >= 0,
        "--sizes must grow");
    try (Place place = target.place(contents(sizes.getFirst()))) {
      Prepared data = place.prepared();
      for (long size : sizes) {
        Contents wanted = contents(size);
        if (data.contents().messages() < wanted.messages()) {
          data.grow(wanted.big(), wanted.each());
        }
        String of = String.format(Locale.ROOT, "%,d stored: ", data.contents().messages());
        try (Running server = place.start()) {
          messages(server, of, 1);
          messages(server, of, 16);
          new Reading(server, data.contents(), target.time()).run(report, of);
        }
      }
    }
    report.tell(target.json());
    return 0;
  }

  private Contents contents(long size) {
    Contents none = shelf.contents(0, 0);
    int each = (int) (size * 9 / 10 / Math.max(1, none.chats() - 1));
    return none.with(size - (long) each * (none.chats() - 1), each);
  }

  private void messages(Running server, String of, int outstanding) {
    int writing = Math.min(pairs, shelf.contents(0, 0).pairs());
    Pairs.Shape shape = new Pairs.Shape(outstanding, 0, Messages.content(100), false, 1);
    String title = "%s%d pairs, %d outstanding".formatted(of, writing, outstanding);
    try (Pairs running = new Pairs(server, target.pairs(writing, server), shape, false)) {
      Pairs.Found found = running.run(server, target.time(), title);
      found.tell(report.section(title).awaited(shape.awaited()));
    }
  }
}
