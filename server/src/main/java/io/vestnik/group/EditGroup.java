package io.vestnik.group;

import io.vestnik.chat.Membership;
import io.vestnik.file.Picture;
import io.vestnik.mode.Caller;
import io.vestnik.mode.SignedIn;
import io.vestnik.mode.Working;
import io.vestnik.model.Change;
import io.vestnik.model.Event;
import io.vestnik.model.Permissions;
import io.vestnik.model.Role;
import io.vestnik.protocol.Id;
import io.vestnik.protocol.Length;
import io.vestnik.store.Store;
import io.vestnik.store.Tx;
import io.vestnik.table.ChatRow;
import io.vestnik.table.Chats;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// `editGroup`: what a group is called and is about, how it looks, and who may do what in it
/// (protocol §6). What is not given stays.
public final class EditGroup implements Working<EditGroup.Request, EditGroup.Answer> {
  private final Store store;
  private final GroupPhotos photos;

  public EditGroup(Store store, GroupPhotos photos) {
    this.store = store;
    this.photos = photos;
  }

  public record Request(
      @Id long chat_id,
      @Nullable @Length(min = 1, max = 128) String name,
      @Length(min = 1, max = 1024) Change<String> about,
      @Length(max = Picture.MAX_TEXT) Change<String> photo,
      @Nullable NewPermissions permissions) {
    public Request {
      Picture.check("photo", photo);
    }
  }

  /// Those that are to change.
  public record NewPermissions(
      @Nullable Role send,
      @Nullable Role add_members,
      @Nullable Role edit,
      @Nullable Role pin,
      @Nullable Role invite,
      Permissions.@Nullable History history) {}

  /// What was done.
  ///
  /// @param event_id absent where it changed nothing
  public record Answer(@Nullable Long event_id) {}

  @Override
  public Answer handle(Caller caller, Request request) {
    GroupPhotos.Made photo = photo(caller, request);
    return store.write(tx -> edit(tx, caller, request, photo));
  }

  // Who may not edit the group has no picture read.
  private GroupPhotos.@Nullable Made photo(Caller caller, Request request) {
    if (!(request.photo instanceof Change.Set<String>(String text))) {
      return null;
    }
    store.read(tx -> group(tx, caller, request));
    return photos.make(caller.userId(), text);
  }

  private static Chats.Listed group(Tx tx, Caller caller, Request request) {
    return Membership.groupToEdit(
        tx, request.chat_id, caller.userId(), request.permissions != null);
  }

  private Answer edit(Tx tx, Caller caller, Request request, GroupPhotos.@Nullable Made photo) {
    SignedIn.check(tx, caller.session());
    ChatRow group = group(tx, caller, request).chat();
    Chats.Facts before = GroupFacts.of(group);
    Chats.Facts after =
        new Chats.Facts(
            either(request.name, before.name()),
            GroupFacts.changed(before.about(), request.about),
            photo == null ? GroupFacts.changed(before.photoId(), request.photo) : photo.id(),
            request.permissions == null
                ? before.permissions()
                : changed(before.permissions(), request.permissions));
    if (after.equals(before)) {
      return new Answer(null);
    }
    if (!Objects.equals(after.photoId(), before.photoId())) {
      photos.replace(tx, before.photoId(), photo);
    }
    tx.chats().setFacts(request.chat_id, after);
    Event edited = GroupFacts.difference(before, after);
    return new Answer(tx.log().append(group, caller.userId(), edited).event_id());
  }

  private static Permissions changed(Permissions before, NewPermissions asked) {
    return new Permissions(
        either(asked.send, before.send()),
        either(asked.add_members, before.add_members()),
        either(asked.edit, before.edit()),
        either(asked.pin, before.pin()),
        either(asked.invite, before.invite()),
        either(asked.history, before.history()));
  }

  private static <T> T either(@Nullable T given, T before) {
    return given == null ? before : given;
  }
}
