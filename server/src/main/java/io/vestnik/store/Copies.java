package io.vestnik.store;

import io.vestnik.sql.Sql;
import io.vestnik.sql.StorageException;
import io.vestnik.table.Dataset;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// Copies of a SQLite database: made while a server uses it, checked before they count, and put
/// back.
public final class Copies {
  private static final int PROGRESS_SECONDS = 2;
  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final long CHUNK_BYTES = 64L << 20;

  private Copies() {}

  /// Hears how far a copy is.
  public interface Progress {
    /// So far it is.
    ///
    /// @param whole about how many bytes there will be
    void at(long bytes, long whole);
  }

  /// What a checked copy holds.
  public record Contents(String dataset, long users, long chats, long entries) {}

  /// Copies the database as it is at one moment into a new file, checks the copy, and only then
  /// gives it its name.
  ///
  /// @throws IllegalStateException with a line for the operator where there is no good copy
  public static Contents write(Path database, Path target, Progress progress) {
    Path part = target.resolveSibling(target.getFileName() + ".part");
    try {
      makeEmpty(part);
      long whole = Files.size(database);
      CompletableFuture<Void> copied =
          CompletableFuture.runAsync(() -> vacuumInto(database, part), Thread::startVirtualThread);
      while (!isDone(copied)) {
        progress.at(Files.exists(part) ? Files.size(part) : 0, whole);
      }
      Contents contents = check(part);
      sync(part);
      Files.move(part, target, StandardCopyOption.ATOMIC_MOVE);
      sync(folderOf(target));
      return contents;
    } catch (IOException e) {
      throw new IllegalStateException("Cannot write the copy " + target + ": " + e, e);
    }
  }

  // For its owner's eyes alone: it holds what people wrote.
  private static void makeEmpty(Path part) throws IOException {
    Files.deleteIfExists(part);
    Files.createFile(part);
    if (part.getFileSystem().supportedFileAttributeViews().contains("posix")) {
      Files.setPosixFilePermissions(part, PosixFilePermissions.fromString("rw-------"));
    }
  }

  private static void vacuumInto(Path database, Path part) {
    try (Sql sql = file(database).openForCopying()) {
      sql.update("vacuum into ?", part.toString());
    }
  }

  private static boolean isDone(CompletableFuture<Void> copied) {
    try {
      copied.get(PROGRESS_SECONDS, TimeUnit.SECONDS);
      return true;
    } catch (TimeoutException e) {
      return false;
    } catch (InterruptedException e) {
      throw new IllegalStateException("Interrupted", e);
    } catch (ExecutionException e) {
      throw new IllegalStateException("Copying failed: " + e.getMessage(), e);
    }
  }

  /// Checks that the file is a sound database whose logs have no gap.
  ///
  /// @throws IllegalStateException saying what is wrong with it
  public static Contents check(Path file) {
    try (Sql sql = file(file).openForReading()) {
      List<String> faults = sql.list("pragma integrity_check(10)", row -> row.getString(1));
      if (!faults.equals(List.of("ok"))) {
        throw new IllegalStateException(file + " is damaged: " + String.join("; ", faults));
      }
      long broken =
          sql.number(
              """
              select count(*) from chats c where c.last_event_id <>
                (select count(*) from entries e where e.chat_id = c.id and e.event_id between 1
                  and c.last_event_id)
              """);
      if (broken > 0) {
        throw new IllegalStateException(file + " has gaps in the logs of " + broken + " chats.");
      }
      Dataset.Facts facts = new Dataset(sql).facts();
      if (facts == null) {
        throw new IllegalStateException(file + " is no database that a server has used.");
      }
      return new Contents(
          facts.id(),
          sql.number("select count(*) from users"),
          sql.number("select count(*) from chats"),
          sql.number("select count(*) from entries"));
    } catch (StorageException e) {
      throw new IllegalStateException(file + " is no database of Vestnik's: " + e.getMessage(), e);
    }
  }

  /// Puts a checked copy in a database's place, as another data set: what clients remember of the
  /// old one is void.
  ///
  /// @throws IllegalStateException with a line for the operator where it cannot be done; nothing is
  ///   changed then
  public static Contents restore(Path copy, Path database, String dataset, Progress progress) {
    Path part = database.resolveSibling(database.getFileName() + ".part");
    try {
      makeEmpty(part);
      copy(copy, part, progress);
      check(part);
      try (Sql sql = file(part).openForWriting()) {
        sql.update("update dataset set id = ?", dataset);
        sql.run("pragma wal_checkpoint(truncate)");
      }
      Contents contents = check(part);
      sync(part);
      Files.move(part, database, StandardCopyOption.ATOMIC_MOVE);
      sync(folderOf(database));
      return contents;
    } catch (IOException e) {
      throw new IllegalStateException("Cannot restore from " + copy + ": " + e, e);
    }
  }

  private static void copy(Path from, Path to, Progress progress) throws IOException {
    try (FileChannel in = FileChannel.open(from, StandardOpenOption.READ);
        FileChannel out = FileChannel.open(to, StandardOpenOption.WRITE)) {
      long size = in.size();
      long at = 0;
      while (at < size) {
        at += in.transferTo(at, CHUNK_BYTES, out);
        progress.at(at, size);
      }
    }
  }

  private static SqliteFile file(Path path) {
    return new SqliteFile(path, PATIENCE);
  }

  private static Path folderOf(Path file) {
    Path folder = file.toAbsolutePath().getParent();
    return folder == null ? file.getRoot() : folder;
  }

  private static void sync(Path path) {
    try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
      channel.force(true);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
