package io.vestnik.net;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.CorruptedWebSocketFrameException;
import io.netty.handler.codec.http.websocketx.PingWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import io.netty.util.ReferenceCountUtil;
import io.vestnik.mode.Call;
import io.vestnik.mode.Dispatcher;
import io.vestnik.mode.From;
import io.vestnik.mode.Packet;
import io.vestnik.mode.Peer;
import io.vestnik.model.Clock;
import io.vestnik.protocol.Answer;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One WebSocket: frames in, answers out, and the reasons to end it (protocol §1). Lives on its
/// event loop.
final class Connection extends ChannelInboundHandlerAdapter implements Peer {
  private static final Logger log = LoggerFactory.getLogger(Connection.class);
  private static final int MAX_CLOSE_CODE = 4_999;

  private final Dispatcher dispatcher;
  private final Clock clock;
  private final @Nullable String address;
  private final boolean deflate;
  private final Messages messages = new Messages();
  private final Patience patience;

  private @Nullable Link link;
  private Runnable whenClosed = () -> {};
  private CloseCode drainTo = CloseCode.GOING_AWAY;
  private boolean draining;
  private int closeAsked;
  private boolean closing;

  /// @param address the client's; null where a proxy hides it
  /// @param deflate whether messages may be compressed
  Connection(Dispatcher dispatcher, Clock clock, @Nullable String address, boolean deflate) {
    this.dispatcher = dispatcher;
    this.clock = clock;
    this.address = address;
    this.deflate = deflate;
    patience = new Patience(clock.millis());
  }

  /// What there is once the channel is known.
  private record Link(ChannelHandlerContext context, Outbox outbox, Requests requests) {}

  @Override
  public void handlerAdded(ChannelHandlerContext context) {
    Outbox outbox = new Outbox(context.channel());
    From from = new From(address, this);
    link = new Link(context, outbox, new Requests(dispatcher, from, outbox::isRoomy, this::send));
  }

  private Link link() {
    if (link == null) {
      throw new IllegalStateException("Not in a pipeline yet");
    }
    return link;
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    try {
      if (message instanceof WebSocketFrame frame && !closing) {
        patience.heard(clock.millis());
        frame(frame);
      } else if (message instanceof CloseWebSocketFrame) {
        context.flush();
        context.close();
      }
    } finally {
      ReferenceCountUtil.release(message);
    }
  }

  private void frame(WebSocketFrame frame) {
    switch (messages.take(frame)) {
      case Messages.Text(byte[] utf8) -> {
        if (!draining) {
          link().requests.add(utf8);
        }
        balance();
      }
      case Messages.Wrong(CloseCode code, String reason) -> close(code, reason);
      case Messages.Control _ -> control(frame);
      case Messages.Incomplete _ -> {}
    }
  }

  private void control(WebSocketFrame frame) {
    if (frame instanceof PingWebSocketFrame) {
      // One that sends pings and reads no pongs must not fill the memory.
      if (link().outbox.isRoomy()) {
        link().outbox.write(Frames.pong(frame.content()));
      }
    } else if (frame instanceof CloseWebSocketFrame asked) {
      if (asked.statusCode() > MAX_CLOSE_CODE) {
        close(CloseCode.PROTOCOL_ERROR, "Not a code to close with");
      } else {
        // What was asked before is answered first: it has come, and much of it is done.
        closeAsked = asked.statusCode() < 0 ? CloseCode.NORMAL.number() : asked.statusCode();
        drain(drainTo);
      }
    }
  }

  private void send(Call call, Answer answer) {
    ChannelHandlerContext context = link().context;
    if (closing || !context.channel().isActive()) {
      return;
    }
    ByteBuf frame =
        Frames.text(
            context.alloc(),
            stream -> Answer.write(call.envelope(), clock.millis(), answer, stream));
    link().outbox.write(deflate ? Frames.smaller(context.alloc(), frame) : frame);
    if (patience.answered(call, answer, clock.millis())) {
      close(CloseCode.ABUSE, "500 answers of 400 or 429 within a minute");
    }
    // There may be room again, or nothing left to wait for.
    balance();
  }

  @Override
  public void channelWritabilityChanged(ChannelHandlerContext context) {
    link().requests.pump();
    balance();
    context.fireChannelWritabilityChanged();
  }

  // Reads the socket only while there is room for what it brings, and for what that asks for.
  private void balance() {
    Link link = link();
    boolean read = closing || (!draining && !link.requests.isFull() && link.outbox.isRoomy());
    if (link.context.channel().config().isAutoRead() != read) {
      link.context.channel().config().setAutoRead(read);
    }
    if (draining && !closing && link.requests.isEmpty()) {
      if (closeAsked > 0) {
        closing = true;
        link.outbox.write(Frames.close(closeAsked, "")).addListener(ChannelFutureListener.CLOSE);
      } else {
        close(drainTo, drainTo == CloseCode.TOKEN_ENDED ? "The token ended" : "Going away");
      }
    }
  }

  @Override
  public Executor loop() {
    return link().context.channel().eventLoop();
  }

  @Override
  public Packet pack(byte[] json) {
    return new SharedFrame(link().context.alloc(), json);
  }

  @Override
  public boolean send(Packet packet, boolean losable) {
    if (closing || !(packet instanceof SharedFrame frame)) {
      return false;
    }
    Outbox outbox = link().outbox;
    if (losable && !outbox.isRoomy()) {
      return false;
    }
    outbox.write(frame.forReader(deflate));
    if (outbox.bytesWaiting() > Outbox.MAX_BYTES) {
      overflow();
    }
    return true;
  }

  @Override
  public void overflow() {
    close(CloseCode.SLOW, "Too slow a reader: catch up by sync");
  }

  @Override
  public void outdated() {
    close(CloseCode.SLOW, "Another copy of the data has taken over: catch up by sync");
  }

  @Override
  public void setSubscribed(@Nullable Runnable alive) {
    patience.setSubscribed(alive);
  }

  @Override
  public void tokenEnded() {
    drain(CloseCode.TOKEN_ENDED);
  }

  @Override
  public void whenClosed(Runnable task) {
    whenClosed = task;
    if (closing || !link().context.channel().isActive()) {
      endHearing();
    }
  }

  private void endHearing() {
    Runnable task = whenClosed;
    whenClosed = () -> {};
    task.run();
  }

  /// Called now and then: ends what has been silent or deaf for too long.
  void tick() {
    long now = clock.millis();
    Outbox outbox = link().outbox;
    if (patience.isDeaf(outbox.bytesWaiting(), outbox.bytesGone(), now)) {
      log.debug("Connection of {} reads nothing: closed", address);
      link().context.close();
    } else if (patience.isSilent(now) && link().requests.isEmpty()) {
      close(CloseCode.SILENT, "Silent for too long");
    } else if (patience.isPingDue(now) && outbox.isRoomy() && !closing) {
      outbox.write(Frames.ping());
    } else {
      patience.noteAlive();
    }
  }

  /// Answers what has come, takes no more, and closes.
  void drain(CloseCode code) {
    draining = true;
    drainTo = code;
    balance();
  }

  /// How many requests have come and are not answered yet.
  int requestsWaiting() {
    return link().requests.waiting();
  }

  /// The bytes of those requests.
  int requestBytesWaiting() {
    return link().requests.bytesWaiting();
  }

  private void close(CloseCode code, String reason) {
    if (closing) {
      return;
    }
    closing = true;
    log.debug("Connection of {} closed with {}: {}", address, code.number(), reason);
    Link link = link();
    Farewell.say(link.context, link.outbox, Frames.close(code.number(), reason));
    endHearing();
    // What still arrives is read and dropped: closing with unread bytes would reset the
    // connection, and the close frame be lost with it.
    balance();
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    messages.release();
    closing = true;
    endHearing();
    context.fireChannelInactive();
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    if (cause instanceof CorruptedWebSocketFrameException corrupted) {
      boolean tooBig = corrupted.closeStatus().code() == CloseCode.TOO_BIG.number();
      close(tooBig ? CloseCode.TOO_BIG : CloseCode.PROTOCOL_ERROR, "Not a frame that is taken");
    } else {
      log.debug("Connection of {} failed", address, cause);
      context.close();
    }
  }
}
