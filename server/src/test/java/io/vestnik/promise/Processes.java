package io.vestnik.promise;

import io.vestnik.ChildServer;
import io.vestnik.client.transport.Transport;
import io.vestnik.client.transport.WebSocketTransport;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/// Server processes on one PostgreSQL database, and a way to those that live, as by a balancer.
final class Processes implements AutoCloseable {
  private final String database;
  private final HttpClient http = HttpClient.newHttpClient();
  private final List<ChildServer> servers = new CopyOnWriteArrayList<>();

  /// @param database its address
  Processes(String database) {
    this.database = database;
  }

  /// Another server, perhaps not ready yet, with these options beside.
  ChildServer starting(String... options) {
    List<String> arguments = new ArrayList<>(arguments("127.0.0.1", database));
    arguments.addAll(List.of(options));
    ChildServer server = ChildServer.of(Map.of(), arguments.toArray(String[]::new));
    servers.add(server);
    return server;
  }

  private static List<String> arguments(String host, String url) {
    return List.of(
        "serve",
        "--listen",
        host + ":0",
        "--limits",
        "off",
        "--database",
        url,
        "--database-connections",
        "6");
  }

  /// One in another place, from where the database has another address; ready.
  ChildServer startAt(ChildServer.Place place, String url) {
    ChildServer server = ChildServer.at(place, arguments(place.host(), url).toArray(String[]::new));
    servers.add(server);
    server.port();
    return server;
  }

  /// The same, ready.
  ChildServer start(String... options) {
    ChildServer server = starting(options);
    server.port();
    return server;
  }

  /// The way to this one at first, and then to the next that lives, each time a connection is made.
  Transport from(ChildServer first) {
    AtomicInteger turn = new AtomicInteger(servers.indexOf(first));
    return new Transport() {
      @Override
      public CompletableFuture<Link> open(Receiver receiver) {
        for (int i = 0; i < servers.size(); i++) {
          ChildServer server = servers.get(turn.getAndIncrement() % servers.size());
          if (!server.hasEndedAfter(0)) {
            return to(server).open(receiver);
          }
        }
        return CompletableFuture.failedFuture(new IOException("no server lives"));
      }

      @Override
      public void close() {
        // the HTTP client is everybody's
      }
    };
  }

  /// The way to this one alone.
  Transport to(ChildServer server) {
    return WebSocketTransport.to(
        URI.create("ws://" + server.host() + ":" + server.port() + "/ws"), http);
  }

  @Override
  public void close() {
    servers.forEach(ChildServer::close);
    http.close();
  }
}
