package io.vestnik.client.transport;

import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/// One connection: joins the parts of frames, sends one frame after the other, and tells of its end
/// once.
final class WebSocketLink implements Transport.Link, WebSocket.Listener {
  /// A frame has at most this many bytes (protocol §1), so no more characters.
  private static final int MAX_FRAME = 1 << 20;

  private final Transport.Receiver receiver;
  private final StringBuilder parts = new StringBuilder();
  private final Queue<String> waiting = new ArrayDeque<>();
  private @Nullable WebSocket socket;
  private boolean sending;
  private boolean ended;

  WebSocketLink(Transport.Receiver receiver) {
    this.receiver = receiver;
  }

  /// The link when its socket is open.
  synchronized Transport.Link over(WebSocket open) {
    socket = open;
    return this;
  }

  @Override
  public void onOpen(WebSocket opened) {
    // nothing comes before it is asked for
  }

  @Override
  public synchronized void send(String frame) {
    if (ended) {
      return;
    }
    waiting.add(frame);
    if (!sending) {
      sending = true;
      sendNext();
    }
  }

  private synchronized void sendNext() {
    String frame = waiting.poll();
    WebSocket open = socket;
    if (frame == null || open == null || ended) {
      sending = false;
      return;
    }
    open.sendText(frame, true)
        .whenComplete((_, problem) -> {
          if (problem == null) {
            sendNext();
          } else {
            lost(String.valueOf(problem.getMessage()));
          }
        });
  }

  // Not under the lock: what has come may be handed over within this call.
  @Override
  public void request(int frames) {
    WebSocket open;
    synchronized (this) {
      open = ended ? null : socket;
    }
    if (open != null) {
      open.request(frames);
    }
  }

  @Override
  public @Nullable CompletionStage<?> onText(WebSocket open, CharSequence part, boolean last) {
    if (parts.length() + part.length() > MAX_FRAME) {
      lost("A frame of over 1 MiB came.");
      return null;
    }
    parts.append(part);
    if (last) {
      String frame = parts.toString();
      parts.setLength(0);
      receiver.frame(frame);
    } else {
      open.request(1);
    }
    return null;
  }

  @Override
  public @Nullable CompletionStage<?> onBinary(WebSocket open, ByteBuffer part, boolean last) {
    lost("A binary frame came.");
    return null;
  }

  @Override
  public @Nullable CompletionStage<?> onPing(WebSocket open, ByteBuffer message) {
    open.request(1);
    return null; // the JDK answers it
  }

  @Override
  public @Nullable CompletionStage<?> onPong(WebSocket open, ByteBuffer message) {
    open.request(1);
    return null;
  }

  @Override
  public @Nullable CompletionStage<?> onClose(WebSocket open, int code, String reason) {
    end(code, reason);
    return null; // the JDK answers it
  }

  @Override
  public void onError(WebSocket open, Throwable problem) {
    end(Transport.LOST, String.valueOf(problem.getMessage()));
  }

  @Override
  public void close(int code) {
    WebSocket open = socketOrNull();
    if (open != null) {
      open.sendClose(code, "").whenComplete((_, _) -> open.abort());
    }
    end(code, "closed here");
  }

  @Override
  public void abort() {
    lost("dropped here");
  }

  private void lost(String reason) {
    WebSocket open = socketOrNull();
    if (open != null) {
      open.abort();
    }
    end(Transport.LOST, reason);
  }

  private synchronized @Nullable WebSocket socketOrNull() {
    return socket;
  }

  private void end(int code, String reason) {
    synchronized (this) {
      if (ended) {
        return;
      }
      ended = true;
      waiting.clear();
    }
    receiver.closed(code, reason);
  }
}
