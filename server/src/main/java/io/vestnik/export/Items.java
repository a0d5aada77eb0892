package io.vestnik.export;

import io.vestnik.model.Inline;
import io.vestnik.profile.GetProfile;
import io.vestnik.table.account.ReleasedNames;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What the files of an export hold beside chats, users and messages as the protocol has them.
final class Items {
  private Items() {}

  /// The account.
  ///
  /// @param last_seen_time when they were last connected
  /// @param exported_time when the export was asked for
  /// @param released_names those that the user has given up and are kept for them
  public record Account(
      @Inline GetProfile.Answer profile,
      @Nullable Long last_seen_time,
      long exported_time,
      List<ReleasedNames.Kept> released_names) {}

  /// A session.
  public record Device(
      String session_id,
      @Nullable String device,
      long created_time,
      long last_used_time,
      @Nullable String address) {}

  /// A chat that the user has left, or was removed from.
  public record LeftChat(long chat_id, boolean removed) {}

  /// What a message said from a time on.
  public record Version(String content, long time) {}

  /// A reaction of the user's.
  public record Reaction(long chat_id, long message_id, String reaction) {}

  /// A message that the user has hidden from themselves.
  public record Hidden(long chat_id, long message_id) {}

  /// An invite that the user has made.
  public record Invite(
      String invite,
      long chat_id,
      @Nullable Long expires_time,
      @Nullable Integer max_uses,
      int uses) {}
}
