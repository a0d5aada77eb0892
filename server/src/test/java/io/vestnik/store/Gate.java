package io.vestnik.store;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;

/// The way to a database, which a test may shut, or make nothing come through.
public final class Gate implements AutoCloseable {
  private static final byte[] COMMIT = "commit\0".getBytes(StandardCharsets.UTF_8);

  private static final int MUCH = 16_384;

  private volatile int target;
  private final ServerSocket door;
  private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
  private final Semaphore flow = new Semaphore(1_000_000);
  private volatile boolean shut;
  private volatile boolean cutsCommits;
  private volatile boolean hangsAtMuch;
  private volatile boolean hangsAtCommit;

  /// @param target the database's port
  public Gate(int target) throws IOException {
    this.target = target;
    door = new ServerSocket();
    door.setReceiveBufferSize(65_536); // so that who writes much into a gate that hangs is stuck
    door.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 100);
    Thread.startVirtualThread(this::welcome);
  }

  public int port() {
    return door.getLocalPort();
  }

  /// From now on new connections lead to this port.
  public void leadTo(int port) {
    target = port;
  }

  /// Cuts all connections, and lets no new one in.
  public void shut() {
    shut = true;
    cut();
  }

  /// Lets connections in again, and what is held through.
  public void open() {
    shut = false;
    cutsCommits = false;
    hangsAtMuch = false;
    hangsAtCommit = false;
    flow.drainPermits();
    flow.release(1_000_000);
  }

  /// From now on nothing comes through, but nothing is cut either.
  public void hang() {
    flow.drainPermits();
  }

  /// The same from the next moment on in which somebody writes much.
  public void hangAtMuch() {
    hangsAtMuch = true;
  }

  /// The same from the next commit on, which does not reach the database.
  public void hangAtCommit() {
    hangsAtCommit = true;
  }

  /// The next commit reaches the database, but its connection is cut before the answer comes back,
  /// and no other is let in.
  public void cutAtCommit() {
    cutsCommits = true;
  }

  private void cut() {
    sockets.forEach(Gate::close);
    sockets.clear();
  }

  private void welcome() {
    while (!door.isClosed()) {
      try {
        Socket client = door.accept();
        if (shut) {
          client.close();
          continue;
        }
        Socket server = new Socket(InetAddress.getLoopbackAddress(), target);
        client.setTcpNoDelay(true);
        server.setTcpNoDelay(true);
        sockets.add(client);
        sockets.add(server);
        Thread.startVirtualThread(() -> pump(client, server, true));
        Thread.startVirtualThread(() -> pump(server, client, false));
      } catch (IOException e) {
        // closed, or the database is not there: the client finds out
      }
    }
  }

  private void pump(Socket from, Socket to, boolean requests) {
    byte[] buffer = new byte[65_536];
    try (from;
        to) {
      InputStream in = from.getInputStream();
      OutputStream out = to.getOutputStream();
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        if (requests && isToHang(buffer, read)) {
          hang();
        }
        flow.acquire();
        flow.release();
        boolean last = requests && cutsCommits && holdsCommit(buffer, read);
        if (last) {
          shut = true;
          close(from);
        }
        out.write(buffer, 0, read);
        out.flush();
        if (last) {
          // Whatever it answers goes nowhere; it has time to commit.
          to.shutdownOutput();
          return;
        }
      }
    } catch (IOException e) {
      // cut
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private boolean isToHang(byte[] bytes, int length) {
    return (hangsAtMuch && length >= MUCH) || (hangsAtCommit && holdsCommit(bytes, length));
  }

  private static boolean holdsCommit(byte[] bytes, int length) {
    for (int i = 0; i + COMMIT.length <= length; i++) {
      int same = 0;
      while (same < COMMIT.length && bytes[i + same] == COMMIT[same]) {
        same++;
      }
      if (same == COMMIT.length) {
        return true;
      }
    }
    return false;
  }

  private static void close(Socket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() throws IOException {
    door.close();
    open();
    cut();
  }
}
