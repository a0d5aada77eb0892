package io.vestnik.bus;

import io.vestnik.store.DatabaseUrl;
import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.function.Consumer;
import org.postgresql.PGConnection;
import org.postgresql.PGNotification;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Carries payloads by NOTIFY and LISTEN of a PostgreSQL database.
final class PostgresCarrier implements Carrier {
  private static final Logger log = LoggerFactory.getLogger(PostgresCarrier.class);
  private static final String NAME = "vestnik-bus";

  // NOTIFY takes less than 8,000 bytes.
  private static final int MAX_PAYLOAD = 7_999;
  private static final int ANSWER_SECONDS = 3;
  private static final int LISTEN_MILLIS = 60_000;

  // A hint need not be on disk, and NOTIFY's commit would otherwise wait for that.
  private static final String SET_UP = "set synchronous_commit = off; set idle_session_timeout = 0";

  private final DatabaseUrl url;
  private volatile String channel;

  PostgresCarrier(DatabaseUrl url, String channel) {
    this.url = url;
    this.channel = channel;
  }

  @Override
  public int maxLength() {
    return MAX_PAYLOAD;
  }

  @Override
  public void join(String other) {
    channel = other;
  }

  @Override
  public Link open(Consumer<String> heard) throws IOException {
    String to = channel;
    Connection listening = connect();
    try {
      run(listening, "listen \"" + to + "\"");
      return new NotifyLink(to, listening, connect(), heard);
    } catch (SQLException e) {
      abort(listening);
      throw new IOException(e.getMessage(), e);
    } catch (IOException e) {
      abort(listening);
      throw e;
    }
  }

  private Connection connect() throws IOException {
    try {
      Connection connection = url.connect(NAME, ANSWER_SECONDS);
      run(connection, SET_UP);
      return connection;
    } catch (SQLException e) {
      throw new IOException(e.getMessage(), e);
    }
  }

  private static void run(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  // Where closing would wait for what another thread is waiting for.
  private static void abort(Connection connection) {
    try {
      connection.abort(Runnable::run);
    } catch (SQLException e) {
      log.debug("A connection was gone already: {}", e.getMessage());
    }
  }

  @Override
  public String toString() {
    return "LISTEN at " + url;
  }

  @Override
  public void close() {
    // each link closes its connections
  }

  /// Two connections: one to listen, one to notify.
  private static final class NotifyLink implements Link {
    private final String channel;
    private final Connection listening;
    private final Connection notifying;
    private final Consumer<String> heard;
    private volatile boolean holds = true;

    NotifyLink(String channel, Connection listening, Connection notifying, Consumer<String> heard) {
      this.channel = channel;
      this.listening = listening;
      this.notifying = notifying;
      this.heard = heard;
      Thread.ofVirtual().name("bus-listens").start(this::listen);
    }

    private void listen() {
      try {
        PGConnection connection = listening.unwrap(PGConnection.class);
        while (holds) {
          for (PGNotification one : connection.getNotifications(LISTEN_MILLIS)) {
            heard.accept(one.getParameter());
          }
        }
      } catch (SQLException e) {
        log.debug("Listening ended: {}", e.getMessage());
      }
      holds = false;
    }

    @Override
    public void send(String payload) throws IOException {
      try (PreparedStatement statement = notifying.prepareStatement("select pg_notify(?, ?)")) {
        statement.setString(1, channel);
        statement.setString(2, payload);
        statement.execute();
      } catch (SQLException e) {
        throw new IOException(e.getMessage(), e);
      }
    }

    @Override
    public boolean holds() {
      return holds;
    }

    @Override
    public void close() {
      holds = false;
      abort(listening);
      abort(notifying);
    }
  }
}
