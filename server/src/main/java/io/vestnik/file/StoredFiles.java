package io.vestnik.file;

import io.vestnik.model.Clock;
import io.vestnik.net.FileSource;
import io.vestnik.net.Proof;
import io.vestnik.protocol.Rejection;
import io.vestnik.store.Reply;
import io.vestnik.store.Store;
import io.vestnik.store.Tx;
import io.vestnik.table.account.Exports;
import io.vestnik.table.account.Exports.Export;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/// Gives files to those who may have them (protocol §8): exports to their users.
public final class StoredFiles implements FileSource {
  private static final long RETRY_MILLIS = 2_000;

  private final Store store;
  private final Clock clock;
  private final Visitors visitors;

  public StoredFiles(Store store, Clock clock, Visitors visitors) {
    this.store = store;
    this.clock = clock;
    this.visitors = visitors;
  }

  /// The user's own file. Refuses with 404, whether there is none or it is another's.
  static Export owned(Tx tx, long userId, String fileId, long now) {
    Export export = tx.accounts().exports().get(fileId);
    if (export == null || export.userId() != userId || export.isOver(now)) {
      throw Rejection.noFile("file_id");
    }
    return export;
  }

  @Override
  public void find(Proof proof, String fileId, Reply<Found> reply) {
    store.read(tx -> found(owned(tx, visitors.of(tx, proof), fileId, clock.millis())), reply);
  }

  private static Found found(Export export) {
    Long ready = export.readyTime();
    byte[] hash = export.sha256();
    if (ready == null || hash == null) {
      throw Rejection.notReady("file_id", RETRY_MILLIS);
    }
    String day = Instant.ofEpochMilli(ready).atOffset(ZoneOffset.UTC).toLocalDate().toString();
    return new Found(
        export.fileId(),
        export.userId(),
        export.size(),
        HexFormat.of().formatHex(hash),
        "vestnik-export-" + day + ".zip",
        Exports.PART_BYTES);
  }

  @Override
  public void read(Found file, long part, Reply<byte[]> reply) {
    store.read(tx -> present(tx.accounts().exports().part(file.fileId(), part)), reply);
  }

  private static byte[] present(byte @Nullable [] part) {
    if (part == null) {
      throw Rejection.noFile("file_id");
    }
    return part;
  }
}
