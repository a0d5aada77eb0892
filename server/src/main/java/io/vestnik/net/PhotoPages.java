package io.vestnik.net;

import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.vestnik.mode.Incidents;
import io.vestnik.protocol.Rejection;
import io.vestnik.store.Reply;
import java.util.List;
import java.util.function.Consumer;

/// Photos over HTTP, for who brings a token or a link (protocol §8).
final class PhotoPages {
  /// What their paths begin with.
  static final String PATH = "/photos/";

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
    Giving giving = new Giving(origins, context, request);
    Consumer<FullHttpResponse> done =
        response ->
            then.accept(
                giving.shared(
                    giving.isHead() ? response.replace(Unpooled.EMPTY_BUFFER) : response));
    FullHttpResponse atOnce = giving.atOnce("Authorization");
    if (atOnce != null) {
      done.accept(atOnce);
      return;
    }
    PhotoSource.Wanted wanted;
    try {
      wanted = wanted(giving);
    } catch (Rejection e) {
      done.accept(Giving.refusal(e));
      return;
    }
    String tag = "\"" + wanted.photoId() + (wanted.large() ? "" : "-96") + "\"";
    photos.read(
        wanted,
        new Reply<>(
            context.executor(),
            outcome ->
                done.accept(
                    switch (outcome) {
                      case Reply.Done<byte[]>(byte[] photo) ->
                          photo(photo, tag, giving.isKnown(tag));
                      case Reply.Failed<byte[]>(RuntimeException why) ->
                          Giving.refusal(incidents.answer(why));
                    })));
  }

  private static PhotoSource.Wanted wanted(Giving giving) {
    Proof proof = giving.proof();
    List<String> sizes = giving.uri().parameters().getOrDefault("size", List.of("512"));
    String size = sizes.size() == 1 ? sizes.getFirst() : "";
    if (!size.equals("512") && !size.equals("96")) {
      throw Rejection.range("size", "size must be 96 or 512.");
    }
    return new PhotoSource.Wanted(proof, giving.id(PATH, "photo_id"), size.equals("512"));
  }

  // What an id names never changes.
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
        .set(HttpHeaderNames.CACHE_CONTROL, "private, max-age=86400, immutable");
    Giving.isNoPage(response.headers());
    return response;
  }
}
