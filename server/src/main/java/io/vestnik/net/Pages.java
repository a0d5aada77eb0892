package io.vestnik.net;

import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.function.BooleanSupplier;

/// What a browser or a probe gets by plain HTTP.
final class Pages {
  private static final String PLAIN = "text/plain; charset=utf-8";
  private static final String HTML = "text/html; charset=utf-8";

  private final String welcome;
  private final BooleanSupplier ready;

  /// @param ready whether requests can be served
  Pages(String version, BooleanSupplier ready) {
    this.ready = ready;
    welcome = read("/pages/welcome.html").replace("${version}", version);
  }

  FullHttpResponse answer(HttpMethod method, String path) {
    if (!method.equals(HttpMethod.GET) && !method.equals(HttpMethod.HEAD)) {
      return onlyGet();
    }
    FullHttpResponse response =
        switch (path) {
          case "/" -> response(HttpResponseStatus.OK, HTML, welcome);
          case "/health/live" -> response(HttpResponseStatus.OK, PLAIN, "live\n");
          case "/health/ready" ->
              ready.getAsBoolean()
                  ? response(HttpResponseStatus.OK, PLAIN, "ready\n")
                  : response(HttpResponseStatus.SERVICE_UNAVAILABLE, PLAIN, "not ready\n");
          case String _ -> response(HttpResponseStatus.NOT_FOUND, PLAIN, "Nothing is here.\n");
        };
    return method.equals(HttpMethod.HEAD) ? response.replace(Unpooled.EMPTY_BUFFER) : response;
  }

  /// The refusal of another method.
  static FullHttpResponse onlyGet() {
    FullHttpResponse response =
        response(HttpResponseStatus.METHOD_NOT_ALLOWED, PLAIN, "Only GET is answered here.\n");
    response.headers().set(HttpHeaderNames.ALLOW, "GET, HEAD");
    return response;
  }

  /// A response with the headers that all of ours have.
  static FullHttpResponse response(HttpResponseStatus status, String type, String body) {
    return response(status, type, body.getBytes(StandardCharsets.UTF_8));
  }

  /// The same with a body of bytes.
  static FullHttpResponse response(HttpResponseStatus status, String type, byte[] bytes) {
    FullHttpResponse response =
        new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, status, Unpooled.wrappedBuffer(bytes));
    response
        .headers()
        .set(HttpHeaderNames.CONTENT_TYPE, type)
        .set(HttpHeaderNames.CONTENT_LENGTH, bytes.length)
        .set(HttpHeaderNames.CACHE_CONTROL, "no-store")
        .set("X-Content-Type-Options", "nosniff")
        .set("Referrer-Policy", "no-referrer")
        .set(
            "Content-Security-Policy",
            "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'");
    return response;
  }

  private static String read(String resource) {
    try (InputStream in = Pages.class.getResourceAsStream(resource)) {
      if (in == null) {
        throw new IllegalStateException("No resource " + resource);
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
