package io.vestnik.client.mode;

import org.jspecify.annotations.Nullable;

/// `subscribe`: from its answer on the connection gets events (protocol §7). Again, it replaces the
/// subscription.
///
/// Made of the server's `io.vestnik.live.Subscribe` by `ClientModesTest`.
public record Subscribe(@Nullable Boolean presence) implements Request<Subscribe.Answer> {
  private static final Mode<Answer> MODE = new Mode<>("subscribe", true, false, Answer.class);

  /// With what is required alone.
  public Subscribe() {
    this(null);
  }

  /// The same request with `presence`.
  public Subscribe withPresence(@Nullable Boolean presence) {
    return new Subscribe(presence);
  }

  @Override
  public Mode<Answer> mode() {
    return MODE;
  }

  public record Answer(long user_id) {}
}
