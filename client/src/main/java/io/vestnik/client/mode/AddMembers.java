package io.vestnik.client.mode;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// `addMembers`: all of these are members, or none becomes one (protocol §6). Who was removed may
/// come back by it.
///
/// Made of the server's `io.vestnik.group.AddMembers` by `ClientModesTest`.
public record AddMembers(long chat_id, List<Contact> members)
    implements Request<AddMembers.Answer> {
  private static final Mode<Answer> MODE = new Mode<>("addMembers", true, false, Answer.class);

  @Override
  public Mode<Answer> mode() {
    return MODE;
  }

  /// What was done.
  ///
  /// @param event_id absent where all of them were members
  public record Answer(@Nullable Long event_id) {}
}
