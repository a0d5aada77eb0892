package io.vestnik.group;

import static org.assertj.core.api.Assertions.assertThat;

import io.vestnik.Documents;
import io.vestnik.Group;
import io.vestnik.Group.Who;
import io.vestnik.TestServer;
import io.vestnik.file.Samples;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// Who may do what in a group: each role, and each who is none, by each mode that names a chat,
/// under each setting of the permission that governs it; and the same in a personal chat.
class RolesTest {
  @AutoClose private static final TestServer server = TestServer.start();
  private static final Pattern MODE = Pattern.compile("(?m)^\\| `(\\w+)` \\| (.*)→ .* \\|$");
  private static final String PICTURE = Samples.text(Samples.as("png", Samples.halves(8, 8)));
  private static final List<String> PERMISSIONS =
      List.of("send", "add_members", "edit", "pin", "invite");
  private static final List<String> ROLES = List.of("owner", "admin", "member");

  /// The request's fields but `chat_id`.
  private interface Fields {
    Object[] of(RolesScene scene, Who who);
  }

  /// A row of the table.
  ///
  /// @param least the lowest role that may, or the permission that says it
  /// @param floor the lowest role that may whatever the permission says
  /// @param personal what it is in a personal chat
  record Deed(String mode, String what, String least, String floor, String personal) {
    boolean isAllowed(String role, Map<String, String> permissions) {
      String lowest = permissions.getOrDefault(least, least);
      return ROLES.indexOf(role) <= Math.min(ROLES.indexOf(lowest), ROLES.indexOf(floor));
    }

    @Override
    public String toString() {
      return (mode + " " + what).strip();
    }
  }

  private static final Map<Deed, Fields> DEEDS = new LinkedHashMap<>();

  static {
    row("getChat | | member | 200", (_, _) -> new Object[0]);
    row("getMembers | | member | 200", (_, _) -> new Object[0]);
    row("getMessages | | member | 200", (_, _) -> new Object[0]);
    row("getEvents | | member | 200", (_, _) -> fields("min_event_id", 0));
    row("getReceipts | own | member | 200", (s, w) -> fields("message_id", s.own(w)));
    row("markRead | | member | 200", (s, w) -> fields("message_id", s.own(w)));
    row("typing | | member | 200", (_, _) -> new Object[0]);
    row("setChatSettings | | member | 200", (_, _) -> fields("pinned", true));
    row("sendMessage | | send | 200", (_, _) -> fields("content", "x", "content_type", "text"));
    row(
        "editMessage | own | send | 200",
        (s, w) -> fields("message_id", s.own(w), "content", "other"));
    row(
        "forwardMessages | | send | 200",
        (s, w) -> fields("from_chat_id", s.chat(), "message_ids", List.of(s.own(w))));
    row(
        "deleteMessages | for oneself | member | 200",
        (s, w) -> fields("message_ids", List.of(s.own(w))));
    row(
        "deleteMessages | own, for everyone | member | 200",
        (s, w) -> fields("message_ids", List.of(s.own(w)), "for_everyone", true));
    row(
        "deleteMessages | another's, for everyone | admin | 403",
        (s, w) -> fields("message_ids", List.of(s.anothers(w)), "for_everyone", true));
    row("react | | member | 200", (s, w) -> fields("message_id", s.anothers(w), "reaction", "👍"));
    row("pinMessage | | pin | 200", (s, w) -> fields("message_id", s.own(w), "pinned", true));
    row("getMessageHistory | own | member | 200", (s, w) -> fields("message_id", s.own(w)));
    row(
        "getMessageHistory | another's | admin | 403",
        (s, w) -> fields("message_id", s.anothers(w)));
    row("editGroup | | edit | 403", (_, w) -> fields("name", "by " + w));
    row("editGroup | its photo | edit | 403", (_, _) -> fields("photo", PICTURE));
    row(
        "editGroup | its permissions | edit admin | 403",
        (_, _) -> fields("permissions", Map.of("history", "all")));
    row(
        "addMembers | | add_members | 403",
        (s, w) -> fields("members", Group.contact(s.newcomer(w))));
    row("removeMember | a member | admin | 403", (s, w) -> fields("user_id", s.target(w).id()));
    row("setRole | | owner | 403", (s, w) -> fields("user_id", s.target(w).id(), "role", "admin"));
    row("createInvite | | invite | 403", (_, _) -> new Object[0]);
    row("getInvites | | invite | 403", (_, _) -> new Object[0]);
    row("revokeInvite | | invite | 403", (s, w) -> fields("invite", s.invite(w)));
    row("leaveGroup | | member | 403", (_, _) -> new Object[0]);
    row("deleteGroup | | owner | 403", (_, _) -> new Object[0]);
    row("deleteChat | for oneself | member | 200", (_, _) -> new Object[0]);
    row("deleteChat | for everyone | owner | 200", (_, _) -> fields("for_everyone", true));
  }

  private static void row(String line, Fields fields) {
    String[] cells = line.split(" *\\| *");
    String[] least = cells[2].split(" ");
    String floor = least.length > 1 ? least[1] : "member";
    DEEDS.put(new Deed(cells[0], cells[1], least[0], floor, cells[3]), fields);
  }

  private static Object[] fields(Object... fields) {
    return fields;
  }

  private static Object[] fields(Deed deed, RolesScene scene, Who who) {
    return DEEDS.get(deed).of(scene, who);
  }

  @Test
  void hasEveryModeThatNamesAChat() {
    Set<String> modes =
        MODE.matcher(Documents.text("docs/protocol.md"))
            .results()
            .filter(row -> row.group(2).contains(" chat_id"))
            .map(row -> row.group(1))
            .collect(Collectors.toCollection(TreeSet::new));
    assertThat(DEEDS.keySet().stream().map(Deed::mode).collect(Collectors.toSet()))
        .isEqualTo(modes);
  }

  /// Where a permission governs the mode, it alone: the others say the opposite.
  static Stream<Arguments> table() {
    return DEEDS.keySet().stream()
        .flatMap(deed ->
            PERMISSIONS.contains(deed.least())
                ? ROLES.stream()
                    .map(role ->
                        Arguments.of(
                            deed,
                            permissions(
                                role.equals("member") ? "owner" : "member", deed.least(), role)))
                : Stream.of("member", "owner")
                    .map(all -> Arguments.of(deed, permissions(all, "send", all))));
  }

  private static Map<String, String> permissions(String all, String one, String itsRole) {
    Map<String, String> permissions = new LinkedHashMap<>();
    PERMISSIONS.forEach(name -> permissions.put(name, name.equals(one) ? itsRole : all));
    return permissions;
  }

  /// Those who may not ask first, and the owner last: what is done once cannot be done again.
  @ParameterizedTest(name = "{0}, {1}")
  @MethodSource("table")
  void isAllowedToWhoseRoleIsEnough(Deed deed, Map<String, String> permissions) {
    Map<Who, String> expected = new EnumMap<>(Who.class);
    Map<Who, String> actual = new EnumMap<>(Who.class);
    try (RolesScene scene = RolesScene.inGroup(server)) {
      scene.permit(permissions);
      for (Who who : List.of(Who.values()).reversed()) {
        String role = scene.roleOf(who);
        expected.put(who, role == null ? "423" : deed.isAllowed(role, permissions) ? "200" : "403");
        actual.put(who, scene.ask(who, deed.mode(), fields(deed, scene, who)));
      }
    }
    assertThat(actual).isEqualTo(expected);
  }

  static Stream<Deed> deeds() {
    return DEEDS.keySet().stream();
  }

  @ParameterizedTest
  @MethodSource("deeds")
  void isAsItIsInAPersonalChat(Deed deed) {
    try (RolesScene scene = RolesScene.inPersonalChat(server)) {
      for (Who who : List.of(Who.REMOVED, Who.STRANGER)) {
        assertThat(scene.ask(who, deed.mode(), fields(deed, scene, who))).isEqualTo("423");
      }
      assertThat(scene.ask(Who.MEMBER, deed.mode(), fields(deed, scene, Who.MEMBER)))
          .isEqualTo(deed.personal());
    }
  }
}
