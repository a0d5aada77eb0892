package io.vestnik.net;

import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.QueryStringDecoder;
import io.vestnik.mode.Incidents;
import io.vestnik.protocol.Answer;
import io.vestnik.protocol.JsonWriter;
import io.vestnik.protocol.Rejection;
import io.vestnik.store.Reply;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;

/// Photos over HTTP, for who brings a token (protocol §8).
final class PhotoPages {
  /// What their paths begin with.
  static final String PATH = "/photos/";

  private static final String JSON = "application/json";
  private static final String BEARER = "bearer ";
  private static final int MAX_ID = 64;

  private final PhotoSource photos;
  private final Origins origins;
  private final Incidents incidents = new Incidents();

  PhotoPages(PhotoSource photos, Origins origins) {
    this.photos = photos;
    this.origins = origins;
  }

  /// Gives the response on the connection's loop, at once or later.
  void answer(
      ChannelHandlerContext context, FullHttpRequest request, Consumer<FullHttpResponse> then) {
    HttpHeaders headers = request.headers().copy();
    HttpMethod method = request.method();
    String origin = headers.get(HttpHeaderNames.ORIGIN);
    boolean shared =
        origin != null && origins.isAllowed(headers, context.channel().remoteAddress());
    Consumer<FullHttpResponse> done =
        response -> {
          response.headers().add(HttpHeaderNames.VARY, "Origin");
          if (shared) {
            response.headers().set(HttpHeaderNames.ACCESS_CONTROL_ALLOW_ORIGIN, origin);
          }
          then.accept(
              method.equals(HttpMethod.HEAD) ? response.replace(Unpooled.EMPTY_BUFFER) : response);
        };
    if (method.equals(HttpMethod.OPTIONS)) {
      done.accept(preflight());
    } else if (!method.equals(HttpMethod.GET) && !method.equals(HttpMethod.HEAD)) {
      done.accept(Pages.onlyGet());
    } else {
      read(context, headers, new QueryStringDecoder(request.uri()), done);
    }
  }

  private void read(
      ChannelHandlerContext context,
      HttpHeaders headers,
      QueryStringDecoder uri,
      Consumer<FullHttpResponse> done) {
    PhotoSource.Wanted wanted;
    try {
      wanted = wanted(headers, uri);
    } catch (Rejection e) {
      done.accept(refusal(e));
      return;
    }
    String tag = "\"" + wanted.photoId() + (wanted.large() ? "" : "-96") + "\"";
    boolean known = isKnown(headers, tag);
    photos.read(
        wanted,
        new Reply<>(
            context.executor(),
            outcome ->
                done.accept(
                    switch (outcome) {
                      case Reply.Done<byte[]>(byte[] photo) -> photo(photo, tag, known);
                      case Reply.Failed<byte[]>(RuntimeException why) ->
                          refusal(incidents.answer(why));
                    })));
  }

  private static PhotoSource.Wanted wanted(HttpHeaders headers, QueryStringDecoder uri) {
    String given = headers.get(HttpHeaderNames.AUTHORIZATION);
    if (given == null || !given.toLowerCase(Locale.ROOT).startsWith(BEARER)) {
      throw Rejection.tokenMissing();
    }
    List<String> sizes = uri.parameters().getOrDefault("size", List.of("512"));
    String size = sizes.size() == 1 ? sizes.getFirst() : "";
    if (!size.equals("512") && !size.equals("96")) {
      throw Rejection.range("size", "size must be 96 or 512.");
    }
    String id = uri.path().substring(PATH.length());
    if (id.isEmpty() || id.length() > MAX_ID || !id.matches("[\\w-]+")) {
      throw Rejection.noFile("photo_id");
    }
    return new PhotoSource.Wanted(given.substring(BEARER.length()).strip(), id, size.equals("512"));
  }

  private static boolean isKnown(HttpHeaders headers, String tag) {
    String known = String.join(",", headers.getAll(HttpHeaderNames.IF_NONE_MATCH));
    return known.contains(tag) || known.strip().equals("*");
  }

  // What an id names never changes; no browser takes it for a page.
  private static FullHttpResponse photo(byte[] photo, String tag, boolean known) {
    FullHttpResponse response =
        Pages.response(
            known ? HttpResponseStatus.NOT_MODIFIED : HttpResponseStatus.OK,
            "image/jpeg",
            known ? new byte[0] : photo);
    response
        .headers()
        .set(HttpHeaderNames.CONTENT_LENGTH, photo.length)
        .set(HttpHeaderNames.ETAG, tag)
        .set(HttpHeaderNames.CACHE_CONTROL, "private, max-age=86400, immutable")
        .set(HttpHeaderNames.VARY, "Authorization")
        .set("Content-Security-Policy", "default-src 'none'; sandbox");
    return response;
  }

  private static FullHttpResponse refusal(Rejection why) {
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
    }
    return response;
  }

  private static FullHttpResponse preflight() {
    FullHttpResponse response =
        Pages.response(HttpResponseStatus.NO_CONTENT, "text/plain", new byte[0]);
    response
        .headers()
        .remove(HttpHeaderNames.CONTENT_LENGTH)
        .remove(HttpHeaderNames.CONTENT_TYPE)
        .set(HttpHeaderNames.ACCESS_CONTROL_ALLOW_METHODS, "GET, HEAD")
        .set(HttpHeaderNames.ACCESS_CONTROL_ALLOW_HEADERS, "Authorization")
        .set(HttpHeaderNames.ACCESS_CONTROL_MAX_AGE, 86_400);
    return response;
  }
}
