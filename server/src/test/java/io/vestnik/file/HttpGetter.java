package io.vestnik.file;

import io.vestnik.TestServer;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Gets photos and files by HTTP.
public final class HttpGetter implements AutoCloseable {
  private final HttpClient client = HttpClient.newHttpClient();
  private final TestServer server;

  public HttpGetter(TestServer server) {
    this.server = server;
  }

  /// With a token, where there is one, and other headers: name, value, name, value.
  public HttpResponse<byte[]> ask(
      String method, String path, @Nullable String token, String... headers) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + path))
            .method(method, HttpRequest.BodyPublishers.noBody());
    if (token != null) {
      request.header("Authorization", "Bearer " + token);
    }
    if (headers.length > 0) {
      request.headers(Stream.of(headers).toArray(String[]::new));
    }
    try {
      return client.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
    } catch (IOException e) {
      throw new AssertionError(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }

  /// What came.
  public HttpResponse<byte[]> get(String path, @Nullable String token) {
    return ask("GET", path, token);
  }

  @Override
  public void close() {
    client.close();
  }
}
