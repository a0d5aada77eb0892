package io.vestnik.live;

import io.vestnik.bus.Hint;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Who is connected to other nodes, by what those say.
final class Elsewhere {
  private static final int MAX_USERS = 200_000;

  private final Map<String, Set<Long>> users = new HashMap<>();

  // What a node has said so far of who is connected to it.
  private final Map<String, Set<Long>> stating = new HashMap<>();

  synchronized boolean isOnline(long userId) {
    return users.values().stream().anyMatch(ofNode -> ofNode.contains(userId));
  }

  /// A user has come to a node, or left it.
  ///
  /// @return whether this makes them online, or offline
  synchronized boolean set(String node, long userId, boolean online) {
    boolean before = isOnline(userId);
    set(users.computeIfAbsent(node, _ -> new HashSet<>()), userId, online);
    set(stating.get(node), userId, online);
    return isOnline(userId) != before;
  }

  private static void set(@Nullable Set<Long> of, long userId, boolean online) {
    if (of != null && online && of.size() < MAX_USERS) {
      of.add(userId);
    } else if (of != null && !online) {
      of.remove(userId);
    }
  }

  /// A node says who is connected to it, in parts without a hole between them.
  ///
  /// @return once all is said, who has come or gone by that; null before
  synchronized @Nullable List<Long> state(String node, Hint.AllPresent part) {
    if (part.first()) {
      stating.put(node, new HashSet<>());
    }
    Set<Long> said = stating.get(node);
    if (said == null) {
      return null;
    }
    part.userIds().forEach(userId -> set(said, userId, true));
    if (!part.last()) {
      return null;
    }
    stating.remove(node);
    return replace(node, said);
  }

  /// What the node was saying has a hole.
  synchronized void interrupt(String node) {
    stating.remove(node);
  }

  /// Forgets the node.
  ///
  /// @return who is offline by that
  synchronized List<Long> forget(String node) {
    stating.remove(node);
    return replace(node, Set.of());
  }

  private List<Long> replace(String node, Set<Long> now) {
    Set<Long> before = users.getOrDefault(node, Set.of());
    Set<Long> either = new HashSet<>(before);
    either.addAll(now);
    if (now.isEmpty()) {
      users.remove(node);
    } else {
      users.put(node, now);
    }
    List<Long> changed = new ArrayList<>();
    for (long userId : either) {
      if (before.contains(userId) != now.contains(userId) && !isOnOther(node, userId)) {
        changed.add(userId);
      }
    }
    return changed;
  }

  private boolean isOnOther(String node, long userId) {
    return users.entrySet().stream()
        .anyMatch(one -> !one.getKey().equals(node) && one.getValue().contains(userId));
  }
}
