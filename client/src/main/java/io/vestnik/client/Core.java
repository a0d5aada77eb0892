package io.vestnik.client;

import io.vestnik.client.mode.Request;
import io.vestnik.client.mode.SendMessage;
import io.vestnik.client.transport.Transport;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// The parts of a client, put together. Whoever calls hands a task to the loop; all else happens
/// there.
final class Core {
  private static final int LISTENER_SECONDS = 5;

  private final Loop loop;
  private final Parts parts;
  private final Transport transport;
  private final Deliveries deliveries;
  private final Progress progress;
  private final Connector connector;
  private final Calls calls;
  private final Gaps gaps;
  private final Outbox outbox;
  private final Feed feed;
  private final CompletableFuture<Boolean> connected = new CompletableFuture<>();
  private volatile @Nullable String token;
  private boolean listening;
  private @Nullable VestnikException over;

  Core(ClientBuilder builder) {
    loop = new Loop("vestnik-client", this::fault);
    parts = builder.parts(loop);
    transport = builder.transport();
    deliveries = new Deliveries(loop, parts.settings().undelivered(), new FromListener());
    progress = new Progress(builder.state(), deliveries);
    connector = new Connector(parts, transport, new FromConnection());
    calls = new Calls(parts, connector);
    gaps = new Gaps(parts, connector, progress, deliveries);
    outbox = new Outbox(parts, connector, progress, deliveries);
    feed = new Feed(parts, connector, new Feed.Books(progress, deliveries, gaps), new FromFeed());
  }

  Settings settings() {
    return parts.settings();
  }

  /// Done when a first connection stands, or could not be made.
  CompletableFuture<Boolean> connected() {
    return connected.copy();
  }

  void begin(@Nullable String first, @Nullable VestnikListener listener) {
    if (first != null) {
      useToken(first);
    }
    if (listener != null) {
      listen(listener);
    }
    loop.execute(connector::open);
  }

  void listen(VestnikListener listener) {
    deliveries.setListener(listener);
    loop.execute(() -> {
      if (!listening && over == null) {
        listening = true;
        progress.handOnOld();
        outbox.close();
        goOn();
      }
    });
  }

  void useToken(String next) {
    token = next;
    loop.execute(() -> {
      token = next;
      if (!next.equals(connector.token())) {
        connector.setToken(next);
        feed.stop();
        outbox.close();
        goOn();
      }
    });
  }

  @Nullable String token() {
    return token;
  }

  // With a connection and a token: subscribes where somebody listens, and sends.
  private void goOn() {
    if (over != null || !connector.isUp() || connector.token() == null) {
      return;
    }
    if (listening) {
      feed.up();
    } else {
      outbox.open();
    }
  }

  <A extends Record> CompletableFuture<A> submit(Request<A> request, Duration timeout) {
    Call<A> call = new Call<>(request);
    loop.execute(() -> calls.submit(call, timeout));
    return call.answer;
  }

  /// Done when the message is kept; within it, when it is sent.
  CompletableFuture<CompletableFuture<SendMessage.Answer>> send(SendMessage message) {
    CompletableFuture<CompletableFuture<SendMessage.Answer>> kept = new CompletableFuture<>();
    loop.execute(() -> {
      try {
        kept.complete(keep(message));
      } catch (VestnikException e) {
        kept.completeExceptionally(e);
        if (e.code().equals(VestnikException.STATE)) {
          throw e;
        }
      }
    });
    return kept;
  }

  private CompletableFuture<SendMessage.Answer> keep(SendMessage message) {
    if (over != null) {
      throw over;
    }
    if (outbox.size() >= parts.settings().waiting()) {
      throw VestnikException.local(
          VestnikException.QUEUE_FULL, "Too many messages wait to be sent.");
    }
    String given = message.client_message_id();
    String key = given == null ? freshKey() : given;
    CompletableFuture<SendMessage.Answer> answer = new CompletableFuture<>();
    outbox.add(message.withClientMessageId(key), key, answer);
    return answer;
  }

  private String freshKey() {
    long high = (parts.random().nextLong() & ~0xF000L) | 0x4000L;
    long low = (parts.random().nextLong() & ~(3L << 62)) | (1L << 63);
    return new UUID(high, low).toString();
  }

  void close() {
    CompletableFuture<Boolean> done = new CompletableFuture<>();
    loop.execute(() -> {
      connector.close();
      end(VestnikException.local(VestnikException.CLOSED, "The client was closed."));
      done.complete(true);
    });
    done.join();
    CompletableFuture<Boolean> quiet = deliveries.close();
    CompletableFuture<Boolean> closed = new CompletableFuture<>();
    quiet.thenRun(() ->
        loop.execute(() -> {
          progress.close();
          closed.complete(true);
        }));
    if (!deliveries.isOwnThread()) {
      closed.completeOnTimeout(false, LISTENER_SECONDS, TimeUnit.SECONDS).join();
    }
    transport.close();
  }

  private void end(VestnikException why) {
    if (over == null) {
      over = why;
      feed.stop();
      calls.close(why);
      outbox.end(why);
      parts.alarms().clear();
      connected.completeExceptionally(why);
    }
  }

  private void fault(Throwable problem) {
    connector.fail(
        problem instanceof VestnikException why
            ? why
            : VestnikException.local(VestnikException.FAULT, String.valueOf(problem), problem));
  }

  private final class FromConnection implements Connector.Hooks {
    @Override
    public void up() {
      connected.complete(true);
      goOn();
      calls.pump();
    }

    @Override
    public void down(VestnikException why) {
      connected.completeExceptionally(why);
      feed.stop();
      outbox.close();
      calls.down();
      deliveries.tell(listener -> listener.disconnected(why));
    }

    @Override
    public void event(Map<String, @Nullable Object> frame) {
      feed.event(frame);
    }

    @Override
    public void signedOut() {
      token = null;
      feed.stop();
      outbox.close();
      deliveries.tell(VestnikListener::signedOut);
    }

    @Override
    public void failed(VestnikException why) {
      end(why);
      deliveries.tell(listener -> listener.failed(why));
    }

    @Override
    public void room() {
      calls.pump();
    }
  }

  private final class FromListener implements Deliveries.Told {
    @Override
    public void handed(int count) {
      progress.handed(count);
    }

    @Override
    public void room() {
      feed.room();
    }
  }

  private final class FromFeed implements Feed.Hooks {
    @Override
    public void caughtUp() {
      outbox.open();
      deliveries.tell(VestnikListener::caughtUp);
    }

    @Override
    public void reset() {
      outbox.close();
    }
  }
}
