package io.vestnik.client.mode;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// `createGroup`: a new group, its creator the owner, with all the members named or none (protocol
/// §6). With `client_message_id` it is made once however often it is asked for.
///
/// Made of the server's `io.vestnik.group.CreateGroup` by `ClientModesTest`.
public record CreateGroup(
    String name,
    @Nullable List<Contact> members,
    @Nullable String about,
    @Nullable String photo,
    @Nullable String client_message_id)
    implements Request<CreateGroup.Answer> {
  private static final Mode<Answer> MODE = new Mode<>("createGroup", true, false, Answer.class);

  /// With what is required alone.
  public CreateGroup(String name) {
    this(name, null, null, null, null);
  }

  /// The same request with `members`.
  public CreateGroup withMembers(@Nullable List<Contact> members) {
    return new CreateGroup(name, members, about, photo, client_message_id);
  }

  /// The same request with `about`.
  public CreateGroup withAbout(@Nullable String about) {
    return new CreateGroup(name, members, about, photo, client_message_id);
  }

  /// The same request with `photo`.
  public CreateGroup withPhoto(@Nullable String photo) {
    return new CreateGroup(name, members, about, photo, client_message_id);
  }

  /// The same request with `client_message_id`.
  public CreateGroup withClientMessageId(@Nullable String client_message_id) {
    return new CreateGroup(name, members, about, photo, client_message_id);
  }

  @Override
  public Mode<Answer> mode() {
    return MODE;
  }

  public record Answer(long chat_id) {}
}
