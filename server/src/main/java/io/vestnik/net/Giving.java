package io.vestnik.net;

import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.QueryStringDecoder;
import io.vestnik.protocol.Answer;
import io.vestnik.protocol.JsonWriter;
import io.vestnik.protocol.Rejection;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/// What a request for a photo or a file has in common with every other (protocol §8): the pages
/// that may ask, the conditions, and how it is refused.
final class Giving {
  private static final String JSON = "application/json";
  private static final int MAX_ID = 64;
  private static final long BUSY_SECONDS = 5;

  private final HttpHeaders headers;
  private final HttpMethod method;
  private final QueryStringDecoder uri;
  private final @Nullable String origin;

  /// @param origins whose pages may read what is given
  Giving(Origins origins, ChannelHandlerContext context, FullHttpRequest request) {
    headers = request.headers().copy();
    method = request.method();
    uri = new QueryStringDecoder(request.uri());
    String from = headers.get(HttpHeaderNames.ORIGIN);
    origin =
        from != null && origins.isAllowed(headers, context.channel().remoteAddress()) ? from : null;
  }

  QueryStringDecoder uri() {
    return uri;
  }

  HttpHeaders headers() {
    return headers;
  }

  boolean isHead() {
    return method.equals(HttpMethod.HEAD);
  }

  /// The response to a method that reads nothing; null where it is to be read.
  ///
  /// @param allowed the headers that pages may set
  @Nullable FullHttpResponse atOnce(String allowed) {
    if (method.equals(HttpMethod.OPTIONS)) {
      return preflight(allowed);
    }
    return method.equals(HttpMethod.GET) || isHead() ? null : Pages.onlyGet();
  }

  /// The response, readable for the page that asks.
  <T extends HttpResponse> T shared(T response) {
    response.headers().add(HttpHeaderNames.VARY, "Origin");
    if (origin != null) {
      response.headers().set(HttpHeaderNames.ACCESS_CONTROL_ALLOW_ORIGIN, origin);
    }
    return response;
  }

  Proof proof() {
    return Proof.of(headers, uri);
  }

  /// What the path names below this one. Refuses with 404 what can name nothing.
  String id(String below, String field) {
    String id = uri.path().substring(below.length());
    if (id.isEmpty() || id.length() > MAX_ID || !id.matches("[\\w-]+")) {
      throw Rejection.noFile(field);
    }
    return id;
  }

  /// Whether who asks has it already.
  boolean isKnown(String tag) {
    String known = String.join(",", headers.getAll(HttpHeaderNames.IF_NONE_MATCH));
    return known.contains(tag) || known.strip().equals("*");
  }

  /// What is given is no page to a browser, whatever is in it.
  static void isNoPage(HttpHeaders response) {
    response
        .set(HttpHeaderNames.VARY, "Authorization")
        .set("Content-Security-Policy", "default-src 'none'; sandbox");
  }

  static FullHttpResponse refusal(Rejection why) {
    byte[] body =
        JsonWriter.text(new Answer.Body(Answer.Refusal.of(why))).getBytes(StandardCharsets.UTF_8);
    HttpResponseStatus status = HttpResponseStatus.valueOf(Integer.parseInt(why.code().status()));
    FullHttpResponse response = Pages.response(status, JSON, body);
    if (status.equals(HttpResponseStatus.UNAUTHORIZED)) {
      response.headers().set(HttpHeaderNames.WWW_AUTHENTICATE, "Bearer");
    }
    Long retry = why.retryAfterMillis();
    if (retry != null) {
      response.headers().set(HttpHeaderNames.RETRY_AFTER, Math.ceilDiv(retry, 1000L));
    } else if (status.equals(HttpResponseStatus.SERVICE_UNAVAILABLE)) {
      response.headers().set(HttpHeaderNames.RETRY_AFTER, BUSY_SECONDS);
    }
    return response;
  }

  private static FullHttpResponse preflight(String allowed) {
    FullHttpResponse response =
        Pages.response(HttpResponseStatus.NO_CONTENT, "text/plain", new byte[0]);
    response
        .headers()
        .remove(HttpHeaderNames.CONTENT_LENGTH)
        .remove(HttpHeaderNames.CONTENT_TYPE)
        .set(HttpHeaderNames.ACCESS_CONTROL_ALLOW_METHODS, "GET, HEAD")
        .set(HttpHeaderNames.ACCESS_CONTROL_ALLOW_HEADERS, allowed)
        .set(HttpHeaderNames.ACCESS_CONTROL_MAX_AGE, 86_400);
    return response;
  }
}
