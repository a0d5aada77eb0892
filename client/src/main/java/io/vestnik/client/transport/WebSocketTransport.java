package io.vestnik.client.transport;

import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/// Connections by the JDK's own WebSocket. Many clients of one process may share an [HttpClient],
/// and with it its one thread.
public final class WebSocketTransport implements Transport {
  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(10);

  private final URI address;
  private final HttpClient http;
  private final @Nullable ExecutorService own;

  private WebSocketTransport(URI address, HttpClient http, @Nullable ExecutorService own) {
    this.address = address;
    this.http = http;
    this.own = own;
  }

  /// Connections to this address (`ws:` or `wss:`), by an HTTP client of their own.
  public static WebSocketTransport to(URI address) {
    ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    HttpClient http =
        HttpClient.newBuilder().executor(threads).connectTimeout(CONNECT_TIMEOUT).build();
    return new WebSocketTransport(address, http, threads);
  }

  /// Connections to this address by an HTTP client that others use too, and that whoever made it
  /// closes.
  public static WebSocketTransport to(URI address, HttpClient shared) {
    return new WebSocketTransport(address, shared, null);
  }

  @Override
  public CompletableFuture<Link> open(Receiver receiver) {
    WebSocketLink link = new WebSocketLink(receiver);
    return http.newWebSocketBuilder()
        .connectTimeout(CONNECT_TIMEOUT)
        .buildAsync(address, link)
        .thenApply(link::over);
  }

  @Override
  public void close() {
    if (own != null) {
      http.shutdownNow();
      own.shutdown();
    }
  }
}
