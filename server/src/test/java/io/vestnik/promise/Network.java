package io.vestnik.promise;

import io.vestnik.ChildServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Assumptions;

/// A machine for a server, of Linux's network namespaces: one wire leads from the clients to it,
/// another from it to the database, by a router that may stop to pass anything on. What is lost
/// there is lost without a word: no RST, no ICMP.
final class Network implements AutoCloseable {
  private static final Pattern OURS = Pattern.compile("vestnik-(\\d+)-(machine|router)");
  private static final int SLOTS = 8_192;
  private static final int SLOT_SIZE = 16;

  private final long pid = ProcessHandle.current().pid();
  private final String machine = "vestnik-" + pid + "-machine";
  private final String router = "vestnik-" + pid + "-router";

  // On the side of this machine.
  private final String toDatabase = "vd" + pid;
  private final String toClients = "vc" + pid;

  private Network() {}

  /// What is lost on the way between the machine and the database.
  enum Loss {
    EVERYTHING,
    WHAT_THE_DATABASE_SAYS,
    WHAT_THE_SERVER_SAYS;

    // Of the router, where it comes in.
    private List<String> devices() {
      return switch (this) {
        case EVERYTHING -> List.of("host", "inner");
        case WHAT_THE_DATABASE_SAYS -> List.of("host");
        case WHAT_THE_SERVER_SAYS -> List.of("inner");
      };
    }
  }

  /// Makes it, or skips the test and says why.
  static Network start() {
    Network network = new Network();
    try {
      network.sweep();
      network.build();
      return network;
    } catch (IOException | UncheckedIOException e) {
      network.close();
      return Assumptions.abort("no network namespaces are to be had here: " + e.getMessage());
    }
  }

  // What a JVM that was killed has left: its servers first, which keep a namespace.
  private void sweep() throws IOException {
    Matcher names = OURS.matcher(ip("netns", "list"));
    while (names.find()) {
      if (ProcessHandle.of(Long.parseLong(names.group(1))).isEmpty()) {
        ip("netns", "pids", names.group())
            .lines()
            .map(line -> Long.parseLong(line.strip()))
            .flatMap(left -> ProcessHandle.of(left).stream())
            .forEach(ProcessHandle::destroyForcibly);
        ip("netns", "del", names.group());
      }
    }
  }

  private void build() throws IOException {
    ip("netns", "add", machine);
    ip("netns", "add", router);
    ip("link", "add", toDatabase, "type", "veth", "peer", "name", "host", "netns", router);
    ip("-n", router, "link", "add", "inner", "type", "veth", "peer", "name", "out");
    ip("-n", router, "link", "set", "out", "netns", machine);
    ip("link", "add", toClients, "type", "veth", "peer", "name", "clients", "netns", machine);
    ip("address", "add", address(6) + "/30", "dev", toDatabase);
    ip("address", "add", address(9) + "/30", "dev", toClients);
    ip("-n", router, "address", "add", address(5) + "/30", "dev", "host");
    ip("-n", router, "address", "add", address(2) + "/30", "dev", "inner");
    ip("-n", machine, "address", "add", address(1) + "/30", "dev", "out");
    ip("-n", machine, "address", "add", address(10) + "/30", "dev", "clients");
    ip("link", "set", toDatabase, "up");
    ip("link", "set", toClients, "up");
    for (String device : List.of("host", "inner")) {
      ip("-n", router, "link", "set", device, "up");
    }
    for (String device : List.of("lo", "out", "clients")) {
      ip("-n", machine, "link", "set", device, "up");
    }
    ip("route", "add", address(0) + "/30", "via", address(5));
    ip("-n", machine, "route", "add", address(4) + "/30", "via", address(2));
    heal();
  }

  // Of a range that is kept for tests of networks (RFC 2544).
  private String address(int number) {
    int offset = (int) (pid % SLOTS) * SLOT_SIZE + number;
    return "198.%d.%d.%d".formatted(18 + (offset >> 16), offset >> 8 & 255, offset & 255);
  }

  /// Where the database is, for who is on the machine.
  String database() {
    return address(6);
  }

  /// The machine's own address, as the database sees it.
  String machine() {
    return address(1);
  }

  /// Where a server runs that is on the machine.
  ChildServer.Place place() {
    return new ChildServer.Place(List.of("ip", "netns", "exec", machine), address(10));
  }

  /// From now on this is lost.
  void lose(Loss what) {
    forward(false, what);
  }

  /// Nothing is lost any more.
  void heal() {
    forward(true, Loss.EVERYTHING);
  }

  // Where a device does not forward, what comes by it for others is dropped.
  private void forward(boolean passes, Loss what) {
    try {
      for (String device : what.devices()) {
        String file = "/proc/sys/net/ipv4/conf/" + device + "/forwarding";
        String write = "echo " + (passes ? 1 : 0) + " > " + file;
        ip("netns", "exec", router, "sh", "-c", write);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String ip(String... arguments) throws IOException {
    List<String> command = new ArrayList<>(List.of("ip"));
    command.addAll(List.of(arguments));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    try {
      if (!process.waitFor(10, TimeUnit.SECONDS) || process.exitValue() != 0) {
        throw new IOException(String.join(" ", command) + ": " + said.strip());
      }
    } catch (InterruptedException e) {
      throw new IOException(e);
    }
    return said;
  }

  /// Takes all of it away; the servers on it have ended.
  @Override
  public void close() {
    remove("netns", "del", machine);
    remove("netns", "del", router);
    remove("link", "del", toDatabase);
    remove("link", "del", toClients);
  }

  private static void remove(String... arguments) {
    try {
      ip(arguments);
    } catch (IOException e) {
      // never made, or gone with its other end
    }
  }
}
