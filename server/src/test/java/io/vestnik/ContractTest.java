package io.vestnik;

import static org.assertj.core.api.Assertions.assertThat;

import io.vestnik.account.GetServerInfo;
import io.vestnik.chat.GetMembers;
import io.vestnik.chat.Sync;
import io.vestnik.group.GetInvites;
import io.vestnik.message.GetReceipts;
import io.vestnik.mode.Access;
import io.vestnik.mode.Row;
import io.vestnik.model.Always;
import io.vestnik.model.Change;
import io.vestnik.model.Chat;
import io.vestnik.model.ChatMember;
import io.vestnik.model.ChatSettings;
import io.vestnik.model.Clock;
import io.vestnik.model.Entry;
import io.vestnik.model.Event;
import io.vestnik.model.Inline;
import io.vestnik.model.Message;
import io.vestnik.model.Notice;
import io.vestnik.model.Permissions;
import io.vestnik.model.SystemClock;
import io.vestnik.model.User;
import io.vestnik.profile.GetSessions;
import io.vestnik.protocol.Answer;
import io.vestnik.protocol.ErrorCode;
import io.vestnik.protocol.Limits;
import io.vestnik.protocol.Required;
import io.vestnik.table.Dataset;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// docs/protocol.md, the table of modes, their classes and their tests agree. Whoever adds to one
/// of them is told here what the others lack.
class ContractTest {
  private static final String MAIN = "server/src/main/java/";
  private static final String TEST = "server/src/test/java/";

  private static final Map<String, Row<?>> ROWS = rows();

  @Test
  void thePageHasTheModesInTheOrderOfTheTable() {
    assertThat(ProtocolPage.modes().stream().map(ProtocolPage.Mode::name))
        .as("the modes of " + ProtocolPage.PATH + ", and those of Modes")
        .containsExactlyElementsOf(ROWS.keySet());
  }

  @ParameterizedTest
  @MethodSource("modes")
  void aRowHasTheFieldsOfItsRequest(String mode) {
    Row<?> row = row(mode);
    List<String> fields =
        new ArrayList<>(row.access() == Access.TOKEN ? List.of("token") : List.of());
    fields.addAll(requestFields(argument(row, 0)));
    assertThat(documented(mode).request()).as("what " + mode + " takes").isEqualTo(fields);
  }

  @ParameterizedTest
  @MethodSource("modes")
  void aRowHasTheFieldsOfItsAnswer(String mode) {
    assertThat(documented(mode).answer())
        .as("what " + mode + " gives")
        .isEqualTo(writtenFields(argument(row(mode), 1)));
  }

  @ParameterizedTest
  @MethodSource("modes")
  void aModeIsTheFileOfItsName(String mode) {
    if (isAlias(mode)) {
      return;
    }
    Class<?> type = row(mode).mode().getClass();
    assertThat(startingLow(type.getSimpleName())).as("the class of " + mode).isEqualTo(mode);
    assertThat(Documents.file(MAIN + path(type) + ".java")).isRegularFile();
    assertThat(type.getPackageName())
        .as("where " + mode + " lies")
        .matches("io\\.vestnik\\.(account|profile|chat|message|group|live|export|file)");
  }

  @Test
  void everyModeHasATestOfItsName() {
    List<String> missing =
        ROWS.keySet().stream()
            .filter(mode -> !isAlias(mode))
            .map(mode -> TEST + path(row(mode).mode().getClass()) + "Test.java")
            .filter(test -> !Files.isRegularFile(Documents.file(test)))
            .toList();
    assertThat(missing).as("tests that are still to be written").isEmpty();
  }

  @Test
  void thePageHasEveryErrorWithItsStatus() {
    Map<String, String> statuses = new LinkedHashMap<>();
    for (ErrorCode code : ErrorCode.values()) {
      statuses.put(code.word(), code.status());
    }
    assertThat(ProtocolPage.statuses()).isEqualTo(statuses);
  }

  @Test
  void thePageHasEveryLimit() {
    List<String> names =
        Stream.of(Limits.class.getRecordComponents()).map(RecordComponent::getName).toList();
    assertThat(ProtocolPage.names("### Limits")).isEqualTo(names);
  }

  static Stream<Arguments> objects() {
    return Stream.of(
        Arguments.of("## 2. Requests and answers", Answer.Refusal.class),
        Arguments.of("### A chat", Chat.class),
        Arguments.of("### A session", GetSessions.Device.class),
        Arguments.of("### A user", User.class),
        Arguments.of("### A member", ChatMember.class),
        Arguments.of("### A listed member", GetMembers.Member.class),
        Arguments.of("### Permissions", Permissions.class),
        Arguments.of("### Settings of a chat", ChatSettings.class),
        Arguments.of("### A message", Message.class),
        Arguments.of("### An invite", GetInvites.Invite.class),
        Arguments.of("### A receipt", GetReceipts.Receipt.class),
        Arguments.of("### An entry", Entry.class),
        Arguments.of("### A hole", Sync.Hole.class),
        Arguments.of("### A removed chat", Sync.Removed.class));
  }

  @ParameterizedTest
  @MethodSource("objects")
  void anObjectHasTheFieldsOfItsTable(String heading, Class<? extends Record> type) {
    assertThat(ProtocolPage.names(heading)).isEqualTo(writtenFields(type));
  }

  @Test
  void thePageHasEveryKindOfEntry() {
    Map<String, List<String>> kinds = new LinkedHashMap<>();
    for (Class<?> kind : Event.class.getPermittedSubclasses()) {
      Event event = (Event) Samples.of(kind.asSubclass(Record.class), true);
      kinds.put(event.kind(), writtenFields(kind));
    }
    assertThat(ProtocolPage.events("| event | its fields |")).isEqualTo(kinds);
  }

  @Test
  void thePageHasEveryEventBesideTheLog() {
    Map<String, List<String>> kinds = new LinkedHashMap<>();
    for (Class<?> kind : Notice.class.getPermittedSubclasses()) {
      List<String> fields = writtenFields(kind);
      assertThat(fields).startsWith("event");
      kinds.put(startingLow(kind.getSimpleName()), fields.subList(1, fields.size()));
    }
    assertThat(ProtocolPage.events("| event beside the log | its fields |")).isEqualTo(kinds);
  }

  static Stream<String> modes() {
    return ROWS.keySet().stream();
  }

  private static Row<?> row(String mode) {
    return ROWS.get(mode);
  }

  private static ProtocolPage.Mode documented(String mode) {
    return ProtocolPage.modes().stream()
        .filter(one -> one.name().equals(mode))
        .findFirst()
        .orElseThrow(() -> new AssertionError(ProtocolPage.PATH + " has no row of " + mode));
  }

  /// A second name for the mode of an earlier row.
  private static boolean isAlias(String mode) {
    return ROWS.values().stream()
        .takeWhile(row -> !row.name().equals(mode))
        .anyMatch(row -> row.mode().equals(row(mode).mode()));
  }

  private static String startingLow(String name) {
    return name.substring(0, 1).toLowerCase(Locale.ROOT) + name.substring(1);
  }

  private static String path(Class<?> type) {
    return type.getName().replace('.', '/');
  }

  private static Class<?> argument(Row<?> row, int index) {
    var kind = (ParameterizedType) row.mode().getClass().getGenericInterfaces()[0];
    return (Class<?>) kind.getActualTypeArguments()[index];
  }

  private static List<String> requestFields(Class<?> type) {
    return Stream.of(type.getRecordComponents())
        .map(field -> field.getName() + requestMark(field))
        .toList();
  }

  private static String requestMark(RecordComponent field) {
    if (field.getType() == Change.class) {
      return field.isAnnotationPresent(Required.class) ? "∅" : "?∅";
    }
    return isNullable(field) ? "?" : "";
  }

  private static List<String> writtenFields(Class<?> type) {
    return Stream.of(type.getRecordComponents())
        .filter(field -> !field.isAnnotationPresent(Inline.class))
        .map(field -> field.getName() + writtenMark(field))
        .toList();
  }

  private static String writtenMark(RecordComponent field) {
    if (field.getType() == Change.class) {
      return "?∅";
    }
    if (!isNullable(field)) {
      return "";
    }
    return field.isAnnotationPresent(Always.class) ? "∅" : "?";
  }

  private static boolean isNullable(RecordComponent field) {
    return field.getAnnotatedType().isAnnotationPresent(Nullable.class);
  }

  private static Map<String, Row<?>> rows() {
    Map<String, Row<?>> rows = new LinkedHashMap<>();
    Modes.table(parts()).forEach(row -> rows.put(row.name(), row));
    return rows;
  }

  /// No mode touches its parts before it is asked, so all may be missing but what modes are made of
  /// at once.
  static Modes.Parts parts() {
    var features = new GetServerInfo.Features(true, GetServerInfo.Registration.OPEN, true);
    var info = new GetServerInfo("name", "version", Limits.DEFAULT, features);
    Map<Class<?>, Object> needed =
        Map.of(
            AccountParts.class,
            made(AccountParts.class, Map.of(GetServerInfo.class, info)),
            Clock.class,
            new SystemClock(),
            Limits.class,
            Limits.DEFAULT,
            Dataset.Facts.class,
            new Dataset.Facts("id", new byte[32]));
    return made(Modes.Parts.class, needed);
  }

  private static <T extends Record> T made(Class<T> type, Map<Class<?>, Object> needed) {
    Object[] parts =
        Stream.of(type.getRecordComponents()).map(part -> needed.get(part.getType())).toArray();
    try {
      return type.cast(type.getDeclaredConstructors()[0].newInstance(parts));
    } catch (ReflectiveOperationException e) {
      throw new LinkageError(e.getMessage(), e);
    }
  }
}
