package io.vestnik.group;

import io.vestnik.file.PhotoMaker;
import io.vestnik.store.Store;
import io.vestnik.store.Tx;
import io.vestnik.table.Photos.Sizes;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Makes photos of groups, and erases those before them.
public final class GroupPhotos {
  private final Store store;
  private final PhotoMaker maker;
  private final Supplier<String> newId;

  /// @param newId makes ids that nobody can guess
  public GroupPhotos(Store store, PhotoMaker maker, Supplier<String> newId) {
    this.store = store;
    this.maker = maker;
    this.newId = newId;
  }

  /// A photo that is to be a group's.
  record Made(String id, Sizes photo) {}

  /// The photo of the field `photo` that the user sent. Blocks, and refuses as [PhotoMaker] does.
  Made make(long userId, String text) {
    return new Made(newId.get(), maker.make(userId, "photo", text));
  }

  /// Puts the one in the place of the other, which is erased.
  void replace(Tx tx, @Nullable String before, @Nullable Made after) {
    if (after != null) {
      tx.photos().add(after.id, after.photo);
    }
    if (before != null) {
      tx.photos().remove(before);
      tx.afterCommit(store::scrub);
    }
  }
}
