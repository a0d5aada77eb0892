package io.vestnik.tidy;

import com.sun.source.tree.BindingPatternTree;
import com.sun.source.tree.CaseLabelTree;
import com.sun.source.tree.CaseTree;
import com.sun.source.tree.ConstantCaseLabelTree;
import com.sun.source.tree.DeconstructionPatternTree;
import com.sun.source.tree.DefaultCaseLabelTree;
import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.IdentifierTree;
import com.sun.source.tree.InstanceOfTree;
import com.sun.source.tree.LiteralTree;
import com.sun.source.tree.MemberReferenceTree;
import com.sun.source.tree.MemberSelectTree;
import com.sun.source.tree.NewClassTree;
import com.sun.source.tree.ParameterizedTypeTree;
import com.sun.source.tree.SwitchExpressionTree;
import com.sun.source.tree.SwitchTree;
import com.sun.source.tree.Tree;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// What may not be called, and by whom it may all the same.
final class CallRules {

  /// Who alone may do what others may not: a class, or a package with a dot at its end.
  static final Set<String> READS_THE_CLOCK = Set.of("io.vestnik.model.SystemClock");

  static final Set<String> MAKES_A_SECURE_RANDOM =
      Set.of("io.vestnik.Main", "io.vestnik.account.Secrets", "io.vestnik.client.ClientBuilder");
  static final Set<String> PRINTS = Set.of("io.vestnik.Main", "io.vestnik.command.");
  static final Set<String> KNOWS_THE_DIALECT =
      Set.of("io.vestnik.table.SqliteDialect", "io.vestnik.store.PostgresDialect");

  private static final Pattern SLEEP = Pattern.compile("(Thread|[A-Z]+)\\.sleep");
  private static final Pattern CLOCK =
      Pattern.compile(
          "System\\.(currentTimeMillis|nanoTime)"
              + "|(Instant|LocalDate|LocalTime|LocalDateTime|OffsetDateTime|ZonedDateTime)\\.now"
              + "|Clock\\.system\\w*");
  private static final Pattern CHANCE =
      Pattern.compile(
          "new (Splittable)?Random|Math\\.random|ThreadLocalRandom(\\.\\w+)?|UUID\\.randomUUID");
  private static final Pattern SECRET =
      Pattern.compile("new SecureRandom|SecureRandom\\.getInstance\\w*");
  private static final Pattern PRINT = Pattern.compile("System\\.(out|err)");
  private static final Pattern DIALECT = Pattern.compile("(.*\\.)?(Sqlite|Postgres)Dialect");

  private static final String MAIN = "server/src/main/java/io/vestnik/";

  private CallRules() {}

  static List<Rule> all() {
    return List.of(
        new Rule("a switch names every case", CallRules::defaults, defaultExample()),
        new Rule("nobody sleeps", CallRules::sleep, sleepExample()),
        new Rule("time and chance are parameters", CallRules::chance, chanceExample()),
        new Rule("secure randomness is made in one place", CallRules::secrets, secretsExample()),
        new Rule("only commands print", CallRules::prints, printExample()),
        new Rule("nobody asks which dialect", CallRules::dialect, dialectExample()));
  }

  private static Stream<Finding> defaults(List<Source> sources) {
    return sources.stream()
        .filter(Source::isMain)
        .flatMap(source ->
            source
                .nodes()
                .map(CallRules::casesOf)
                .filter(cases -> cases.stream().noneMatch(CallRules::isOpen))
                .flatMap(List::stream)
                .flatMap(one -> one.getLabels().stream())
                .filter(DefaultCaseLabelTree.class::isInstance)
                .map(label ->
                    source.at(
                        label,
                        "name every case (an enum, a sealed type), so that a new one does"
                            + " not compile until it is handled here")));
  }

  private static List<? extends CaseTree> casesOf(Tree node) {
    return switch (node) {
      case SwitchTree statement -> statement.getCases();
      case SwitchExpressionTree expression -> expression.getCases();
      default -> List.of();
    };
  }

  /// Strings and numbers cannot all be named: there, and only there, the rest has a `default`. They
  /// show by a literal, or by a constant that names its class, as an enum's does not.
  private static boolean isOpen(CaseTree one) {
    return one.getLabels().stream().anyMatch(CallRules::isOpen);
  }

  private static boolean isOpen(CaseLabelTree label) {
    return label instanceof ConstantCaseLabelTree constant
        && switch (constant.getConstantExpression()) {
          case LiteralTree literal -> literal.getValue() != null;
          case MemberSelectTree named -> true;
          default -> false;
        };
  }

  private static Stream<Finding> sleep(List<Source> sources) {
    return said(sources, Source::isJava, SLEEP, "wait with Awaitility, or move a manual clock");
  }

  private static Stream<Finding> chance(List<Source> sources) {
    Predicate<Source> where = source -> source.isProduct() && !isIn(READS_THE_CLOCK, source);
    return Stream.concat(
        said(sources, where, CLOCK, "take io.vestnik.model.Clock as a parameter"),
        said(sources, where, CHANCE, "take the randomness as a parameter"));
  }

  private static Stream<Finding> secrets(List<Source> sources) {
    return said(
        sources,
        source -> source.isProduct() && !isIn(MAKES_A_SECURE_RANDOM, source),
        SECRET,
        "take it as a parameter; it is made in one place");
  }

  private static Stream<Finding> prints(List<Source> sources) {
    return said(
        sources,
        source -> source.isProduct() && !isIn(PRINTS, source),
        PRINT,
        "log it (slf4j), or return it to the command that prints");
  }

  private static Stream<Finding> dialect(List<Source> sources) {
    return sources.stream()
        .filter(source -> source.isMain() && !isIn(KNOWS_THE_DIALECT, source))
        .flatMap(source ->
            source
                .nodes()
                .filter(node -> DIALECT.matcher(testedType(node)).matches())
                .map(node ->
                    source.at(node, "make it a method of Dialect that each answers itself")));
  }

  private static boolean isIn(Set<String> allowed, Source source) {
    return allowed.stream()
        .anyMatch(name ->
            name.endsWith(".")
                ? source.className().startsWith(name)
                : source.className().equals(name));
  }

  private static Stream<Finding> said(
      List<Source> sources, Predicate<Source> where, Pattern forbidden, String instead) {
    return sources.stream()
        .filter(where)
        .flatMap(source ->
            source
                .nodes()
                .filter(node -> forbidden.matcher(said(node)).matches())
                .map(node -> source.at(node, said(node) + ": " + instead)));
  }

  /// `System.nanoTime` for that call, its import and its method reference; `new Random` for both
  /// ways to make one; empty for what is neither.
  private static String said(Tree node) {
    return switch (node) {
      case MemberSelectTree select -> nameOf(select.getExpression()) + "." + select.getIdentifier();
      case MemberReferenceTree reference ->
          reference.getMode() == MemberReferenceTree.ReferenceMode.NEW
              ? "new " + nameOf(reference.getQualifierExpression())
              : nameOf(reference.getQualifierExpression()) + "." + reference.getName();
      case NewClassTree made -> "new " + nameOf(made.getIdentifier());
      default -> "";
    };
  }

  /// The last part of a name, of whatever kind its tree is.
  private static String nameOf(Tree node) {
    return switch (node) {
      case IdentifierTree identifier -> identifier.getName().toString();
      case MemberSelectTree select -> select.getIdentifier().toString();
      case ParameterizedTypeTree type -> nameOf(type.getType());
      default -> "";
    };
  }

  private static String testedType(Tree node) {
    return switch (node) {
      case InstanceOfTree test when test.getType() != null -> test.getType().toString();
      case BindingPatternTree pattern -> String.valueOf(pattern.getVariable().getType());
      case DeconstructionPatternTree pattern -> string(pattern.getDeconstructor());
      default -> "";
    };
  }

  private static String string(ExpressionTree tree) {
    return tree.toString();
  }

  private static List<Source> defaultExample() {
    return List.of(
        Source.of(
            MAIN + "A.java",
            """
            class A {
              int a(Role role, String text, Object any) {
                switch (role) {
                  case OWNER: return 1;
                  default: return 2; // bad
                }
                int b = switch (any) {
                  case Role r -> 1;
                  case null, default -> 3; // bad
                };
                int c = switch (b) {
                  case Stored.MESSAGE -> 1;
                  default -> 2;
                };
                return switch (text) {
                  case "one" -> 1;
                  default -> switch (role) {
                    case OWNER -> 1;
                    default -> 2; // bad
                  };
                };
              }
              @interface Range { long min() default 0; }
            }
            """));
  }

  private static List<Source> sleepExample() {
    return List.of(
        Source.of(
            "server/src/test/java/io/vestnik/ATest.java",
            """
            import static java.lang.Thread.sleep; // bad
            class ATest {
              void a() throws Exception {
                Thread.sleep(10); // bad
                TimeUnit.SECONDS.sleep(1); // bad
                java.util.concurrent.TimeUnit.MILLISECONDS.sleep(1); // bad
                // Thread.sleep(10) in a comment
                log("Thread.sleep(10) in a string");
              }
            }
            """));
  }

  private static List<Source> chanceExample() {
    String text =
        """
        import java.time.Instant;
        class A {
          long a = System.currentTimeMillis(); // bad
          long b = java.lang.System.nanoTime(); // bad
          LongSupplier c = System::nanoTime; // bad
          Instant d = Instant.now(); // bad
          Random e = new java.util.Random(); // bad
          Supplier<Random> f = Random::new; // bad
          double g = Math.random(); // bad
          int h = ThreadLocalRandom.current().nextInt(); // bad
          UUID i = UUID.randomUUID(); // bad
          Instant j = Instant.ofEpochMilli(clock.now());
        }
        """;
    String allowed = text.replace("// bad", "");
    return List.of(
        Source.of(MAIN + "chat/A.java", text),
        Source.of(MAIN + "model/SystemClock.java", allowed),
        Source.of("bench/src/main/java/io/vestnik/bench/A.java", allowed));
  }

  private static List<Source> secretsExample() {
    String text =
        """
        import java.security.SecureRandom;
        class A {
          Object a = new SecureRandom(); // bad
          Supplier<Object> b = SecureRandom::new; // bad
          Object c = SecureRandom.getInstanceStrong(); // bad
          A(SecureRandom given) {}
        }
        """;
    return List.of(
        Source.of(MAIN + "chat/A.java", text),
        Source.of(MAIN + "account/Secrets.java", text.replace("// bad", "")));
  }

  private static List<Source> printExample() {
    String text = "class A { void a() { System.out.println(); } } // bad\n";
    String allowed = text.replace("// bad", "");
    return List.of(
        Source.of(MAIN + "chat/A.java", text),
        Source.of(MAIN + "Main.java", allowed),
        Source.of(MAIN + "command/Serve.java", allowed),
        Source.of("bench/src/main/java/io/vestnik/bench/A.java", allowed));
  }

  private static List<Source> dialectExample() {
    String text =
        """
        class A {
          boolean a(Dialect d) { return d instanceof SqliteDialect; } // bad
          boolean b(Dialect d) { return d instanceof io.vestnik.store.PostgresDialect p; } // bad
          int c(Dialect d) {
            return switch (d) {
              case SqliteDialect sqlite -> 1; // bad
              case PostgresDialect() -> 2; // bad
            };
          }
          Dialect fine = new SqliteDialect();
        }
        """;
    return List.of(
        Source.of(MAIN + "store/A.java", text),
        Source.of(MAIN + "table/SqliteDialect.java", text.replace("// bad", "")));
  }
}
