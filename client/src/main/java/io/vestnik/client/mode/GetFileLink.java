package io.vestnik.client.mode;

import org.jspecify.annotations.Nullable;

/// `getFileLink`: a link by which a file or a photo is got without a token, for a while (protocol
/// §8).
///
/// Made of the server's `io.vestnik.file.GetFileLink` by `ClientModesTest`.
public record GetFileLink(@Nullable String file_id, @Nullable String photo_id)
    implements Request<GetFileLink.Answer> {
  private static final Mode<Answer> MODE = new Mode<>("getFileLink", true, true, Answer.class);

  /// With what is required alone.
  public GetFileLink() {
    this(null, null);
  }

  /// The same request with `file_id`.
  public GetFileLink withFileId(@Nullable String file_id) {
    return new GetFileLink(file_id, photo_id);
  }

  /// The same request with `photo_id`.
  public GetFileLink withPhotoId(@Nullable String photo_id) {
    return new GetFileLink(file_id, photo_id);
  }

  @Override
  public Mode<Answer> mode() {
    return MODE;
  }

  /// The link.
  ///
  /// @param url relative to the server's address
  public record Answer(String url, long expires_time) {}
}
