package io.vestnik.net;

import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpUtil;

/// Responses on their way out: after each the connection goes on, or ends.
final class Responses {
  private Responses() {}

  /// Whether the connection goes on after the answer to this.
  static boolean keepsAlive(FullHttpRequest request) {
    return HttpUtil.isKeepAlive(request) && request.decoderResult().isSuccess();
  }

  static void send(ChannelHandlerContext context, boolean keep, FullHttpResponse response) {
    marked(response, keep);
    if (response.headers().contains(HttpHeaderNames.UPGRADE)) {
      response.headers().add(HttpHeaderNames.CONNECTION, HttpHeaderValues.UPGRADE);
    }
    end(context, keep, response);
  }

  /// The response, with word of whether the connection goes on.
  static HttpResponse marked(HttpResponse response, boolean keep) {
    response
        .headers()
        .set(
            HttpHeaderNames.CONNECTION,
            keep ? HttpHeaderValues.KEEP_ALIVE : HttpHeaderValues.CLOSE);
    return response;
  }

  /// Writes the last of a response.
  static void end(ChannelHandlerContext context, boolean keep, Object last) {
    ChannelFuture sent = context.writeAndFlush(last);
    if (!keep) {
      sent.addListener(ChannelFutureListener.CLOSE);
    }
  }
}
