package io.vestnik;

import io.vestnik.wire.Talk;
import io.vestnik.wire.WireClient;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The program in a process of its own, which can be killed. Whoever starts it closes it.
public final class ChildServer implements AutoCloseable {
  private static final Pattern READY = Pattern.compile("is ready: ws://[^ ]*:(\\d+)/");
  private static final long PATIENCE_SECONDS = 30;

  private final Process process;
  private final String host;
  private final Lines out;
  private final Lines err;
  private final CompletableFuture<Integer> port = new CompletableFuture<>();

  /// Where it runs: what comes before the program, and the address at which it is reached.
  public record Place(List<String> prefix, String host) {
    static final Place HERE = new Place(List.of(), "127.0.0.1");
  }

  private ChildServer(Place place, Map<String, String> environment, List<String> arguments) {
    host = place.host;
    List<String> command = new ArrayList<>(place.prefix);
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(
        List.of(
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-Xmx256m",
            "-XX:-UsePerfData",
            "--enable-native-access=ALL-UNNAMED",
            "--sun-misc-unsafe-memory-access=allow",
            "-cp",
            System.getProperty("java.class.path"),
            "io.vestnik.Main"));
    command.addAll(arguments);
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().keySet().removeIf(name -> name.startsWith("VESTNIK_"));
    builder.environment().putAll(environment);
    try {
      process = builder.start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    process
        .onExit()
        .thenRun(() ->
            port.completeExceptionally(new IllegalStateException("it ended before it was ready")));
    out = new Lines(process.getInputStream());
    err = new Lines(process.getErrorStream());
  }

  /// Runs the program with these arguments.
  public static ChildServer of(Map<String, String> environment, String... arguments) {
    return new ChildServer(Place.HERE, environment, List.of(arguments));
  }

  /// The same in another place.
  public static ChildServer at(Place place, String... arguments) {
    return new ChildServer(place, Map.of(), List.of(arguments));
  }

  /// A server on the folder, without limits, on any port; perhaps not ready yet.
  public static ChildServer starting(Path data) {
    return of(
        Map.of(), "serve", "--listen", "127.0.0.1:0", "--limits", "off", "--data", data.toString());
  }

  /// The same, ready.
  public static ChildServer start(Path data) {
    ChildServer server = starting(data);
    try {
      server.port();
      return server;
    } catch (RuntimeException | Error e) {
      server.close();
      throw e;
    }
  }

  /// Everything that a stream has said, line by line.
  private final class Lines implements Runnable {
    private final InputStream stream;
    private final Queue<String> lines = new ConcurrentLinkedQueue<>();
    private final Thread thread;

    Lines(InputStream stream) {
      this.stream = stream;
      thread = Thread.ofVirtual().start(this);
    }

    @Override
    public void run() {
      try (var reader = new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8))) {
        for (String line = reader.readLine(); line != null; line = reader.readLine()) {
          lines.add(line);
          Matcher ready = READY.matcher(line);
          if (ready.find()) {
            port.complete(Integer.valueOf(ready.group(1)));
          }
        }
      } catch (IOException e) {
        lines.add(e.toString());
      }
    }

    String all() {
      try {
        thread.join(TimeUnit.SECONDS.toMillis(PATIENCE_SECONDS));
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
      return soFar();
    }

    String soFar() {
      return String.join("\n", lines);
    }
  }

  /// The port that its ready line names; waits for that.
  public int port() {
    try {
      return port.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException | ExecutionException | TimeoutException e) {
      throw new AssertionError("The server is not ready. It said:\n" + said(), e);
    }
  }

  /// Where its port is.
  public String host() {
    return host;
  }

  public Talk talk() {
    return Talk.over(connect());
  }

  public WireClient connect() {
    return WireClient.to(port()).host(host).connect();
  }

  private String said() {
    return out.soFar() + "\n" + err.soFar();
  }

  /// What it has said on stderr so far.
  public String errorsSoFar() {
    return err.soFar();
  }

  /// What it said on stdout; once it has ended.
  public String output() {
    return out.all();
  }

  /// What it said on stderr; once it has ended.
  public String errors() {
    return err.all();
  }

  /// Whether it has ended by itself within this time.
  public boolean hasEndedAfter(long millis) {
    try {
      return process.waitFor(millis, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /// The exit status; waits for the end.
  public int status() {
    if (!hasEndedAfter(TimeUnit.SECONDS.toMillis(PATIENCE_SECONDS))) {
      throw new AssertionError("The server does not end. It said:\n" + said());
    }
    return process.exitValue();
  }

  /// SIGKILL; returns when it is gone.
  public void kill() {
    process.destroyForcibly();
    status();
  }

  /// Sends `TERM` or `INT`.
  public void signal(String name) {
    try {
      Process kill = new ProcessBuilder("kill", "-" + name, Long.toString(process.pid())).start();
      if (!kill.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS) || kill.exitValue() != 0) {
        throw new AssertionError("kill does not work here");
      }
    } catch (IOException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
