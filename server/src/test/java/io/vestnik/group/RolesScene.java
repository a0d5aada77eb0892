package io.vestnik.group;

import io.vestnik.Crowd;
import io.vestnik.Group;
import io.vestnik.Group.Who;
import io.vestnik.Pair;
import io.vestnik.TestServer;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// A chat with all that somebody could do something to: for each who asks something of their own.
final class RolesScene implements AutoCloseable {
  private static final AtomicInteger made = new AtomicInteger();

  private final Group group;
  private final long chat;
  private final Map<Who, Long> messages = new EnumMap<>(Who.class);
  private final Map<Who, Crowd.Person> targets = new EnumMap<>(Who.class);
  private final Map<Who, Crowd.Person> newcomers = new EnumMap<>(Who.class);
  private final Map<Who, String> invites = new EnumMap<>(Who.class);

  private RolesScene(TestServer server, Group group, long chat, List<Who> speakers) {
    this.group = group;
    this.chat = chat;
    int count = Who.values().length;
    List<Crowd.Person> crowd = Crowd.of(server, "crowd" + made.incrementAndGet() + ".", 2 * count);
    group
        .ask(group.owner(), "addMembers", "members", Group.contacts(crowd.subList(0, count)))
        .expect("200");
    int next = 0;
    for (Who who : Who.values()) {
      targets.put(who, crowd.get(next));
      newcomers.put(who, crowd.get(count + next));
      invites.put(who, group.invite());
      next++;
    }
    speakers.forEach(who -> messages.put(who, Pair.send(group.talk(who), chat, "by " + who)));
  }

  static RolesScene inGroup(TestServer server) {
    Group group = Group.of(server);
    return new RolesScene(server, group, group.chat(), List.of(Who.OWNER, Who.ADMIN, Who.MEMBER));
  }

  /// The chat of the owner and the member.
  static RolesScene inPersonalChat(TestServer server) {
    Group group = Group.of(server);
    long chat = Pair.chat(group.owner(), group.person(Who.MEMBER));
    return new RolesScene(server, group, chat, List.of(Who.OWNER, Who.MEMBER));
  }

  void permit(Map<String, String> permissions) {
    group.ask(group.owner(), "editGroup", "permissions", new HashMap<>(permissions)).expect("200");
  }

  long chat() {
    return chat;
  }

  /// A message of theirs; of who has none, of somebody else.
  long own(Who who) {
    return messages.getOrDefault(who, messages.values().iterator().next());
  }

  /// A message of somebody else, who alone is spoken to by them.
  long anothers(Who who) {
    return messages.entrySet().stream()
        .filter(one -> one.getKey() != who)
        .map(Map.Entry::getValue)
        .findFirst()
        .orElseThrow();
  }

  Crowd.Person target(Who who) {
    return Objects.requireNonNull(targets.get(who));
  }

  Crowd.Person newcomer(Who who) {
    return Objects.requireNonNull(newcomers.get(who));
  }

  String invite(Who who) {
    return Objects.requireNonNull(invites.get(who));
  }

  /// What they are in the group, or null where they are none.
  @Nullable String roleOf(Who who) {
    return switch (who) {
      case OWNER -> "owner";
      case ADMIN -> "admin";
      case MEMBER -> "member";
      case REMOVED, LEFT, STRANGER -> null;
    };
  }

  /// The status of what they ask of the chat.
  String ask(Who who, String mode, @Nullable Object... fields) {
    Object[] all = Stream.concat(Stream.of("chat_id", chat), Stream.of(fields)).toArray();
    return group.talk(who).call(mode, all).status();
  }

  @Override
  public void close() {
    group.close();
  }
}
