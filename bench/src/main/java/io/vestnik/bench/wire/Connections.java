package io.vestnik.bench.wire;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollChannelOption;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.netty.util.concurrent.Future;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// All connections of a run. One that is lost fails the run.
public final class Connections implements AutoCloseable {
  /// How the names of its threads begin.
  public static final String THREADS = "generator";

  private static final int WAIT_SECONDS = 30;
  private static final long SETTLE_NANOS = 20_000_000_000L;
  private static final int OPENING_AT_ONCE = 64;
  // Of the 28,000 ports that a system lends to one address.
  private static final int AN_ADDRESS = 5_000;
  private static final int MAX_ADDRESSES = 250;

  private final List<InetSocketAddress> servers;
  private final EventLoopGroup loops;
  private final List<EventLoop> loop = new ArrayList<>();
  private final Map<EventLoop, Flusher> flushers = new HashMap<>();
  private final Bootstrap bootstrap;
  private final AtomicReference<@Nullable String> failure = new AtomicReference<>();
  private final CountDownLatch failed = new CountDownLatch(1);
  private final AtomicInteger opened = new AtomicInteger();
  private volatile boolean closing;

  /// Connections to be, on so many threads, to each server in turn.
  public Connections(List<InetSocketAddress> servers, int threads) {
    this.servers = List.copyOf(servers);
    boolean epoll = Epoll.isAvailable();
    IoHandlerFactory io = epoll ? EpollIoHandler.newFactory() : NioIoHandler.newFactory();
    loops = new MultiThreadIoEventLoopGroup(threads, new DefaultThreadFactory(THREADS), io);
    for (int i = 0; i < threads; i++) {
      EventLoop next = loops.next();
      loop.add(next);
      flushers.put(next, new Flusher(next));
    }
    bootstrap =
        new Bootstrap()
            .channel(epoll ? EpollSocketChannel.class : NioSocketChannel.class)
            .option(ChannelOption.TCP_NODELAY, true);
    if (epoll) {
      // Else each takes a port that no other connection of its address has, also none of a run
      // before: the search for one becomes what is measured.
      bootstrap.option(EpollChannelOption.IP_BIND_ADDRESS_NO_PORT, true);
    }
  }

  /// The thread of that number.
  public EventLoop loop(int thread) {
    return loop.get(thread % loop.size());
  }

  /// Begins to open one, on the thread of that number; its [Line#open] tells when it is.
  ///
  /// @param lost hears why it ended
  public Line open(Talker talker, Line.Opening opening, int thread, Consumer<String> lost) {
    EventLoop on = loop(thread);
    Flusher flusher = Objects.requireNonNull(flushers.get(on));
    Line line = new Line(talker, opening, flusher, lost);
    ChannelFuture connecting = connect(line, on);
    connecting.addListener(done -> {
      if (!done.isSuccess()) {
        line.open().completeExceptionally(done.cause());
      }
    });
    return line;
  }

  /// Connects a handler, of whatever protocol.
  public ChannelFuture connect(ChannelHandler handler, EventLoop on) {
    Bootstrap one =
        bootstrap
            .clone(on)
            .handler(
                new ChannelInitializer<>() {
                  @Override
                  protected void initChannel(Channel channel) {
                    channel.pipeline().addLast(handler);
                  }
                });
    int number = opened.getAndIncrement();
    InetSocketAddress server = servers.get(number % servers.size());
    int address = 1 + number / AN_ADDRESS % MAX_ADDRESSES;
    return server.getAddress().isLoopbackAddress()
        ? one.connect(server, new InetSocketAddress("127.0.0." + address, 0))
        : one.connect(server);
  }

  /// One to be opened.
  public record Wanted(Talker talker, Line.Opening opening, int thread) {}

  /// Opens them, a few at a time; returns when all are open. They are not to be lost.
  ///
  /// @param progress hears how many are
  public List<Line> openAll(List<Wanted> wanted, Consumer<Integer> progress) {
    Semaphore places = new Semaphore(OPENING_AT_ONCE);
    List<Line> lines = new ArrayList<>(wanted.size());
    for (Wanted one : wanted) {
      take(places);
      Line line = open(one.talker, one.opening, one.thread, this::fail);
      line.open()
          .whenComplete((_, why) -> {
            if (why != null && !closing) {
              fail("A connection cannot be opened: " + why.getMessage());
            }
            places.release();
          });
      lines.add(line);
      progress.accept(lines.size());
    }
    for (int i = 0; i < OPENING_AT_ONCE; i++) {
      take(places); // so the last are open too
    }
    return lines;
  }

  private void take(Semaphore places) {
    try {
      if (!places.tryAcquire(WAIT_SECONDS, TimeUnit.SECONDS)) {
        throw new IllegalStateException("The server opens no connection within 30 s");
      }
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
    check();
  }

  /// Runs it on the connections' own threads, each with its talker, and returns when all have.
  public static <T extends Talker> void onEach(
      List<Line> lines, Class<T> type, Consumer<T> action) {
    List<Future<?>> done = new ArrayList<>();
    for (Line line : lines) {
      T talker = type.cast(line.talker());
      done.add(line.loop().submit(() -> action.accept(talker)));
    }
    done.forEach(Future::syncUninterruptibly);
  }

  /// Stops the talkers, and returns when none of them waits for anything, or after 20 seconds.
  public <T extends Talker> void settle(
      List<Line> lines, Class<T> type, Consumer<T> stop, Predicate<T> isIdle) {
    onEach(lines, type, stop);
    long deadline = System.nanoTime() + SETTLE_NANOS;
    AtomicInteger busy = new AtomicInteger(1);
    while (busy.get() > 0 && System.nanoTime() < deadline) {
      pass(10_000_000);
      busy.set(0);
      onEach(lines, type, talker -> busy.addAndGet(isIdle.test(talker) ? 0 : 1));
    }
  }

  /// Has the run fail.
  public void fail(String why) {
    if (!closing) {
      failure.compareAndSet(null, why);
      failed.countDown();
    }
  }

  /// Throws why the run has failed, if it has.
  public void check() {
    String why = failure.get();
    if (why != null) {
      throw new IllegalStateException(why);
    }
  }

  /// Waits so long, and throws if the run fails meanwhile.
  public void pass(long nanos) {
    try {
      if (failed.await(nanos, TimeUnit.NANOSECONDS)) {
        check();
      }
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    closing = true;
    loops.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly(5, TimeUnit.SECONDS);
  }
}
