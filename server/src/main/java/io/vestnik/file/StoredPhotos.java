package io.vestnik.file;

import io.vestnik.net.PhotoSource;
import io.vestnik.protocol.Rejection;
import io.vestnik.store.Reply;
import io.vestnik.store.Store;
import io.vestnik.store.Tx;

/// Gives photos to whoever is signed in (protocol §8).
public final class StoredPhotos implements PhotoSource {
  private final Store store;
  private final Visitors visitors;

  public StoredPhotos(Store store, Visitors visitors) {
    this.store = store;
    this.visitors = visitors;
  }

  @Override
  public void read(Wanted wanted, Reply<byte[]> reply) {
    store.read(tx -> photo(tx, wanted), reply);
  }

  private byte[] photo(Tx tx, Wanted wanted) {
    visitors.of(tx, wanted.proof());
    byte[] photo = tx.photos().get(wanted.photoId(), wanted.large());
    if (photo == null) {
      throw Rejection.noFile("photo_id");
    }
    return photo;
  }
}
