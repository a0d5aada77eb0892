package io.vestnik.net;

import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.DefaultHttpResponse;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import io.vestnik.mode.Incidents;
import io.vestnik.protocol.Rejection;
import io.vestnik.store.Reply;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Files over HTTP, for who brings a token or a link (protocol §8): all of one, or a range.
final class FilePages {
  /// What their paths begin with.
  static final String PATH = "/files/";

  private static final String PAGES_MAY_SET = "Authorization, Range, If-Range, If-None-Match";
  private static final String PAGES_MAY_SEE =
      "Accept-Ranges, Content-Disposition, Content-Range, ETag, Retry-After";

  private final FileSource files;
  private final Origins origins;
  private final Downloads downloads = new Downloads();
  private final Incidents incidents = new Incidents();

  FilePages(FileSource files, Origins origins) {
    this.files = files;
    this.origins = origins;
  }

  /// A response: whole, or the head of one and what is to be written after it.
  record Given(HttpResponse head, @Nullable Download body) {}

  /// Gives the response on the connection's loop, at once or later.
  void answer(ChannelHandlerContext context, FullHttpRequest request, Consumer<Given> then) {
    Giving giving = new Giving(origins, context, request);
    Consumer<FullHttpResponse> whole =
        response ->
            then.accept(
                new Given(
                    shared(
                        giving,
                        giving.isHead() ? response.replace(Unpooled.EMPTY_BUFFER) : response),
                    null));
    FullHttpResponse atOnce = giving.atOnce(PAGES_MAY_SET);
    if (atOnce != null) {
      whole.accept(atOnce);
      return;
    }
    try {
      Proof proof = giving.proof();
      files.find(
          proof,
          giving.id(PATH, "file_id"),
          new Reply<>(
              context.executor(),
              outcome -> {
                switch (outcome) {
                  case Reply.Done<FileSource.Found>(FileSource.Found file) ->
                      give(giving, file, whole, then);
                  case Reply.Failed<FileSource.Found>(RuntimeException why) ->
                      whole.accept(Giving.refusal(incidents.answer(why)));
                }
              }));
    } catch (Rejection e) {
      whole.accept(Giving.refusal(e));
    }
  }

  private static <T extends HttpResponse> T shared(Giving giving, T response) {
    response.headers().set(HttpHeaderNames.ACCESS_CONTROL_EXPOSE_HEADERS, PAGES_MAY_SEE);
    return giving.shared(response);
  }

  private void give(
      Giving giving,
      FileSource.Found file,
      Consumer<FullHttpResponse> whole,
      Consumer<Given> then) {
    String tag = "\"" + file.hash() + "\"";
    if (giving.isKnown(tag)) {
      whole.accept(empty(HttpResponseStatus.NOT_MODIFIED, file, tag, file.size()));
      return;
    }
    if (giving.isHead()) {
      whole.accept(empty(HttpResponseStatus.OK, file, tag, file.size()));
      return;
    }
    ByteRange asked = ByteRange.of(giving.headers(), tag, file.size());
    if (asked != null && asked.length() == 0) {
      FullHttpResponse none =
          empty(HttpResponseStatus.REQUESTED_RANGE_NOT_SATISFIABLE, file, tag, 0);
      none.headers().set(HttpHeaderNames.CONTENT_RANGE, "bytes */" + file.size());
      whole.accept(none);
      return;
    }
    Rejection refusal = downloads.begin(file.userId());
    if (refusal != null) {
      whole.accept(Giving.refusal(refusal));
      return;
    }
    ByteRange range = asked == null ? new ByteRange(0, file.size() - 1) : asked;
    HttpResponse head =
        new DefaultHttpResponse(
            HttpVersion.HTTP_1_1,
            asked == null ? HttpResponseStatus.OK : HttpResponseStatus.PARTIAL_CONTENT);
    head.headers().set(empty(HttpResponseStatus.OK, file, tag, range.length()).headers());
    if (asked != null) {
      head.headers()
          .set(
              HttpHeaderNames.CONTENT_RANGE,
              "bytes %d-%d/%d".formatted(range.from(), range.to(), file.size()));
    }
    Download body = new Download(files, file, range, () -> downloads.end(file.userId()));
    then.accept(new Given(shared(giving, head), body));
  }

  private static FullHttpResponse empty(
      HttpResponseStatus status, FileSource.Found file, String tag, long length) {
    FullHttpResponse response = Pages.response(status, "application/zip", new byte[0]);
    HttpHeaders headers = response.headers();
    headers
        .set(HttpHeaderNames.CONTENT_LENGTH, length)
        .set(HttpHeaderNames.ETAG, tag)
        .set(HttpHeaderNames.ACCEPT_RANGES, "bytes")
        .set(HttpHeaderNames.CACHE_CONTROL, "private, no-store")
        .set(HttpHeaderNames.CONTENT_DISPOSITION, "attachment; filename=\"" + file.name() + "\"");
    Giving.isNoPage(headers);
    return response;
  }
}
