package io.vestnik.sim;

import io.vestnik.model.Change;
import io.vestnik.model.Chat;
import io.vestnik.model.ChatType;
import io.vestnik.model.Entry;
import io.vestnik.model.Event;
import io.vestnik.model.Message;
import io.vestnik.model.Permissions;
import io.vestnik.model.Role;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// A chat as a client makes it of the entries of its log, beginning with nothing or with the chat
/// as it was shown.
final class Applied {
  final Map<Long, Said> messages = new TreeMap<>();

  /// What the log itself names as hidden.
  final Set<Long> hidden = new HashSet<>();

  /// The newest pin first.
  final List<Long> pins = new ArrayList<>();

  final Map<Long, Role> members = new TreeMap<>();

  /// Whether all of these are there, and not those alone of whom the entries tell.
  boolean knowsMembers;

  @Nullable String name;
  @Nullable Permissions permissions;
  Change<String> about = new Change.Keep<>();
  Change<String> photo = new Change.Keep<>();

  /// What the entries make of nothing.
  static Applied of(Iterable<Entry> entries) {
    Applied applied = new Applied();
    entries.forEach(applied::apply);
    return applied;
  }

  /// What the later entries make of the chat as it was shown.
  static Applied of(Chat look, Iterable<Entry> entries) {
    Applied applied = new Applied();
    applied.name = look.chat_type() == ChatType.GROUP ? look.chat_name() : null;
    applied.permissions = look.permissions();
    applied.about = shown(look.about());
    applied.photo = shown(look.photo_id());
    applied.pins.addAll(look.pinned_message_ids());
    look.chat_members().forEach(member -> applied.members.put(member.user_id(), member.role()));
    applied.knowsMembers = true;
    for (Entry entry : entries) {
      if (entry.event_id() > look.last_event_id()) {
        applied.apply(entry);
      }
    }
    return applied;
  }

  private static Change<String> shown(@Nullable String text) {
    return text == null ? new Change.Clear<>() : new Change.Set<>(text);
  }

  private void apply(Entry entry) {
    switch (entry.body()) {
      case Event.MessageSent(Message message) ->
          messages.put(message.message_id(), new Said(message));
      case Event.MessageHidden(var message) -> hidden.add(message.message_id());
      case Event.MessageEdited edit -> {
        Said said = messages.get(edit.message_id());
        if (said != null) {
          said.edited(edit);
        }
      }
      case Event.MessagesDeleted(List<Long> ids, _) -> ids.forEach(this::erase);
      case Event.Reaction(long id, String reaction) -> {
        Said said = messages.get(id);
        if (said != null) {
          said.reaction(entry, reaction);
        }
      }
      case Event.MessagePinned(long id, boolean pinned) -> {
        pins.remove(id);
        if (pinned) {
          pins.addFirst(id);
        }
      }
      case Event.ChatCreated created -> create(created);
      case Event.ChatEdited edited -> edit(edited);
      case Event.MemberAdded(var added, _) ->
          added.forEach(one -> members.put(one.user_id(), one.role()));
      case Event.MemberRemoved(long user, _) -> members.remove(user);
      case Event.RoleChanged(long user, Role role) -> members.put(user, role);
    }
  }

  private void erase(long id) {
    pins.remove(id);
    Said said = messages.get(id);
    if (said != null) {
      said.erased();
    }
  }

  private void create(Event.ChatCreated created) {
    name = created.name();
    permissions = created.chat_type() == ChatType.GROUP ? Permissions.DEFAULT : null;
    created.members().forEach(one -> members.put(one.user_id(), one.role()));
    knowsMembers = true;
  }

  private void edit(Event.ChatEdited edited) {
    name = edited.name() == null ? name : edited.name();
    permissions = edited.permissions() == null ? permissions : edited.permissions();
    about = edited.about() instanceof Change.Keep<String> ? about : edited.about();
    photo = edited.photo_id() instanceof Change.Keep<String> ? photo : edited.photo_id();
  }
}
