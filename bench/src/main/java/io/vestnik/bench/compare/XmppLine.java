package io.vestnik.bench.compare;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.ByteToMessageDecoder;
import io.vestnik.bench.wire.Scan;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// One XMPP connection, signed in as a user of `localhost` (RFC 6120, SASL PLAIN, no TLS). Nothing
/// is parsed: it waits for the few words that end what it waits for.
final class XmppLine extends ByteToMessageDecoder {
  private static final String STREAM =
      "<stream:stream to='localhost' version='1.0' xmlns='jabber:client'"
          + " xmlns:stream='http://etherx.jabber.org/streams'>";
  private static final byte[] FEATURES = Scan.ascii("</stream:features>");
  private static final byte[] SUCCESS = Scan.ascii("<success");
  private static final byte[] FAILURE = Scan.ascii("<failure");
  private static final byte[] STREAM_ERROR = Scan.ascii("<stream:error");
  private static final byte[] IQ = Scan.ascii("</iq>");
  private static final byte[] MESSAGE = Scan.ascii("<message");
  private static final byte[] MESSAGE_END = Scan.ascii("</message>");
  // The last presence of one's joining is one's own.
  private static final byte[] JOINED = Scan.ascii("code='110'");
  private static final int MOST = 1 << 20;

  private final String user;
  private final @Nullable String room;
  private final Hearer hearer;
  private final Consumer<String> lost;
  private final CompletableFuture<XmppLine> open = new CompletableFuture<>();
  private @Nullable ChannelHandlerContext context;
  private volatile Step step = Step.FEATURES;
  private @Nullable Runnable answered;

  /// Hears what comes.
  interface Hearer {
    /// Hears a whole message stanza.
    void heard(XmppLine line, ByteBuf message);
  }

  /// What is awaited.
  private enum Step {
    FEATURES,
    SUCCESS,
    FEATURES_AGAIN,
    BOUND,
    JOINED,
    OPEN
  }

  /// @param room to be joined; null for none
  XmppLine(String user, @Nullable String room, Hearer hearer, Consumer<String> lost) {
    this.user = user;
    this.room = room;
    this.hearer = hearer;
    this.lost = lost;
  }

  CompletableFuture<XmppLine> open() {
    return open;
  }

  /// The user, and what is awaited.
  @Override
  public String toString() {
    return user + " awaits " + step;
  }

  /// Sends at the end of the loop's turn, with what else is written in it.
  void send(String stanza) {
    ChannelHandlerContext to = Objects.requireNonNull(context);
    to.write(Unpooled.copiedBuffer(stanza, StandardCharsets.UTF_8), to.voidPromise());
    to.executor().execute(to::flush);
  }

  /// Asks something, on the loop; nothing else is heard until the answer is there.
  void ask(String stanza, Runnable then) {
    answered = then;
    send(stanza);
  }

  @Override
  public void channelActive(ChannelHandlerContext to) {
    context = to;
    send(STREAM);
  }

  @Override
  protected void decode(ChannelHandlerContext from, ByteBuf in, List<Object> out) {
    if (step != Step.OPEN) {
      next(in);
    } else if (answered == null) {
      messages(in);
    } else if (skip(in, IQ)) {
      Runnable then = answered;
      answered = null;
      then.run();
    }
  }

  private void next(ByteBuf in) {
    if (Scan.find(in, FAILURE, 0, MOST) >= 0 || Scan.find(in, STREAM_ERROR, 0, MOST) >= 0) {
      fail(user + " was refused: " + in.toString(StandardCharsets.UTF_8));
      Objects.requireNonNull(context).close();
      return;
    }
    switch (step) {
      case FEATURES -> {
        if (skip(in, FEATURES)) {
          String plain = "\0" + user + "\0secret";
          String code = Base64.getEncoder().encodeToString(plain.getBytes(StandardCharsets.UTF_8));
          go(
              Step.SUCCESS,
              "<auth xmlns='urn:ietf:params:xml:ns:xmpp-sasl' mechanism='PLAIN'>"
                  + code
                  + "</auth>");
        }
      }
      case SUCCESS -> {
        if (skip(in, SUCCESS)) {
          go(Step.FEATURES_AGAIN, STREAM);
        }
      }
      case FEATURES_AGAIN -> {
        if (skip(in, FEATURES)) {
          go(
              Step.BOUND,
              "<iq type='set' id='bind'><bind xmlns='urn:ietf:params:xml:ns:xmpp-bind'>"
                  + "<resource>bench</resource></bind></iq>");
        }
      }
      case BOUND -> {
        if (skip(in, IQ)) {
          go(room == null ? Step.OPEN : Step.JOINED, "<presence/>" + join());
          if (room == null) {
            open.complete(this);
          }
        }
      }
      case JOINED -> {
        if (skip(in, JOINED)) {
          step = Step.OPEN;
          open.complete(this);
        }
      }
      case OPEN -> messages(in);
    }
  }

  private void go(Step to, String words) {
    step = to;
    send(words);
  }

  private String join() {
    return room == null
        ? ""
        : "<presence to='"
            + room
            + "/"
            + user
            + "'><x xmlns='http://jabber.org/protocol/muc'>"
            + "<history maxstanzas='0'/></x></presence>";
  }

  // Whether it was there; what is before it, and it, is gone then.
  private static boolean skip(ByteBuf in, byte[] what) {
    int at = Scan.find(in, what, 0, MOST);
    if (at >= 0) {
      in.readerIndex(at + what.length);
    }
    return at >= 0;
  }

  private void messages(ByteBuf in) {
    int end = Scan.find(in, MESSAGE_END, 0, MOST);
    while (end >= 0) {
      ByteBuf stanza = in.readSlice(end + MESSAGE_END.length - in.readerIndex());
      int start = Scan.find(stanza, MESSAGE, 0, MOST);
      hearer.heard(this, start < 0 ? stanza : stanza.readerIndex(start));
      end = Scan.find(in, MESSAGE_END, 0, MOST);
    }
  }

  @Override
  public void channelInactive(ChannelHandlerContext from) throws Exception {
    super.channelInactive(from);
    fail("The server closed the connection: " + this);
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext from, Throwable cause) {
    fail("The connection of " + user + " failed: " + cause);
  }

  private void fail(String why) {
    open.completeExceptionally(new IllegalStateException(why));
    lost.accept(why);
  }
}
