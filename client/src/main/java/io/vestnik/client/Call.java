package io.vestnik.client;

import io.vestnik.client.mode.Request;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/// A request on its way from a caller to the connection and back. On the client's loop, but for the
/// future.
final class Call<A extends Record> {
  final Request<A> request;
  final CompletableFuture<A> answer = new CompletableFuture<>();
  Alarms.@Nullable Alarm deadline;
  boolean sent;

  Call(Request<A> request) {
    this.request = request;
  }

  /// Whether it may be asked again without harm.
  boolean isRepeatable() {
    return request.mode().reads();
  }
}
