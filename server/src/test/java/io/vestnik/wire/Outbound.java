package io.vestnik.wire;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;

/// Writes frames whole, one after the other, also when one thread writes and another reads.
///
/// What answers a ping or a close frame never waits for a write in progress: the writer may be
/// stuck until the reader has read on, so it is the writer who sends the answer afterwards.
final class Outbound {

  private static final int TOLD = 500;

  private final Socket socket;
  private final OutputStream out;
  private final Duration patience;
  private final ReentrantLock lock = new ReentrantLock();
  private final SplittableRandom masks = new SplittableRandom();
  private final Queue<Frame> controls = new ConcurrentLinkedQueue<>();
  private final AtomicBoolean stuck = new AtomicBoolean();
  private final AtomicBoolean closeSent = new AtomicBoolean();
  private volatile String last = "nothing";

  Outbound(Socket socket, Duration patience) throws IOException {
    this.socket = socket;
    this.out = socket.getOutputStream();
    this.patience = patience;
  }

  /// What was sent last, shortened, for the message of a failure.
  String last() {
    return last;
  }

  private int mask() {
    return masks.nextInt();
  }

  /// Sends all `frames` masked, in one write to the socket.
  void frames(List<Frame> frames, String told) {
    var bytes = new ByteArrayOutputStream();
    frames.forEach(frame -> bytes.writeBytes(Frames.masked(frame, mask())));
    bytes(bytes.toByteArray(), told);
  }

  void bytes(byte[] bytes, String told) {
    lock.lock();
    try {
      last = told.length() <= TOLD ? told : told.substring(0, TOLD) + "…";
      write(bytes);
    } finally {
      lock.unlock();
    }
    sendControls();
  }

  /// Sends a control frame as soon as no other write is under way; never waits for one.
  void control(int opcode, byte[] payload) {
    if (opcode == Frames.CLOSE && closeSent.getAndSet(true)) {
      return;
    }
    controls.add(new Frame(opcode, true, 0, payload));
    sendControls();
  }

  /// The test has said goodbye by itself: the server's close frame is not to be answered.
  void closeIsSent() {
    closeSent.set(true);
  }

  private void sendControls() {
    // Looked at again after each unlock: what was added meanwhile found the lock taken.
    while (!controls.isEmpty() && lock.tryLock()) {
      try {
        Frame frame = controls.poll();
        if (frame != null) {
          write(Frames.masked(frame, mask()));
        }
      } catch (ConnectionEnded e) {
        // Reading on tells better how it ended: a close frame may be waiting there.
        controls.clear();
      } finally {
        lock.unlock();
      }
    }
  }

  /// A blocking write has no time limit of its own: past it the socket is closed under it.
  private void write(byte[] bytes) {
    var written = new CompletableFuture<Boolean>();
    var watched =
        written
            .completeOnTimeout(false, patience.toNanos(), TimeUnit.NANOSECONDS)
            .thenAccept(this::closeIfStuck);
    try {
      out.write(bytes);
    } catch (IOException e) {
      if (stuck.get()) {
        throw new AssertionError("the server took nothing more for " + patience + ": " + last, e);
      }
      throw new ConnectionEnded("sending failed with \"" + e.getMessage() + "\"", null, e);
    } finally {
      written.complete(true);
      watched.join();
    }
  }

  private void closeIfStuck(boolean inTime) {
    if (inTime) {
      return;
    }
    stuck.set(true);
    try {
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
