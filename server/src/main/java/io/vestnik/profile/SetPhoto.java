package io.vestnik.profile;

import io.vestnik.file.PhotoMaker;
import io.vestnik.file.Picture;
import io.vestnik.mode.Caller;
import io.vestnik.mode.SignedIn;
import io.vestnik.mode.Working;
import io.vestnik.model.Change;
import io.vestnik.model.Signal;
import io.vestnik.protocol.Length;
import io.vestnik.protocol.Rejection;
import io.vestnik.protocol.Required;
import io.vestnik.store.Store;
import io.vestnik.store.Tx;
import io.vestnik.table.Photos.Sizes;
import io.vestnik.table.account.Profiles.ProfileRow;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// `setPhoto`: how one looks, or that one shows nothing (protocol §3). The photo before is erased.
public final class SetPhoto implements Working<SetPhoto.Request, SetPhoto.Answer> {
  private final Store store;
  private final PhotoMaker maker;
  private final Supplier<String> newId;

  /// @param newId makes ids that nobody can guess
  public SetPhoto(Store store, PhotoMaker maker, Supplier<String> newId) {
    this.store = store;
    this.maker = maker;
    this.newId = newId;
  }

  /// The photo.
  ///
  /// @param photo in Base64
  public record Request(@Required @Length(max = Picture.MAX_TEXT) Change<String> photo) {
    public Request {
      Picture.check("photo", photo);
    }
  }

  /// What was done.
  ///
  /// @param photo_id absent where there is none now
  public record Answer(@Nullable String photo_id) {}

  @Override
  public Answer handle(Caller caller, Request request) {
    Sizes photo =
        request.photo instanceof Change.Set<String>(String text)
            ? maker.make(caller.userId(), "photo", text)
            : null;
    String id = photo == null ? null : newId.get();
    if (store.write(tx -> set(tx, caller, id, photo))) {
      store.scrub();
    }
    return new Answer(id);
  }

  // Whether there was one before.
  private static boolean set(Tx tx, Caller caller, @Nullable String id, @Nullable Sizes photo) {
    tx.accounts().accounts().locked(caller.userId());
    SignedIn.check(tx, caller.session());
    ProfileRow profile = tx.accounts().profiles().byId(caller.userId());
    if (profile == null) {
      throw Rejection.tokenInvalid();
    }
    String before = profile.photoId();
    if (id != null && photo != null) {
      tx.photos().add(id, photo);
    }
    if (before != null) {
      tx.photos().remove(before);
    }
    if (id != null || before != null) {
      tx.accounts().profiles().setPhoto(profile.id(), id);
      tx.tell(new Signal.UserChanged(profile.id()));
    }
    return before != null;
  }
}
