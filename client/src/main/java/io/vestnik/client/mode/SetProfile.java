package io.vestnik.client.mode;

import io.vestnik.model.Change;
import io.vestnik.model.Language;
import io.vestnik.protocol.Nothing;
import org.jspecify.annotations.Nullable;

/// `setProfile`: what one says of oneself, in which language mails come, and to whom one shows
/// whether one is there (protocol §3). What is not given stays.
///
/// Made of the server's `io.vestnik.profile.SetProfile` by `ClientModesTest`.
public record SetProfile(
    Change<String> about,
    @Nullable Language language,
    GetProfile.@Nullable ShowPresence show_presence)
    implements Request<Nothing> {
  private static final Mode<Nothing> MODE = new Mode<>("setProfile", true, false, Nothing.class);

  /// With what is required alone.
  public SetProfile() {
    this(new Change.Keep<>(), null, null);
  }

  /// The same request that changes `about`; null removes it.
  public SetProfile withAbout(@Nullable String about) {
    return new SetProfile(
        about == null ? new Change.Clear<>() : new Change.Set<>(about), language, show_presence);
  }

  /// The same request with `language`.
  public SetProfile withLanguage(@Nullable Language language) {
    return new SetProfile(about, language, show_presence);
  }

  /// The same request with `show_presence`.
  public SetProfile withShowPresence(GetProfile.@Nullable ShowPresence show_presence) {
    return new SetProfile(about, language, show_presence);
  }

  @Override
  public Mode<Nothing> mode() {
    return MODE;
  }
}
