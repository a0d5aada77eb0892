package io.vestnik.group;

import io.vestnik.chat.Membership;
import io.vestnik.mode.Caller;
import io.vestnik.mode.Writing;
import io.vestnik.model.Change;
import io.vestnik.model.Entry;
import io.vestnik.model.Event;
import io.vestnik.model.Permissions;
import io.vestnik.model.Role;
import io.vestnik.protocol.Id;
import io.vestnik.protocol.Length;
import io.vestnik.store.Tx;
import io.vestnik.table.ChatRow;
import io.vestnik.table.Chats;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// `editGroup`: what a group is called and is about, and who may do what in it (protocol §6). What
/// is not given stays.
public final class EditGroup implements Writing<EditGroup.Request, EditGroup.Answer> {
  public record Request(
      @Id long chat_id,
      @Nullable @Length(min = 1, max = 128) String name,
      @Length(min = 1, max = 1024) Change<String> about,
      @Nullable NewPermissions permissions) {}

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
  public Answer handle(Caller caller, Request request, Tx tx) {
    Chats.Listed listed =
        Membership.groupToEdit(tx, request.chat_id, caller.userId(), request.permissions != null);
    Chats.Facts before = facts(listed.chat());
    Chats.Facts after = changed(before, request);
    if (after.equals(before)) {
      return new Answer(null);
    }
    tx.chats().setFacts(request.chat_id, after);
    Entry entry = tx.log().append(listed.chat(), caller.userId(), difference(before, after));
    return new Answer(entry.event_id());
  }

  private static Chats.Facts facts(ChatRow group) {
    return new Chats.Facts(
        Objects.requireNonNull(group.name()),
        group.about(),
        Objects.requireNonNull(group.permissions()));
  }

  private static Chats.Facts changed(Chats.Facts before, Request request) {
    return new Chats.Facts(
        either(request.name, before.name()),
        switch (request.about) {
          case Change.Keep<String> _ -> before.about();
          case Change.Clear<String> _ -> null;
          case Change.Set<String>(String about) -> about;
        },
        request.permissions == null
            ? before.permissions()
            : changed(before.permissions(), request.permissions));
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

  private static Event difference(Chats.Facts before, Chats.Facts after) {
    String about = after.about();
    return new Event.ChatEdited(
        after.name().equals(before.name()) ? null : after.name(),
        Objects.equals(about, before.about())
            ? new Change.Keep<>()
            : about == null ? new Change.Clear<>() : new Change.Set<>(about),
        after.permissions().equals(before.permissions()) ? null : after.permissions());
  }
}
