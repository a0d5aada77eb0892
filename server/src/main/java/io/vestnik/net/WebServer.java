package io.vestnik.net;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.ServerChannel;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpServerCodec;
import io.vestnik.mode.Dispatcher;
import io.vestnik.model.Clock;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The listening socket and its event loops.
public final class WebServer implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(WebServer.class);
  private static final int MAX_HTTP_BODY = 8 << 10;

  private final Settings settings;
  private final EventLoopGroup loops;
  private final Connections connections;
  private final Channel listening;

  /// How it is set up.
  ///
  /// @param maxConnections WebSockets beyond that are refused with 503
  /// @param shutdownTime how long what is in flight may take at the end
  public record Settings(
      InetSocketAddress listen,
      Origins origins,
      int maxConnections,
      Duration shutdownTime,
      String version) {}

  /// What is given out by HTTP.
  public record Given(PhotoSource photos, FileSource files) {}

  /// Listens, and serves from now on.
  ///
  /// @param given what is given out by HTTP
  /// @param ready what `/health/ready` says
  /// @throws IllegalStateException with a line for the operator where it cannot listen
  public WebServer(
      Settings settings, Dispatcher dispatcher, Given given, Clock clock, BooleanSupplier ready) {
    this.settings = settings;
    connections = new Connections(dispatcher, clock, settings.maxConnections);
    Pages pages = new Pages(settings.version, ready);
    boolean epoll = Epoll.isAvailable();
    IoHandlerFactory io = epoll ? EpollIoHandler.newFactory() : NioIoHandler.newFactory();
    Class<? extends ServerChannel> type =
        epoll ? EpollServerSocketChannel.class : NioServerSocketChannel.class;
    loops = new MultiThreadIoEventLoopGroup(Runtime.getRuntime().availableProcessors(), io);
    loops.forEach(loop -> connections.watch((EventLoop) loop));
    try {
      listening =
          new ServerBootstrap()
              .group(loops)
              .channel(type)
              .option(ChannelOption.SO_BACKLOG, 4096)
              .option(ChannelOption.SO_REUSEADDR, true)
              .childOption(ChannelOption.TCP_NODELAY, true)
              .childOption(ChannelOption.WRITE_BUFFER_WATER_MARK, Outbox.WATER_MARK)
              .childHandler(new Http(pages, given))
              .bind(settings.listen)
              .syncUninterruptibly()
              .channel();
    } catch (Exception e) {
      loops.shutdownGracefully(0, 0, TimeUnit.SECONDS);
      throw new IllegalStateException(
          "Cannot listen on %s:%d: %s"
              .formatted(settings.listen.getHostString(), settings.listen.getPort(), reason(e)),
          e);
    }
  }

  private static String reason(Exception e) {
    return String.valueOf(e.getMessage()).contains("Address already in use")
        ? "another program is listening there."
        : String.valueOf(e.getMessage());
  }

  private final class Http extends ChannelInitializer<Channel> {
    private final Pages pages;
    private final PhotoPages photos;
    private final FilePages files;

    Http(Pages pages, Given given) {
      this.pages = pages;
      photos = new PhotoPages(given.photos, settings.origins);
      files = new FilePages(given.files, settings.origins);
    }

    @Override
    protected void initChannel(Channel channel) {
      channel
          .pipeline()
          .addLast(
              new HttpServerCodec(),
              new HttpObjectAggregator(MAX_HTTP_BODY),
              new HttpFront(settings.origins, pages, photos, files, connections));
    }
  }

  /// Where it listens: with the port that it got where it was asked for any.
  public InetSocketAddress address() {
    return (InetSocketAddress) listening.localAddress();
  }

  /// How many WebSockets are open.
  public int connections() {
    return connections.count();
  }

  Connections open() {
    return connections;
  }

  /// Takes no more connections and requests, answers what is in flight, closes with 1001, and after
  /// the time for that closes whatever is left.
  @Override
  public void close() {
    listening.close().awaitUninterruptibly();
    connections.drain();
    int left = connections.awaitNone(settings.shutdownTime);
    if (left > 0) {
      log.warn("{} connections did not end in time", left);
    }
    loops.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly();
  }
}
