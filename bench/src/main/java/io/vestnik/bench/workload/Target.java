package io.vestnik.bench.workload;

import io.vestnik.bench.prepare.Account;
import io.vestnik.bench.prepare.Contents;
import io.vestnik.bench.prepare.Prepared;
import io.vestnik.bench.prepare.SignUp;
import io.vestnik.bench.run.Folder;
import io.vestnik.bench.run.Running;
import io.vestnik.bench.run.ServerProcess;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// What is loaded, and where the figures go: the options that all workloads share.
class Target {
  @Option(
      names = "--connect",
      paramLabel = "HOST:PORT",
      split = ",",
      description =
          "A server that runs already, with --limits off; or several on one database, each of which"
              + " gets as many connections. Default: one of its own for each measurement.")
  private List<String> connect = List.of();

  @Option(
      names = "--server-pid",
      paramLabel = "PID",
      split = ",",
      description = "The process of each, where they run on this machine: to tell their use.")
  private List<Long> serverPids = List.of();

  @Option(
      names = "--data",
      paramLabel = "DIR",
      description =
          "A folder that `prepare` made (with --connect: the one that the server runs on)."
              + " Default: a temporary one.")
  private @Nullable Path data;

  @Option(
      names = "--server-option",
      paramLabel = "ARGUMENT",
      description = "A further argument of `serve`, as in --server-option=--name=Bench.")
  private List<String> serverOptions = List.of();

  @Option(
      names = "--server-java",
      paramLabel = "FLAG",
      description = "A further flag of the server's JVM, as in --server-java=-Xmx256m.")
  private List<String> serverJava = List.of();

  @Option(names = "--json", paramLabel = "FILE", description = "Where to write the figures too.")
  private @Nullable Path json;

  static void require(boolean met, String what) {
    if (!met) {
      throw new IllegalArgumentException(what);
    }
  }

  @Nullable Path json() {
    return json;
  }

  boolean isOther() {
    return !connect.isEmpty();
  }

  ServerProcess.Options options() {
    return new ServerProcess.Options(serverJava, serverOptions, true);
  }

  /// The data that it runs on: given by --data, or made for this run alone.
  Place place(Contents wanted) {
    if (isOther()) {
      List<InetSocketAddress> addresses = connect.stream().map(Target::address).toList();
      require(
          serverPids.isEmpty() || serverPids.size() == addresses.size(),
          "--server-pid wants the process of each server that --connect names");
      Prepared prepared = data == null ? null : Prepared.in(data, wanted);
      return new Place(null, prepared, () -> Running.others(addresses, serverPids));
    }
    if (data != null) {
      Prepared prepared = Prepared.in(data, wanted);
      return new Place(null, prepared, () -> own(prepared));
    }
    Folder folder = new Folder();
    Prepared prepared = Prepared.in(folder.path().resolve("data"), wanted);
    return new Place(folder, prepared, () -> own(prepared));
  }

  private Running own(Prepared prepared) {
    return Running.own(new ServerProcess(prepared.folder(), options()));
  }

  /// Pairs of users who can write to each other.
  List<Account> pairs(int pairs, Running server) {
    return !isOther() || data != null
        ? Prepared.pairs(pairs)
        : new SignUp(server.address()).pairs(pairs);
  }

  /// Throws where a server that runs already was named without its data: what this takes cannot be
  /// made over the wire.
  void requireData(String what) {
    require(
        !isOther() || data != null,
        what
            + " takes --data with --connect: the folder made by `prepare` that the server runs on");
  }

  private static InetSocketAddress address(String text) {
    int colon = text.lastIndexOf(':');
    require(
        colon > 0 && text.substring(colon + 1).matches("\\d{1,5}"), "--connect wants HOST:PORT");
    InetSocketAddress address =
        new InetSocketAddress(
            text.substring(0, colon), Integer.parseInt(text.substring(colon + 1)));
    require(!address.isUnresolved(), "--connect: no such host");
    return address;
  }
}
