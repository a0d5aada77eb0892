package io.vestnik.file;

import io.vestnik.mode.SignedIn;
import io.vestnik.mode.Throttle;
import io.vestnik.model.Session;
import io.vestnik.model.TokenHash;
import io.vestnik.net.PhotoSource;
import io.vestnik.protocol.Limit;
import io.vestnik.protocol.Rejection;
import io.vestnik.store.Reply;
import io.vestnik.store.Store;
import io.vestnik.store.Tx;

/// Gives photos to whoever is signed in (protocol §8).
public final class StoredPhotos implements PhotoSource {
  private final Store store;
  private final SignedIn signedIn;
  private final Throttle throttle;

  public StoredPhotos(Store store, SignedIn signedIn, Throttle throttle) {
    this.store = store;
    this.signedIn = signedIn;
    this.throttle = throttle;
  }

  @Override
  public void read(Wanted wanted, Reply<byte[]> reply) {
    store.read(tx -> photo(tx, wanted), reply);
  }

  private byte[] photo(Tx tx, Wanted wanted) {
    Session session = signedIn.find(tx, TokenHash.of(wanted.token()));
    Rejection refusal = throttle.charge(Limit.READS, session.userId());
    if (refusal != null) {
      throw refusal;
    }
    byte[] photo = tx.photos().get(wanted.photoId(), wanted.large());
    if (photo == null) {
      throw Rejection.noFile("photo_id");
    }
    return photo;
  }
}
