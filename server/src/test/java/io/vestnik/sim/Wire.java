package io.vestnik.sim;

import io.vestnik.client.transport.Transport;
import io.vestnik.client.transport.WebSocketTransport;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// One client's way to the servers, on which things go wrong.
final class Wire implements Transport {
  private final HttpClient http;
  private final List<Site> sites;
  private final RandomGenerator random;
  private final Faults faults;
  private final Consumer<String> outgoing;
  private final Set<Between> open = ConcurrentHashMap.newKeySet();
  private volatile boolean healed;
  private volatile boolean dead;

  /// @param outgoing hears each frame that the client sends, whatever becomes of it
  Wire(
      HttpClient http,
      List<Site> sites,
      RandomGenerator random,
      Faults faults,
      Consumer<String> outgoing) {
    this.outgoing = outgoing;
    this.http = http;
    this.sites = sites;
    this.random = random;
    this.faults = faults;
  }

  /// From now on nothing goes wrong.
  void heal() {
    healed = true;
    cut();
  }

  /// Whoever uses it is no more: nothing passes.
  void kill() {
    dead = true;
    cut();
  }

  /// Cuts what is open.
  void cut() {
    open.forEach(Between::abort);
  }

  private synchronized boolean chance(int oneIn) {
    return !healed && random.nextInt(oneIn) == 0;
  }

  private synchronized int upTo(int most) {
    return 1 + random.nextInt(most);
  }

  private synchronized @Nullable Life life() {
    return sites.get(random.nextInt(sites.size())).life();
  }

  @Override
  public CompletableFuture<Link> open(Receiver receiver) {
    Life life = life();
    if (dead || life == null) {
      return CompletableFuture.failedFuture(new IOException("nobody listens"));
    }
    if (chance(10)) {
      faults.count(Faults.Kind.REFUSED);
      return CompletableFuture.failedFuture(new IOException("refused"));
    }
    Between between = new Between(receiver, life);
    URI address = URI.create("ws://localhost:" + life.server().address().getPort() + "/ws");
    return WebSocketTransport.to(address, http).open(between).thenApply(between::over);
  }

  @Override
  public void close() {
    // the HTTP client is everybody's
  }

  private static void after(int millis, Runnable task) {
    CompletableFuture.delayedExecutor(millis, TimeUnit.MILLISECONDS, Runnable::run).execute(task);
  }

  private final class Between implements Link, Receiver {
    private final Receiver receiver;
    private final Life life;
    private volatile Link link;
    private volatile boolean silent;
    private CompletableFuture<Void> outward = CompletableFuture.completedFuture(null);
    private CompletableFuture<Void> inward = CompletableFuture.completedFuture(null);

    Between(Receiver receiver, Life life) {
      this.receiver = receiver;
      this.life = life;
    }

    Link over(Link real) {
      link = real;
      open.add(this);
      life.connected(real);
      if (dead) {
        real.abort();
      }
      return this;
    }

    private CompletableFuture<Void> late(CompletableFuture<Void> before, int oneIn) {
      if (!chance(oneIn)) {
        return before;
      }
      faults.count(Faults.Kind.DELAY);
      int millis = upTo(15);
      return before.thenCompose(_ -> {
        CompletableFuture<Void> passed = new CompletableFuture<>();
        after(millis, () -> passed.complete(null));
        return passed;
      });
    }

    @Override
    public synchronized void send(String frame) {
      outgoing.accept(frame);
      outward = late(outward, 12).thenRun(() -> sendNow(frame));
    }

    private void sendNow(String frame) {
      if (chance(60)) {
        faults.count(Faults.Kind.CUT_BEFORE_FRAME);
        link.abort();
      } else if (chance(200)) {
        faults.count(Faults.Kind.SILENCE);
        silent = true;
      }
      if (!silent && !dead) {
        link.send(frame);
      }
      if (chance(60)) {
        faults.count(Faults.Kind.CUT_AFTER_FRAME);
        after(upTo(3), link::abort);
      }
    }

    @Override
    public synchronized void frame(String frame) {
      inward = late(inward, 12).thenRun(() -> hear(frame));
    }

    private void hear(String frame) {
      if (silent || dead) {
        return;
      }
      if (chance(60)) {
        faults.count(Faults.Kind.CUT_BEFORE_ANSWER);
        silent = true;
        link.abort();
        return;
      }
      receiver.frame(frame);
      if (chance(80)) {
        faults.count(Faults.Kind.CUT_AFTER_ANSWER);
        silent = true;
        link.abort();
      }
    }

    @Override
    public void request(int frames) {
      if (chance(40)) {
        faults.count(Faults.Kind.SLOW_READER);
        after(upTo(40), () -> link.request(frames));
      } else {
        link.request(frames);
      }
    }

    @Override
    public void close(int code) {
      link.close(code);
    }

    @Override
    public void abort() {
      link.abort();
    }

    @Override
    public synchronized void closed(int code, String reason) {
      open.remove(this);
      life.disconnected(link);
      inward = inward.thenRun(() -> receiver.closed(code, reason));
    }
  }
}
