package io.vestnik.net;

import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.handler.codec.http.QueryStringDecoder;
import io.netty.handler.codec.http.websocketx.WebSocket13FrameDecoder;
import io.netty.handler.codec.http.websocketx.WebSocketDecoderConfig;
import io.netty.handler.flow.FlowControlHandler;
import java.net.SocketAddress;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What answers HTTP on the port of the WebSocket, and opens the WebSocket (protocol §1, §8).
final class HttpFront extends SimpleChannelInboundHandler<FullHttpRequest> {
  private static final Logger log = LoggerFactory.getLogger(HttpFront.class);
  private static final int REQUEST_SECONDS = 30;
  private static final int MAX_WAITING = 32;
  private static final String VERSION = "13";

  private final Origins origins;
  private final Pages pages;
  private final PhotoPages photos;
  private final FilePages files;
  private final Connections connections;
  private final Deque<FullHttpRequest> waiting = new ArrayDeque<>();
  private boolean busy;
  private @Nullable Future<?> deadline;

  HttpFront(
      Origins origins, Pages pages, PhotoPages photos, FilePages files, Connections connections) {
    this.origins = origins;
    this.pages = pages;
    this.photos = photos;
    this.files = files;
    this.connections = connections;
  }

  // For a whole request, however slowly its bytes drip in, and from one to the next.
  private void expectRequest(ChannelHandlerContext context) {
    stopExpecting();
    deadline = context.executor().schedule(() -> late(context), REQUEST_SECONDS, TimeUnit.SECONDS);
  }

  private void stopExpecting() {
    if (deadline != null) {
      deadline.cancel(false);
    }
  }

  // An answer that takes longer has deadlines of its own.
  private void late(ChannelHandlerContext context) {
    if (busy) {
      expectRequest(context);
      return;
    }
    log.debug("{} asked for nothing in time: closed", remote(context));
    context.close();
  }

  @Override
  public void channelActive(ChannelHandlerContext context) {
    if (!connections.knocks(context.channel())) {
      log.debug("{} is one too many that asks for nothing: closed", remote(context));
      context.close();
      return;
    }
    expectRequest(context);
    context.fireChannelActive();
  }

  private static SocketAddress remote(ChannelHandlerContext context) {
    return context.channel().remoteAddress();
  }

  @Override
  public void handlerRemoved(ChannelHandlerContext context) {
    stopExpecting();
    waiting.forEach(FullHttpRequest::release);
    waiting.clear();
  }

  // What comes while a photo is being read, or a file given, waits, for answers go out in order.
  @Override
  protected void channelRead0(ChannelHandlerContext context, FullHttpRequest request) {
    expectRequest(context);
    if (!busy) {
      answer(context, request);
    } else if (waiting.size() < MAX_WAITING) {
      waiting.add(request.retain());
    } else {
      log.debug("{} asks for more than it takes: closed", remote(context));
      context.close();
    }
  }

  private void answerNext(ChannelHandlerContext context) {
    busy = false;
    while (!busy && !waiting.isEmpty() && !context.isRemoved()) {
      FullHttpRequest request = waiting.remove();
      try {
        answer(context, request);
      } finally {
        request.release();
      }
    }
  }

  private void answer(ChannelHandlerContext context, FullHttpRequest request) {
    if (!request.decoderResult().isSuccess()) {
      refuse(context, request, HttpResponseStatus.BAD_REQUEST, "Not an HTTP request.");
      return;
    }
    String path;
    try {
      path = new QueryStringDecoder(request.uri()).path();
    } catch (IllegalArgumentException e) {
      refuse(context, request, HttpResponseStatus.BAD_REQUEST, "Not a path.");
      return;
    }
    boolean socketPath = path.equals("/") || path.equals("/ws");
    if (socketPath && Upgrade.isAskedFor(request)) {
      upgrade(context, request);
    } else if (path.equals("/ws")) {
      refuse(context, request, HttpResponseStatus.UPGRADE_REQUIRED, "Upgrade to a WebSocket.");
    } else if (path.startsWith(PhotoPages.PATH)) {
      sendPhoto(context, request);
    } else if (path.startsWith(FilePages.PATH)) {
      sendFile(context, request);
    } else {
      send(context, request, pages.answer(request.method(), path));
    }
  }

  private void sendPhoto(ChannelHandlerContext context, FullHttpRequest request) {
    busy = true;
    boolean keep = Responses.keepsAlive(request);
    photos.answer(
        context,
        request,
        response -> {
          Responses.send(context, keep, response);
          answerNext(context);
        });
  }

  private void sendFile(ChannelHandlerContext context, FullHttpRequest request) {
    busy = true;
    boolean keep = Responses.keepsAlive(request);
    files.answer(
        context,
        request,
        given -> {
          Download body = given.body();
          if (given.head() instanceof FullHttpResponse response) {
            Responses.send(context, keep, response);
            answerNext(context);
          } else if (body != null) {
            context.write(Responses.marked(given.head(), keep));
            body.run(context, whole -> endFile(context, keep && whole, whole));
          }
        });
  }

  // What is not whole must not look so: its connection breaks.
  private void endFile(ChannelHandlerContext context, boolean keep, boolean whole) {
    if (!whole) {
      context.close();
      return;
    }
    expectRequest(context);
    Responses.end(context, keep, LastHttpContent.EMPTY_LAST_CONTENT);
    answerNext(context);
  }

  private void upgrade(ChannelHandlerContext context, FullHttpRequest request) {
    SocketAddress peer = remote(context);
    String address = origins.address(request.headers(), peer);
    String fault = Upgrade.fault(request);
    if (fault != null) {
      refuse(context, request, HttpResponseStatus.BAD_REQUEST, fault);
    } else if (!VERSION.equals(request.headers().get(HttpHeaderNames.SEC_WEBSOCKET_VERSION))) {
      refuse(
          context,
          request,
          HttpResponseStatus.UPGRADE_REQUIRED,
          "Only version 13 of WebSocket is spoken.");
    } else if (!origins.isAllowed(request.headers(), peer)) {
      refuse(
          context,
          request,
          HttpResponseStatus.FORBIDDEN,
          "Pages of this origin may not connect: the operator allows it by --origins.");
    } else if (!connections.hasRoom()) {
      refuse(
          context,
          request,
          HttpResponseStatus.SERVICE_UNAVAILABLE,
          "The server takes no more connections now.");
    } else {
      open(context, request, address);
    }
  }

  private void open(
      ChannelHandlerContext context, FullHttpRequest request, @Nullable String address) {
    String extensions =
        String.join(",", request.headers().getAll(HttpHeaderNames.SEC_WEBSOCKET_EXTENSIONS));
    boolean deflate = Deflate.isOffered(extensions);
    String key = String.valueOf(request.headers().get(HttpHeaderNames.SEC_WEBSOCKET_KEY));
    FullHttpResponse response =
        new DefaultFullHttpResponse(
            HttpVersion.HTTP_1_1, HttpResponseStatus.SWITCHING_PROTOCOLS, Unpooled.EMPTY_BUFFER);
    response
        .headers()
        .set(HttpHeaderNames.UPGRADE, "websocket")
        .set(HttpHeaderNames.CONNECTION, "Upgrade")
        .set(HttpHeaderNames.SEC_WEBSOCKET_ACCEPT, Upgrade.accept(key));
    if (deflate) {
      response.headers().set(HttpHeaderNames.SEC_WEBSOCKET_EXTENSIONS, Deflate.ANSWER);
    }
    context.writeAndFlush(response);
    log.debug("Connection of {}{}", address, deflate ? ", compressed" : "");
    Connection connection = connections.open(context.channel(), address, deflate);
    ChannelPipeline pipeline = context.pipeline();
    pipeline.addLast(
        new WebSocket13FrameDecoder(
            WebSocketDecoderConfig.newBuilder()
                .maxFramePayloadLength(deflate ? Messages.MAX_FRAME_BYTES : Messages.MAX_BYTES)
                .allowExtensions(deflate)
                .closeOnProtocolViolation(false)
                .withUTF8Validator(false)
                .build()),
        new FlowControlHandler(), // one read of the socket may bring far more than may wait
        connection);
    pipeline.remove(HttpObjectAggregator.class);
    pipeline.remove(this);
    pipeline.remove(HttpServerCodec.class);
  }

  private static void refuse(
      ChannelHandlerContext context,
      FullHttpRequest request,
      HttpResponseStatus status,
      String why) {
    log.debug("Refused {} {}: {}", remote(context), status.code(), why);
    FullHttpResponse response = Pages.response(status, "text/plain; charset=utf-8", why + "\n");
    if (status.equals(HttpResponseStatus.UPGRADE_REQUIRED)) {
      response
          .headers()
          .set(HttpHeaderNames.UPGRADE, "websocket")
          .set(HttpHeaderNames.SEC_WEBSOCKET_VERSION, VERSION);
    }
    send(context, request, response);
  }

  private static void send(
      ChannelHandlerContext context, FullHttpRequest request, FullHttpResponse response) {
    Responses.send(context, Responses.keepsAlive(request), response);
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    log.debug("HTTP with {} failed: {}", remote(context), cause.toString());
    context.close();
  }
}
