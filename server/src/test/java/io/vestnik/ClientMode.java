package io.vestnik;

import io.vestnik.mode.Access;
import io.vestnik.mode.Immediate;
import io.vestnik.mode.Reading;
import io.vestnik.mode.Row;
import io.vestnik.model.Change;
import io.vestnik.model.Wire;
import io.vestnik.protocol.Encoded;
import io.vestnik.protocol.Required;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayDeque;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// One mode as the client has it: a record of the request's fields that knows its mode, and within
/// it the answer and what both are made of.
final class ClientMode {
  private static final String PACKAGE = "io.vestnik.client.mode";
  private static final Set<String> SHARED = Set.of("io.vestnik.model", "io.vestnik.protocol");

  private final Row<?> row;
  private final Class<?> type;
  private final Set<Class<?>> modes;
  private final Class<?> request;
  private final Class<?> answer;
  private Set<String> imports = new TreeSet<>();
  private final Set<Class<?>> met = new LinkedHashSet<>();
  private final Queue<Class<?>> nested = new ArrayDeque<>();
  private final Map<String, String> ownFiles = new LinkedHashMap<>();

  /// @param modes the classes of all modes: what is nested in one of them is nested in the client's
  ClientMode(Row<?> row, Set<Class<?>> modes) {
    this.row = row;
    this.modes = modes;
    type = row.mode().getClass();
    var kind = (ParameterizedType) type.getGenericInterfaces()[0];
    request = (Class<?>) kind.getActualTypeArguments()[0];
    answer = (Class<?>) kind.getActualTypeArguments()[1];
  }

  /// The file's text.
  String source() {
    StringBuilder body = new StringBuilder();
    String name = type.getSimpleName();
    body.append(SourceComment.of(type, "").text());
    body.append(SourceComment.of(request, "").parameters());
    body.append(
        "///\n/// Made of the server's `%s` by `ClientModesTest`.\n".formatted(type.getName()));
    String answerName = name(answer);
    String asked = answerName.equals("Answer") ? name + ".Answer" : answerName;
    body.append(header(name, request)).append(" implements Request<" + asked + "> {\n");
    body.append(mode(answerName));
    List<RecordComponent> fields = List.of(request.getRecordComponents());
    if (fields.stream().anyMatch(ClientMode::isOptional)) {
      body.append(shortConstructor(name, fields));
      fields.stream().filter(ClientMode::isOptional).forEach(f -> body.append(with(f, fields)));
    }
    body.append(
        "\n  @Override\n  public Mode<%s> mode() {\n    return MODE;\n  }\n".formatted(answerName));
    while (!nested.isEmpty()) {
      body.append("\n").append(declaration(nested.remove(), "  "));
    }
    body.append("}\n");
    return file(body.toString());
  }

  /// What the mode's records need and no mode declares: name to text. After [#source].
  Map<String, String> ownFiles() {
    return ownFiles;
  }

  private String file(String body) {
    String lines = imports.stream().map(i -> "import " + i + ";\n").collect(Collectors.joining());
    return "package " + PACKAGE + ";\n\n" + lines + (lines.isEmpty() ? "" : "\n") + body;
  }

  private String mode(String answerName) {
    boolean reads = row.mode() instanceof Reading<?, ?> || row.mode() instanceof Immediate<?, ?>;
    return "  private static final Mode<%s> MODE =\n      new Mode<>(\"%s\", %s, %s, %s.class);\n"
        .formatted(answerName, row.name(), row.access() == Access.TOKEN, reads, answerName);
  }

  private String shortConstructor(String name, List<RecordComponent> fields) {
    String parameters =
        fields.stream()
            .filter(field -> !isOptional(field))
            .map(this::component)
            .collect(Collectors.joining(", "));
    String values =
        fields.stream()
            .map(f -> !isOptional(f) ? f.getName() : isChange(f) ? "new Change.Keep<>()" : "null")
            .collect(Collectors.joining(", "));
    return "\n  /// With what is required alone.\n  public %s(%s) {\n    this(%s);\n  }\n"
        .formatted(name, parameters, values);
  }

  private String with(RecordComponent field, List<RecordComponent> fields) {
    String name = type.getSimpleName();
    String title = field.getName();
    boolean change = isChange(field);
    String values =
        fields.stream()
            .map(RecordComponent::getName)
            .map(n ->
                change && n.equals(title)
                    ? "%s == null ? new Change.Clear<>() : new Change.Set<>(%s)".formatted(n, n)
                    : n)
            .collect(Collectors.joining(", "));
    String what = change ? "that changes `%s`; null removes it" : "with `%s`";
    return """

      /// The same request %s.
      public %s with%s(%s %s) {
        return new %s(%s);
      }
    """
        .formatted(
            what.formatted(title),
            name,
            camel(title),
            nullable(
                change ? name(argument(field.getGenericType())) : name(field.getGenericType())),
            title,
            name,
            values);
  }

  private String declaration(Class<?> declared, String indent) {
    SourceComment comment = SourceComment.of(declared, indent);
    if (declared.isEnum()) {
      imports.add(Wire.class.getName());
      return comment.text() + comment.parameters() + enumeration(declared, indent);
    }
    return comment.text()
        + comment.parameters()
        + indent
        + header(declared.getSimpleName(), declared)
        + " {}\n";
  }

  private static String enumeration(Class<?> declared, String indent) {
    List<?> constants = List.of(declared.getEnumConstants());
    boolean plain =
        constants.stream()
            .allMatch(c -> ((Wire) c).word().equals(c.toString().toLowerCase(Locale.ROOT)));
    String name = declared.getSimpleName();
    String list =
        constants.stream()
            .map(c -> plain ? c.toString() : c + "(\"" + ((Wire) c).word() + "\")")
            .collect(Collectors.joining(", "));
    String begun = indent + "public enum " + name + " implements Wire { " + list;
    return plain
        ? begun + " }\n"
        : begun
            + ("; private final String word; %s(String word) { this.word = word; }"
                    + " @Override public String word() { return word; } }\n")
                .formatted(name);
  }

  private String header(String name, Class<?> record) {
    String fields =
        Stream.of(record.getRecordComponents())
            .map(this::component)
            .collect(Collectors.joining(", "));
    return "public record " + name + "(" + fields + ")";
  }

  private String component(RecordComponent field) {
    String name = name(field.getGenericType());
    return (isNullable(field) ? nullable(name) : name) + " " + field.getName();
  }

  private String nullable(String name) {
    imports.add(Nullable.class.getName());
    int outer = name.indexOf('<') < 0 ? name.lastIndexOf('.') : -1;
    return name.substring(0, outer + 1) + "@Nullable " + name.substring(outer + 1);
  }

  private String name(Type of) {
    if (of instanceof ParameterizedType parameterized) {
      Class<?> raw = (Class<?>) parameterized.getRawType();
      String inner = name(argument(of));
      if (raw == Encoded.class) {
        return inner;
      }
      return name(raw) + "<" + inner + ">";
    }
    Class<?> named = (Class<?>) of;
    if (named.isPrimitive() || named.getPackageName().equals("java.lang")) {
      return named.getSimpleName();
    }
    Class<?> outer = named.getNestHost();
    if (named.getPackageName().startsWith("java.") || SHARED.contains(named.getPackageName())) {
      imports.add(outer.getName());
      return outer == named
          ? named.getSimpleName()
          : outer.getSimpleName() + "." + named.getSimpleName();
    }
    if (outer == type) {
      meet(named);
      return named.getSimpleName();
    }
    if (outer != named && modes.contains(outer)) {
      return outer.getSimpleName() + "." + named.getSimpleName();
    }
    if (met.add(named)) {
      Set<String> before = imports;
      imports = new TreeSet<>();
      String body = declaration(named, "");
      ownFiles.put(named.getSimpleName(), file(body));
      imports = before;
    }
    return named.getSimpleName();
  }

  private void meet(Class<?> inner) {
    if (inner != request && met.add(inner)) {
      nested.add(inner);
    }
  }

  private static Type argument(Type of) {
    return ((ParameterizedType) of).getActualTypeArguments()[0];
  }

  private static boolean isChange(RecordComponent field) {
    return field.getType() == Change.class;
  }

  private static boolean isOptional(RecordComponent field) {
    return isNullable(field) || (isChange(field) && !field.isAnnotationPresent(Required.class));
  }

  private static boolean isNullable(RecordComponent field) {
    return field.getAnnotatedType().isAnnotationPresent(Nullable.class);
  }

  private static String camel(String snake) {
    return Stream.of(snake.split("_"))
        .map(word -> word.substring(0, 1).toUpperCase(Locale.ROOT) + word.substring(1))
        .collect(Collectors.joining());
  }
}
