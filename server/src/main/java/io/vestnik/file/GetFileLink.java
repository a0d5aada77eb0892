package io.vestnik.file;

import io.vestnik.mode.Caller;
import io.vestnik.mode.Reading;
import io.vestnik.model.Clock;
import io.vestnik.net.Proof;
import io.vestnik.protocol.Rejection;
import io.vestnik.store.Tx;
import org.jspecify.annotations.Nullable;

/// `getFileLink`: a link by which a file or a photo is got without a token, for a while (protocol
/// §8).
public final class GetFileLink implements Reading<GetFileLink.Request, GetFileLink.Answer> {
  private final FileLinks links;
  private final Clock clock;

  public GetFileLink(FileLinks links, Clock clock) {
    this.links = links;
    this.clock = clock;
  }

  public record Request(@Nullable String file_id, @Nullable String photo_id) {
    public Request {
      if (file_id == null && photo_id == null) {
        throw Rejection.missing("file_id");
      }
      if (file_id != null && photo_id != null) {
        throw Rejection.format("photo_id", "Of file_id and photo_id one alone may be given.");
      }
    }
  }

  /// The link.
  ///
  /// @param url relative to the server's address
  public record Answer(String url, long expires_time) {}

  @Override
  public Answer handle(Caller caller, Request request, Tx tx) {
    Proof.Link link = links.make(path(caller, request, tx), caller.userId());
    return new Answer(link.url(), link.expiresTime());
  }

  private String path(Caller caller, Request request, Tx tx) {
    if (request.file_id != null) {
      return "/files/"
          + StoredFiles.owned(tx, caller.userId(), request.file_id, clock.millis()).fileId();
    }
    String id = String.valueOf(request.photo_id);
    if (tx.photos().get(id, false) == null) {
      throw Rejection.noFile("photo_id");
    }
    return "/photos/" + id;
  }
}
