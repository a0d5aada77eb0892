package io.vestnik.bench;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.util.concurrent.Future;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.LongAdder;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.Recorder;
import org.jspecify.annotations.Nullable;

/// All connections of a run, and what they measured.
final class Load implements Sender.Listener, AutoCloseable {
  private static final int DIGITS = 3;
  private static final int WAIT_SECONDS = 20;

  private final EventLoopGroup loops;
  private final Bootstrap bootstrap;
  private final List<Channel> channels = new ArrayList<>();
  private final Recorder latency = new Recorder(DIGITS);
  private final LongAdder refused = new LongAdder();
  private final AtomicReference<@Nullable String> refusal = new AtomicReference<>();
  private final AtomicReference<@Nullable String> failure = new AtomicReference<>();
  private final CountDownLatch failed = new CountDownLatch(1);
  private volatile boolean closing;

  /// Connections to be, on so many threads.
  Load(InetSocketAddress server, int threads) {
    boolean epoll = Epoll.isAvailable();
    IoHandlerFactory io = epoll ? EpollIoHandler.newFactory() : NioIoHandler.newFactory();
    loops = new MultiThreadIoEventLoopGroup(threads, io);
    bootstrap =
        new Bootstrap()
            .group(loops)
            .channel(epoll ? EpollSocketChannel.class : NioSocketChannel.class)
            .option(ChannelOption.TCP_NODELAY, true)
            .remoteAddress(server);
  }

  /// Opens the connections; returns when all are open.
  void connect(List<Request> requests, int outstanding) {
    List<CompletableFuture<Sender>> opening = new ArrayList<>();
    for (Request request : requests) {
      Sender sender = new Sender(request, outstanding, this);
      opening.add(sender.open());
      channels.add(connect(sender));
    }
    CompletableFuture.allOf(opening.toArray(CompletableFuture[]::new))
        .orTimeout(WAIT_SECONDS, TimeUnit.SECONDS)
        .join();
  }

  private Channel connect(Sender sender) {
    return bootstrap
        .clone()
        .handler(
            new ChannelInitializer<>() {
              @Override
              protected void initChannel(Channel channel) {
                channel.pipeline().addLast(sender);
              }
            })
        .connect()
        .syncUninterruptibly()
        .channel();
  }

  /// Has all send from now on.
  void start() {
    onEach(Sender::start);
  }

  /// Has none send any more; returns when all is answered.
  void stop() {
    onEach((sender, _) -> sender.stop());
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(WAIT_SECONDS);
    boolean waiting = !isIdle();
    while (waiting && System.nanoTime() < deadline) {
      waiting = !hasFailedWithin(10) && !isIdle();
    }
  }

  private boolean isIdle() {
    AtomicBoolean idle = new AtomicBoolean(true);
    onEach((sender, _) -> {
      if (!sender.isIdle()) {
        idle.set(false);
      }
    });
    return idle.get();
  }

  private interface Action {
    void run(Sender sender, ChannelHandlerContext context);
  }

  // Runs it on each connection's own thread, and returns when all have.
  private void onEach(Action action) {
    List<Future<?>> done = new ArrayList<>();
    for (Channel channel : channels) {
      Sender sender = channel.pipeline().get(Sender.class);
      ChannelHandlerContext context = channel.pipeline().context(Sender.class);
      done.add(channel.eventLoop().submit(() -> action.run(sender, context)));
    }
    done.forEach(Future::syncUninterruptibly);
  }

  /// What was measured since it was last asked.
  Histogram sinceLast() {
    return latency.getIntervalHistogram();
  }

  /// How many were refused, in all.
  long refused() {
    return refused.sum();
  }

  /// The first refusal, if there was any.
  @Nullable String refusal() {
    return refusal.get();
  }

  /// Waits so long; whether a connection was lost meanwhile.
  boolean hasFailedWithin(long millis) {
    try {
      return failed.await(millis, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return true;
    }
  }

  String failure() {
    String why = failure.get();
    return why == null ? "interrupted" : why;
  }

  @Override
  public void answered(long nanos, boolean accepted, ByteBuf answer) {
    if (accepted) {
      latency.recordValue(nanos);
    } else {
      refused.increment();
      if (refusal.get() == null) {
        refusal.compareAndSet(null, answer.toString(StandardCharsets.UTF_8));
      }
    }
  }

  @Override
  public void lost(String why) {
    if (!closing) {
      failure.compareAndSet(null, why);
      failed.countDown();
    }
  }

  @Override
  public void close() {
    closing = true;
    loops.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly(5, TimeUnit.SECONDS);
  }
}
