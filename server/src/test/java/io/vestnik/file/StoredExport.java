package io.vestnik.file;

import io.vestnik.TestServer;
import io.vestnik.store.Store;
import io.vestnik.store.Tx;
import io.vestnik.table.account.Exports;
import io.vestnik.table.account.Exports.Export;
import io.vestnik.table.account.Exports.Job;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Objects;

/// Exports of any content, put where the servers keep them.
public final class StoredExport {
  /// The node that makes those that are never finished.
  public static final String ELSEWHERE = "elsewhere";

  private static final int PARTS_AT_ONCE = 32;

  private StoredExport() {}

  private static Store store(TestServer server) {
    return server.server().store();
  }

  /// Another node has it until that time.
  public static Job begun(TestServer server, String fileId, long userId, long until) {
    return store(server).write(tx -> begun(tx, server, fileId, userId, until));
  }

  // In one step: else the server would take it.
  private static Job begun(Tx tx, TestServer server, String fileId, long userId, long until) {
    Exports exports = tx.accounts().exports();
    exports.add(fileId, userId, server.millis());
    return Objects.requireNonNull(exports.take(ELSEWHERE, server.millis(), until));
  }

  /// It is ready.
  public static void ready(TestServer server, String fileId, long userId, byte[] bytes) {
    begun(server, fileId, userId, Long.MAX_VALUE);
    int parts = Math.ceilDiv(bytes.length, Exports.PART_BYTES);
    for (int from = 0; from < parts; from += PARTS_AT_ONCE) {
      int first = from;
      store(server)
          .write(tx -> {
            for (int i = first; i < Math.min(parts, first + PARTS_AT_ONCE); i++) {
              int start = i * Exports.PART_BYTES;
              int end = Math.min(bytes.length, start + Exports.PART_BYTES);
              tx.accounts().exports().addPart(fileId, i, Arrays.copyOfRange(bytes, start, end));
            }
            return 0;
          });
    }
    byte[] hash = Arrays.copyOf(fileId.getBytes(StandardCharsets.UTF_8), 32);
    Export whole = new Export(fileId, userId, 1, server.millis(), bytes.length, hash);
    store(server).write(tx -> tx.accounts().exports().finish(whole, ELSEWHERE));
  }
}
