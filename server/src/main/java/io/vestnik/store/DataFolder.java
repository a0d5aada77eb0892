package io.vestnik.store;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import org.jspecify.annotations.Nullable;

/// The folder with all that a server keeps. One server at a time may have it.
public final class DataFolder implements AutoCloseable {
  private final Path path;
  private final FileChannel file;

  private DataFolder(Path path, FileChannel file) {
    this.path = path;
    this.file = file;
  }

  /// Takes the folder, making it where there is none.
  ///
  /// @throws IllegalStateException with a line for the operator where it cannot be had
  public static DataFolder take(Path path) {
    try {
      make(path);
      FileChannel file =
          FileChannel.open(
              path.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      if (lock(file) == null) {
        file.close();
        throw new IllegalStateException(
            "Another server is using the data folder "
                + path
                + ": stop it, or use another --data.");
      }
      return new DataFolder(path, file);
    } catch (IOException e) {
      throw new IllegalStateException("Cannot use the data folder " + path + ": " + e, e);
    }
  }

  private static void make(Path path) throws IOException {
    if (Files.isDirectory(path)) {
      return;
    }
    Files.createDirectories(path);
    if (path.getFileSystem().supportedFileAttributeViews().contains("posix")) {
      Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwx------"));
    }
  }

  private static @Nullable FileLock lock(FileChannel file) throws IOException {
    try {
      return file.tryLock();
    } catch (OverlappingFileLockException e) {
      return null; // a server in this very process
    }
  }

  /// The database's file.
  public Path database() {
    return database(path);
  }

  /// Where a data folder has its database.
  public static Path database(Path folder) {
    return folder.resolve("vestnik.db");
  }

  @Override
  public void close() {
    try {
      file.close();
    } catch (IOException e) {
      throw new IllegalStateException("Cannot let the data folder go: " + path, e);
    }
  }
}
