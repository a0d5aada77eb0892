package io.vestnik.client.mode;

import io.vestnik.model.Change;
import org.jspecify.annotations.Nullable;

/// `setPhoto`: how one looks, or that one shows nothing (protocol §3). The photo before is erased.
///
/// @param photo in Base64
///
///   Made of the server's `io.vestnik.profile.SetPhoto` by `ClientModesTest`.
public record SetPhoto(Change<String> photo) implements Request<SetPhoto.Answer> {
  private static final Mode<Answer> MODE = new Mode<>("setPhoto", true, false, Answer.class);

  @Override
  public Mode<Answer> mode() {
    return MODE;
  }

  /// What was done.
  ///
  /// @param photo_id absent where there is none now
  public record Answer(@Nullable String photo_id) {}
}
