package io.vestnik.group;

import io.vestnik.model.Change;
import io.vestnik.model.Event;
import io.vestnik.table.ChatRow;
import io.vestnik.table.Chats.Facts;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// What a group is called, how it looks and who may do what in it, before a change and after it.
final class GroupFacts {
  private GroupFacts() {}

  static Facts of(ChatRow group) {
    return new Facts(
        Objects.requireNonNull(group.name()),
        group.about(),
        group.photoId(),
        Objects.requireNonNull(group.permissions()));
  }

  /// What it is after the change.
  static @Nullable String changed(@Nullable String before, Change<String> change) {
    return switch (change) {
      case Change.Keep<String> _ -> before;
      case Change.Clear<String> _ -> null;
      case Change.Set<String>(String set) -> set;
    };
  }

  /// What the log says of it.
  static Event difference(Facts before, Facts after) {
    return new Event.ChatEdited(
        after.name().equals(before.name()) ? null : after.name(),
        difference(before.about(), after.about()),
        difference(before.photoId(), after.photoId()),
        after.permissions().equals(before.permissions()) ? null : after.permissions());
  }

  private static Change<String> difference(@Nullable String before, @Nullable String after) {
    if (Objects.equals(before, after)) {
      return new Change.Keep<>();
    }
    return after == null ? new Change.Clear<>() : new Change.Set<>(after);
  }
}
