package io.vestnik.net;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.HttpContent;
import io.vestnik.protocol.Rejection;
import io.vestnik.store.Reply;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// A download to a client that takes its time, and the bounds of all of them.
class DownloadTest {
  private static final int PART = 10;
  private static final long SIZE = 25;

  /// A client that takes what it is sent when it is told to.
  private static final class Client extends ChannelOutboundHandlerAdapter {
    private final Deque<ChannelPromise> waiting = new ArrayDeque<>();
    private long bytes;

    @Override
    public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
      HttpContent content = (HttpContent) message;
      bytes += content.content().readableBytes();
      content.release();
      waiting.add(promise);
    }
  }

  /// A file of nothing but zeros, of which it is known what was read.
  private static final class Zeros implements FileSource {
    private final List<Long> read = new ArrayList<>();
    private long gone = Long.MAX_VALUE;

    @Override
    public void find(Proof proof, String fileId, Reply<Found> reply) {
      throw new AssertionError("it is found already");
    }

    @Override
    public void read(Found file, long part, Reply<byte[]> reply) {
      read.add(part);
      int length = (int) Math.min(PART, SIZE - part * PART);
      Reply.Outcome<byte[]> outcome =
          part < gone
              ? new Reply.Done<>(new byte[length])
              : new Reply.Failed<>(Rejection.noFile("file_id"));
      reply.where().execute(() -> reply.then().accept(outcome));
    }
  }

  private final Client client = new Client();
  private final Zeros zeros = new Zeros();
  private final EmbeddedChannel channel =
      new EmbeddedChannel(client, new ChannelOutboundHandlerAdapter());
  private final List<Boolean> whole = new ArrayList<>();
  private int ends;

  @AfterEach
  void close() {
    channel.close();
  }

  private void start(long from, long to) {
    FileSource.Found file = new FileSource.Found("file", 1, SIZE, "hash", "name", PART);
    new Download(zeros, file, new ByteRange(from, to), () -> ends++)
        .run(channel.pipeline().lastContext(), whole::add);
    channel.runPendingTasks();
  }

  private void take() {
    client.waiting.remove().setSuccess();
    channel.runPendingTasks();
  }

  @Test
  void readsAPartWhenTheOneBeforeIsWritten() {
    start(5, 24);
    assertThat(zeros.read).containsExactly(0L);
    assertThat(client.bytes).isEqualTo(5);
    take();
    assertThat(zeros.read).containsExactly(0L, 1L);
    take();
    take();
    assertThat(client.bytes).isEqualTo(20);
    assertThat(whole).containsExactly(true);
    assertThat(ends).isEqualTo(1);
  }

  @Test
  void endsWhereTheClientTakesNothingForTwoMinutes() {
    channel.freezeTime();
    start(0, 24);
    channel.advanceTimeBy(119, TimeUnit.SECONDS);
    channel.runScheduledPendingTasks();
    assertThat(channel.isOpen()).isTrue();
    take();
    channel.advanceTimeBy(119, TimeUnit.SECONDS);
    channel.runScheduledPendingTasks();
    assertThat(channel.isOpen()).isTrue();
    channel.advanceTimeBy(2, TimeUnit.SECONDS);
    channel.runScheduledPendingTasks();
    assertThat(channel.isOpen()).isFalse();
    client.waiting.remove().setFailure(new IllegalStateException("closed"));
    assertThat(whole).containsExactly(false);
    assertThat(ends).isEqualTo(1);
  }

  @Test
  void isNotWholeWhereThePartIsGone() {
    zeros.gone = 1;
    start(0, 24);
    take();
    assertThat(whole).containsExactly(false);
    assertThat(ends).isEqualTo(1);
  }

  @Test
  void areFourOfAUserAndSixtyFourOfAll() {
    Downloads downloads = new Downloads();
    for (int i = 0; i < 64; i++) {
      assertThat(downloads.begin(i / 4)).isNull();
    }
    Rejection full = downloads.begin(100);
    assertThat(full).isNotNull();
    assertThat(full.code().status()).isEqualTo("503");
    downloads.end(15);
    Rejection own = downloads.begin(0);
    assertThat(own).isNotNull();
    assertThat(own.code().status()).isEqualTo("429");
    assertThat(downloads.begin(100)).isNull();
    assertThat(downloads.begin(101)).isNotNull();
  }
}
