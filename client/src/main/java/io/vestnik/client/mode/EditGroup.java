package io.vestnik.client.mode;

import io.vestnik.model.Change;
import io.vestnik.model.Permissions;
import io.vestnik.model.Role;
import org.jspecify.annotations.Nullable;

/// `editGroup`: what a group is called and is about, how it looks, and who may do what in it
/// (protocol §6). What is not given stays.
///
/// Made of the server's `io.vestnik.group.EditGroup` by `ClientModesTest`.
public record EditGroup(
    long chat_id,
    @Nullable String name,
    Change<String> about,
    Change<String> photo,
    @Nullable NewPermissions permissions)
    implements Request<EditGroup.Answer> {
  private static final Mode<Answer> MODE = new Mode<>("editGroup", true, false, Answer.class);

  /// With what is required alone.
  public EditGroup(long chat_id) {
    this(chat_id, null, new Change.Keep<>(), new Change.Keep<>(), null);
  }

  /// The same request with `name`.
  public EditGroup withName(@Nullable String name) {
    return new EditGroup(chat_id, name, about, photo, permissions);
  }

  /// The same request that changes `about`; null removes it.
  public EditGroup withAbout(@Nullable String about) {
    return new EditGroup(
        chat_id,
        name,
        about == null ? new Change.Clear<>() : new Change.Set<>(about),
        photo,
        permissions);
  }

  /// The same request that changes `photo`; null removes it.
  public EditGroup withPhoto(@Nullable String photo) {
    return new EditGroup(
        chat_id,
        name,
        about,
        photo == null ? new Change.Clear<>() : new Change.Set<>(photo),
        permissions);
  }

  /// The same request with `permissions`.
  public EditGroup withPermissions(@Nullable NewPermissions permissions) {
    return new EditGroup(chat_id, name, about, photo, permissions);
  }

  @Override
  public Mode<Answer> mode() {
    return MODE;
  }

  /// What was done.
  ///
  /// @param event_id absent where it changed nothing
  public record Answer(@Nullable Long event_id) {}

  /// Those that are to change.
  public record NewPermissions(
      @Nullable Role send,
      @Nullable Role add_members,
      @Nullable Role edit,
      @Nullable Role pin,
      @Nullable Role invite,
      Permissions.@Nullable History history) {}
}
