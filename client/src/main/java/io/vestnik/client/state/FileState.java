package io.vestnik.client.state;

import io.vestnik.client.wire.UnreadableException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/// A state in one file: a line a step, written anew as one line when it has grown. A line that a
/// crash has cut off is no step. What one has asked to be sent is on disk when [#apply] returns;
/// the rest a crash of the process does not touch, and a power cut takes back by some steps as
/// wholes, so it comes again.
public final class FileState implements ClientState {
  private static final int MIN_GROWTH_BYTES = 256 << 10;

  private final Path file;
  private final FileChannel lockFile;
  private final FileLock lock;
  private final Ledger ledger = new Ledger();
  private FileChannel journal;
  private long size;
  private long sizeWhenWhole;

  private FileState(Path file, FileChannel lockFile, FileLock lock) throws IOException {
    this.file = file;
    this.lockFile = lockFile;
    this.lock = lock;
    if (Files.exists(file)) {
      readAll();
    }
    journal = writtenAnew();
  }

  /// The state in that file, or a new one that will be in it.
  ///
  /// @throws IllegalStateException where another client uses it
  /// @throws UncheckedIOException where the file cannot be read or written
  public static FileState at(Path file) {
    FileChannel lockFile = null;
    try {
      lockFile =
          FileChannel.open(
              file.resolveSibling(file.getFileName() + ".lock"),
              StandardOpenOption.CREATE,
              StandardOpenOption.WRITE);
      FileLock lock = lock(lockFile);
      if (lock == null) {
        throw new IllegalStateException("Another client uses the state " + file);
      }
      return new FileState(file, lockFile, lock);
    } catch (IOException e) {
      close(lockFile);
      throw new UncheckedIOException(e);
    } catch (RuntimeException e) {
      close(lockFile);
      throw e;
    }
  }

  private static @Nullable FileLock lock(FileChannel channel) throws IOException {
    try {
      return channel.tryLock();
    } catch (OverlappingFileLockException e) {
      return null; // by this process
    }
  }

  private static void close(@Nullable FileChannel channel) {
    try {
      if (channel != null) {
        channel.close();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  // A step ends with its line; what follows the last end was cut off.
  private void readAll() throws IOException {
    String text = new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
    int begin = 0;
    for (int end = text.indexOf('\n'); end >= 0; end = text.indexOf('\n', begin)) {
      try {
        ledger.apply(StepText.read(text.substring(begin, end)));
      } catch (UnreadableException e) {
        if (text.indexOf('\n', end + 1) >= 0) {
          throw new IllegalStateException("The state " + file + " is damaged", e);
        }
        return;
      }
      begin = end + 1;
    }
  }

  // The new file's channel is that of the old name once it is moved there.
  private FileChannel writtenAnew() throws IOException {
    Path next = file.resolveSibling(file.getFileName() + ".new");
    byte[] whole = line(ledger.whole());
    FileChannel channel =
        FileChannel.open(
            next,
            StandardOpenOption.CREATE,
            StandardOpenOption.WRITE,
            StandardOpenOption.TRUNCATE_EXISTING);
    try {
      write(channel, whole);
      channel.force(true);
      Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      channel.close();
      throw e;
    }
    size = whole.length;
    sizeWhenWhole = size;
    return channel;
  }

  private static byte[] line(Step step) {
    return (StepText.write(step) + "\n").getBytes(StandardCharsets.UTF_8);
  }

  private static void write(FileChannel channel, byte[] bytes) throws IOException {
    ByteBuffer buffer = ByteBuffer.wrap(bytes);
    while (buffer.hasRemaining()) {
      channel.write(buffer);
    }
  }

  @Override
  public synchronized Step load() {
    return ledger.whole();
  }

  @Override
  public synchronized void apply(Step step) {
    try {
      append(line(step), !step.queued().isEmpty());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    ledger.apply(step);
    if (size > MIN_GROWTH_BYTES + 2 * sizeWhenWhole) {
      shrink();
    }
  }

  private void shrink() {
    try {
      FileChannel grown = journal;
      journal = writtenAnew();
      grown.close();
    } catch (IOException e) {
      sizeWhenWhole = size; // the step is taken; it is tried again when the file has grown more
    }
  }

  // Where a write fails half-way, what it wrote is taken back, so no step begins within a line.
  private void append(byte[] line, boolean toDisk) throws IOException {
    try {
      write(journal, line);
      if (toDisk) {
        journal.force(false);
      }
      size += line.length;
    } catch (IOException e) {
      journal.truncate(size);
      throw e;
    }
  }

  @Override
  public synchronized void close() {
    try {
      journal.close();
      lock.release();
      lockFile.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
