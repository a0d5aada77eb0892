package io.vestnik.profile;

import io.vestnik.mode.Caller;
import io.vestnik.mode.Writing;
import io.vestnik.model.Change;
import io.vestnik.model.Language;
import io.vestnik.model.Signal;
import io.vestnik.profile.GetProfile.ShowPresence;
import io.vestnik.protocol.Length;
import io.vestnik.protocol.Nothing;
import io.vestnik.protocol.Rejection;
import io.vestnik.store.Tx;
import io.vestnik.table.account.Profiles.ProfileRow;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// `setProfile`: what one says of oneself, in which language mails come, and to whom one shows
/// whether one is there (protocol §3). What is not given stays.
public final class SetProfile implements Writing<SetProfile.Request, Nothing> {
  public record Request(
      @Length(min = 1, max = 140) Change<String> about,
      @Nullable Language language,
      @Nullable ShowPresence show_presence) {}

  @Override
  public Nothing handle(Caller caller, Request request, Tx tx) {
    tx.accounts().accounts().locked(caller.userId());
    ProfileRow before = tx.accounts().profiles().byId(caller.userId());
    if (before == null) {
      throw Rejection.tokenInvalid();
    }
    String about =
        switch (request.about) {
          case Change.Keep<String> _ -> before.about();
          case Change.Clear<String> _ -> null;
          case Change.Set<String>(String said) -> said;
        };
    boolean shows =
        request.show_presence == null
            ? before.showsPresence()
            : request.show_presence == ShowPresence.CONTACTS;
    String language = request.language == null ? before.language() : request.language.word();
    tx.accounts().profiles().set(before.id(), about, language, shows);
    if (!Objects.equals(about, before.about())) {
      tx.tell(new Signal.UserChanged(before.id()));
    }
    if (shows != before.showsPresence()) {
      tx.tell(new Signal.PresenceShown(before.id(), shows));
    }
    return new Nothing();
  }
}
