package io.vestnik.net;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.QueryStringDecoder;
import io.vestnik.protocol.Rejection;
import java.util.List;
import java.util.Locale;

/// By what who asks over HTTP shows that they may (protocol §8).
public sealed interface Proof {
  /// A token, by the header `Authorization`.
  record Token(String token) implements Proof {}

  /// A link that getFileLink has given.
  ///
  /// @param userId whose rights it has
  record Link(String path, long userId, long expiresTime, String signature) implements Proof {
    /// The link, relative to the server's address.
    public String url() {
      return "%s?user=%d&expires=%d&signature=%s".formatted(path, userId, expiresTime, signature);
    }
  }

  /// What the request shows. Refuses with 401 where that is nothing, or no link of ours.
  static Proof of(HttpHeaders headers, QueryStringDecoder uri) {
    String given = headers.get(HttpHeaderNames.AUTHORIZATION);
    if (given != null && given.toLowerCase(Locale.ROOT).startsWith("bearer ")) {
      return new Token(given.substring("bearer ".length()).strip());
    }
    if (!uri.parameters().containsKey("signature")) {
      throw Rejection.tokenMissing();
    }
    return new Link(uri.path(), number(uri, "user"), number(uri, "expires"), one(uri, "signature"));
  }

  private static long number(QueryStringDecoder uri, String name) {
    String text = one(uri, name);
    if (!text.matches("[0-9]{1,16}")) {
      throw linkInvalid();
    }
    return Long.parseLong(text);
  }

  private static String one(QueryStringDecoder uri, String name) {
    List<String> values = uri.parameters().getOrDefault(name, List.of());
    if (values.size() != 1) {
      throw linkInvalid();
    }
    return values.getFirst();
  }

  /// 401: the link is not, or no longer, one of ours.
  static Rejection linkInvalid() {
    return Rejection.tokenInvalid(
        "signature", "The link is not valid, or no longer: getFileLink gives another.");
  }
}
