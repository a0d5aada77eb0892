package io.vestnik.tidy;

import com.sun.source.tree.MemberSelectTree;
import com.sun.source.tree.Tree;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// Imports run one way: a package knows those before it in the list, and no other.
class LayersTest {
  /// The root stands last: it wires everything, and nobody knows it. Those on one line are siblings
  /// and do not know each other.
  private static final List<List<String>> ORDER =
      List.of(
          List.of("model"),
          List.of("metrics"),
          List.of("protocol"),
          List.of("client"),
          List.of("sql"),
          List.of("table"),
          List.of("store"),
          List.of("bus"),
          List.of("mode"),
          List.of("live"),
          List.of("net"),
          List.of("file"),
          List.of("mail"),
          List.of("code"),
          List.of("chat"),
          List.of("account", "profile", "message", "group"),
          List.of("export"),
          List.of("command"),
          List.of(""));

  private static final String MAIN = "server/src/main/java/io/vestnik/";
  private static final Pattern MODULES =
      Pattern.compile("(protocol|client|server)/src/main/java/io/vestnik/");

  private static final Rule ONE_WAY =
      new Rule("imports run one way", LayersTest::wrongWays, example());

  @Test
  void importsRunOneWay() {
    ONE_WAY.isKeptBy(Project.sources());
  }

  @Test
  void aWrongWayIsFound() {
    ONE_WAY.findsItsExample();
  }

  private static Stream<Finding> wrongWays(List<Source> sources) {
    return sources.stream()
        .filter(source -> source.isMain() && MODULES.matcher(source.path()).lookingAt())
        .flatMap(LayersTest::wrongWaysOf);
  }

  private static Stream<Finding> wrongWaysOf(Source source) {
    String from = source.feature();
    if (rank(from) < 0) {
      return Stream.of(source.whole("a new package: give `" + from + "` its place in LayersTest"));
    }
    var found = new ArrayList<Finding>();
    source
        .nodes(MemberSelectTree.class)
        .filter(select -> isOurs(select.getExpression()))
        .forEach(select -> {
          String to = featureNamed(select);
          if (!mayKnow(from, to)) {
            found.add(source.at(select, instead(from, to)));
          }
        });
    return found.stream();
  }

  private static boolean isOurs(Tree expression) {
    return expression instanceof MemberSelectTree select
        && select.getIdentifier().contentEquals("vestnik")
        && select.getExpression().toString().equals("io");
  }

  /// Of `io.vestnik.chat.GetChat` the `chat`; empty for a class of the root.
  private static String featureNamed(MemberSelectTree select) {
    String name = select.getIdentifier().toString();
    return Character.isUpperCase(name.charAt(0)) ? "" : name;
  }

  private static boolean mayKnow(String from, String to) {
    return from.equals(to) || (rank(to) >= 0 && rank(to) < rank(from));
  }

  private static int rank(String feature) {
    for (int i = 0; i < ORDER.size(); i++) {
      if (ORDER.get(i).contains(feature)) {
        return i;
      }
    }
    return -1;
  }

  private static String instead(String from, String to) {
    return "%s may not know %s; let %s declare what it needs as an interface of one method"
        .formatted(named(from), named(to), named(from));
  }

  private static String named(String feature) {
    return feature.isEmpty() ? "the root package" : feature;
  }

  private static List<Source> example() {
    return List.of(
        Source.of(
            MAIN + "store/A.java",
            """
            package io.vestnik.store;
            import io.vestnik.model.Chat;
            import io.vestnik.store.inner.B;
            import io.vestnik.chat.GetChat; // bad
            import static io.vestnik.net.WebServer.PORT; // bad
            import io.vestnik.Main; // bad
            import java.util.List;
            class A {
              io.vestnik.protocol.Answer fine;
              io.vestnik.live.Hub wrong; // bad
            }
            """),
        Source.of(MAIN + "message/B.java", "import io.vestnik.account.Register; // bad\n"),
        Source.of(MAIN + "message/C.java", "import io.vestnik.chat.GetChat;\n"),
        Source.of(MAIN + "surprise/D.java", "package io.vestnik.surprise; // bad\n"),
        Source.of(MAIN + "Main.java", "import io.vestnik.message.SendMessage;\n"));
  }
}
