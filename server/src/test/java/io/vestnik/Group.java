package io.vestnik;

import io.vestnik.wire.Json;
import io.vestnik.wire.Reply;
import io.vestnik.wire.Talk;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// A group, and everybody that a group can know: its owner, an admin, a member, one whom the owner
/// has removed, one who has left, and a stranger. Each has one connection.
public final class Group implements AutoCloseable {
  private static final AtomicInteger made = new AtomicInteger();

  private final TestServer server;
  private final Map<Who, Crowd.Person> people = new EnumMap<>(Who.class);
  private final Map<Who, Talk> talks = new EnumMap<>(Who.class);
  private final List<Talk> all = new ArrayList<>();
  private final long chat;

  private Group(TestServer server, List<Crowd.Person> crowd) {
    this.server = server;
    Iterator<Crowd.Person> next = crowd.iterator();
    for (Who who : Who.values()) {
      people.put(who, next.next());
      talks.put(who, another(person(who)));
    }
    chat = create(owner(), "group", crowd.subList(1, 5));
    ask(owner(), "setRole", "user_id", id(Who.ADMIN), "role", "admin").expect("200");
    ask(owner(), "removeMember", "user_id", id(Who.REMOVED)).expect("200");
    ask(left(), "leaveGroup").expect("200");
  }

  /// What one can be to a group.
  public enum Who {
    OWNER,
    ADMIN,
    MEMBER,
    REMOVED,
    LEFT,
    STRANGER
  }

  /// A group of people whom nobody else has the names of. Its log has four entries.
  public static Group of(TestServer server) {
    return of(server, "person" + made.incrementAndGet() + ".");
  }

  /// The same of people who are named so: `anna0`, `anna1`, ….
  public static Group of(TestServer server, String name) {
    return new Group(server, Crowd.of(server, name, Who.values().length));
  }

  /// Makes a group with these; gives its number.
  public static long create(Talk owner, String name, Collection<Crowd.Person> members) {
    return owner
        .call("createGroup", "name", name, "members", contacts(members))
        .expect("200")
        .number("chat_id");
  }

  /// Makes a group of 51, these among them: one whose members do not hear of each other's reading.
  public static long large(TestServer server, Talk owner, Crowd.Person... members) {
    String name = "crowd" + owner.call("getChats").list("chats").size() + members[0].name();
    List<Crowd.Person> crowd = new ArrayList<>(List.of(members));
    crowd.addAll(Crowd.of(server, name, 50 - members.length));
    return create(owner, name, crowd);
  }

  /// A list of these as requests have it.
  public static List<Map<String, Object>> contacts(Collection<Crowd.Person> people) {
    return people.stream()
        .map(one -> Map.<String, Object>of("contact_mode", "id", "contact_value", one.id()))
        .toList();
  }

  /// The same of one.
  public static List<Map<String, Object>> contact(Crowd.Person person) {
    return contacts(List.of(person));
  }

  public long chat() {
    return chat;
  }

  public Talk talk(Who who) {
    return Objects.requireNonNull(talks.get(who));
  }

  public Crowd.Person person(Who who) {
    return Objects.requireNonNull(people.get(who));
  }

  public long id(Who who) {
    return person(who).id();
  }

  public Talk owner() {
    return talk(Who.OWNER);
  }

  public Talk admin() {
    return talk(Who.ADMIN);
  }

  public Talk member() {
    return talk(Who.MEMBER);
  }

  public Talk removed() {
    return talk(Who.REMOVED);
  }

  public Talk left() {
    return talk(Who.LEFT);
  }

  public Talk stranger() {
    return talk(Who.STRANGER);
  }

  /// A further connection of somebody, closed with the rest.
  public Talk another(Crowd.Person person) {
    Talk talk = person.talk(server);
    all.add(talk);
    return talk;
  }

  /// Asks something of the group.
  public Reply ask(Talk talk, String mode, @Nullable Object... fields) {
    return talk.call(mode, Stream.concat(Stream.of("chat_id", chat), Stream.of(fields)).toArray());
  }

  /// Adds somebody by the owner; gives the entry's number.
  public long add(Who who) {
    return ask(owner(), "addMembers", "members", contact(person(who)))
        .expect("200")
        .number("event_id");
  }

  /// Sends a message into the group; gives its number.
  public long send(Talk talk, String content) {
    return Pair.send(talk, chat, content);
  }

  /// Sets permissions by the owner, as in `permit("edit", "member")`.
  public void permit(Object... permissions) {
    ask(owner(), "editGroup", "permissions", Json.object(permissions)).expect("200");
  }

  /// An invite that never ends.
  public String invite() {
    return ask(owner(), "createInvite").expect("200").text("invite");
  }

  /// The group's entries from a number on, as that connection sees them.
  public Reply log(Talk talk, long from) {
    return ask(talk, "getEvents", "min_event_id", from).expect("200");
  }

  /// The role of a member.
  public String role(Who who) {
    return ask(talk(who), "getChat").expect("200").text("chat.role");
  }

  @Override
  public void close() {
    all.forEach(Talk::close);
  }
}
