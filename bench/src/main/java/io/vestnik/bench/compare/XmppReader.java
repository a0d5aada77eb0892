package io.vestnik.bench.compare;

import io.vestnik.bench.run.Meter;
import java.time.Instant;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/// Asks an archive for pages of 50 messages with one other user, one page at a time (XEP-0313).
final class XmppReader {
  private static final int PAGE = 50;
  private static final Instant FIRST = Instant.parse("2023-01-01T00:00:00Z");

  private final XmppLine line;
  private final Meter pages;
  private final long messages;
  private final boolean newest;
  private final SplittableRandom random = new SplittableRandom(1);
  private final CompletableFuture<@Nullable Void> idle = new CompletableFuture<>();
  private boolean running;

  /// @param messages how many the archive has, as `ejabberd.sh` writes them: one a second from the
  ///   beginning of 2023 on
  /// @param newest the newest page, or else one in the middle, each time another
  XmppReader(XmppLine line, Meter pages, long messages, boolean newest) {
    this.line = line;
    this.pages = pages;
    this.messages = messages;
    this.newest = newest;
  }

  /// Begins; to be called on the loop.
  void start() {
    running = true;
    ask();
  }

  /// Begins nothing more; [#idle] tells when the last is answered.
  void stop() {
    running = false;
  }

  CompletableFuture<@Nullable Void> idle() {
    return idle;
  }

  private void ask() {
    String until =
        newest
            ? ""
            : "<field var='end'><value>%s</value></field>"
                .formatted(FIRST.plusSeconds(random.nextLong(PAGE, messages)));
    long began = System.nanoTime();
    line.ask(
        """
        <iq type='set' id='page'><query xmlns='urn:xmpp:mam:2'><x xmlns='jabber:x:data'\
         type='submit'><field var='FORM_TYPE' type='hidden'><value>urn:xmpp:mam:2</value></field>\
        <field var='with'><value>user2@localhost</value></field>%s</x>\
        <set xmlns='http://jabber.org/protocol/rsm'><max>%d</max><before/></set></query></iq>\
        """
            .formatted(until, PAGE),
        () -> {
          pages.record(System.nanoTime() - began);
          if (running) {
            ask();
          } else {
            idle.complete(null);
          }
        });
  }
}
