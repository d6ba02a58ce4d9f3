package org.postern.state;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.postern.host.AtomicFile;

/**
 * The state folder: {@code memory}, {@code generations/NNNNNN} and {@code lock}. Reading needs no
 * lock, since every file is replaced as a whole.
 */
public final class StateStore {
  /** Older generations are deleted. */
  static final int KEEP = 200;

  private static final Duration LOCK_PATIENCE = Duration.ofSeconds(10);

  private final Path folder;

  public StateStore(Path folder) {
    this.folder = folder;
  }

  /** Where it is. */
  public Path folder() {
    return folder;
  }

  /**
   * What the last run left; {@link Memory#empty()} when none ran. When the memory is corrupt the
   * newest sound generation stands in for it.
   *
   * @throws StateException when a later version wrote it, or nothing sound is left
   */
  public Memory memory() throws IOException {
    try {
      return StateFile.read(memoryFile(), StateCodec::readMemory);
    } catch (NoSuchFileException e) {
      return fromGenerations().orElse(Memory.empty());
    } catch (AccessDeniedException e) {
      throw denied(e);
    } catch (StateException e) {
      if (e.kind() != StateException.Kind.CORRUPT) {
        throw e;
      }
      return fromGenerations().orElseThrow(() -> e);
    }
  }

  /** Replaces the memory. */
  public void write(Lock lock, Memory memory) throws IOException {
    lock.requireHeld();
    prepare();
    StateFile.write(memoryFile(), StateCodec.write(memory));
  }

  /** Writes a generation, new or completed, and forgets the oldest. */
  public void write(Lock lock, Generation generation) throws IOException {
    lock.requireHeld();
    prepare();
    StateFile.write(generationFile(generation.number()), StateCodec.write(generation));
    List<Integer> numbers = numbers();
    for (int number : numbers.subList(0, Math.max(0, numbers.size() - KEEP))) {
      Files.deleteIfExists(generationFile(number));
    }
  }

  /** One generation. */
  public Optional<Generation> generation(int number) throws IOException {
    try {
      return Optional.of(StateFile.read(generationFile(number), StateCodec::readGeneration));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (AccessDeniedException e) {
      throw denied(e);
    }
  }

  /** The numbers of all generations, oldest first. */
  public List<Integer> numbers() throws IOException {
    List<Integer> numbers = new ArrayList<>();
    try (DirectoryStream<Path> files =
        Files.newDirectoryStream(folder.resolve("generations"), "[0-9]*")) {
      for (Path file : files) {
        number(file).ifPresent(numbers::add);
      }
    } catch (NoSuchFileException e) {
      return List.of();
    } catch (AccessDeniedException e) {
      throw denied(e);
    }
    numbers.sort(Comparator.naturalOrder());
    return numbers;
  }

  /**
   * The right to write, held until closed.
   *
   * @throws StateException when somebody else holds it for ten seconds
   */
  public Lock lock() throws IOException {
    prepare();
    FileChannel channel;
    try {
      channel =
          FileChannel.open(
              folder.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    } catch (AccessDeniedException e) {
      throw denied(e);
    }
    try {
      return new Lock(channel, await(channel));
    } catch (IOException e) {
      channel.close();
      throw e;
    }
  }

  /** Held while state or targets are changed. */
  public static final class Lock implements AutoCloseable {
    private final FileChannel channel;
    private final FileLock lock;

    private Lock(FileChannel channel, FileLock lock) {
      this.channel = channel;
      this.lock = lock;
    }

    private void requireHeld() {
      if (!lock.isValid()) {
        throw new IllegalStateException("the lock was given back");
      }
    }

    @Override
    public void close() throws IOException {
      try (channel) {
        lock.release();
      }
    }
  }

  private FileLock await(FileChannel channel) throws IOException {
    long end = System.nanoTime() + LOCK_PATIENCE.toNanos();
    while (true) {
      FileLock lock = tryLock(channel).orElse(null);
      if (lock != null) {
        return lock;
      }
      if (System.nanoTime() > end) {
        throw new StateException(
            StateException.Kind.LOCKED, "another postern holds the lock in " + folder);
      }
      pause();
    }
  }

  private static Optional<FileLock> tryLock(FileChannel channel) throws IOException {
    try {
      return Optional.ofNullable(channel.tryLock());
    } catch (OverlappingFileLockException e) {
      return Optional.empty();
    }
  }

  private static void pause() throws IOException {
    try {
      Thread.sleep(50);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while waiting for the lock", e);
    }
  }

  private void prepare() throws IOException {
    try {
      Path generations = folder.resolve("generations");
      if (!Files.isDirectory(generations)) {
        var mode =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));
        Files.createDirectories(generations, mode);
        AtomicFile.sync(folder);
      }
    } catch (AccessDeniedException e) {
      throw denied(e);
    }
  }

  private Optional<Memory> fromGenerations() throws IOException {
    List<Integer> numbers = numbers();
    for (int number : numbers.reversed()) {
      try {
        Optional<Generation> found = generation(number);
        if (found.isPresent()) {
          return Optional.of(
              new Memory(number, found.get().lastGood(), List.of(), List.of(), List.of()));
        }
      } catch (StateException e) {
        if (e.kind() != StateException.Kind.CORRUPT) {
          throw e;
        }
      }
    }
    return Optional.empty();
  }

  private static OptionalInt number(Path file) {
    String name = String.valueOf(file.getFileName());
    return name.matches("[0-9]{6,9}")
        ? OptionalInt.of(Integer.parseInt(name))
        : OptionalInt.empty();
  }

  private StateException denied(AccessDeniedException e) {
    return new StateException(
        StateException.Kind.PERMISSION, "no right to use the state in " + folder, e);
  }

  private Path memoryFile() {
    return folder.resolve("memory");
  }

  private Path generationFile(int number) {
    return folder.resolve("generations").resolve("%06d".formatted(number));
  }
}
