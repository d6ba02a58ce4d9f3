package org.postern.state;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Consumer;
import org.postern.host.AtomicFile;

/**
 * The state folder: {@code memory}, {@code generations/NNNNNN}, {@code proof-TARGET} and {@code
 * lock}. Reading needs no lock, since every file is replaced as a whole.
 */
public final class StateStore {
  /** Older generations are deleted. */
  static final int KEEP = 200;

  private static final Duration LOCK_PATIENCE = Duration.ofSeconds(10);

  private final Path folder;
  private final Duration patience;

  public StateStore(Path folder) {
    this(folder, LOCK_PATIENCE);
  }

  /**
   * A store.
   *
   * @param patience how long to wait for the lock
   */
  public StateStore(Path folder, Duration patience) {
    this.folder = folder;
    this.patience = patience;
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
    return memory(damage -> {});
  }

  /**
   * The same.
   *
   * @param told hears what is damaged, and what stands in for it
   */
  public Memory memory(Consumer<String> told) throws IOException {
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
      Memory instead = fromGenerations().orElseThrow(() -> e);
      told.accept(
          e.getMessage()
              + "; the answers of the newest sound generation stand in for it,"
              + " what was held or approved is forgotten");
      return instead;
    }
  }

  /** Replaces the memory. */
  public void write(Lock lock, Memory memory) throws IOException {
    lock.requireHeld();
    prepare();
    StateFile.write(memoryFile(), StateCodec.write(memory));
  }

  /**
   * Writes a generation, new or completed, and forgets the oldest.
   *
   * @param inForce is never forgotten, however many came to nothing after it
   */
  public void write(Lock lock, Generation generation, int inForce) throws IOException {
    lock.requireHeld();
    prepare();
    StateFile.write(generationFile(generation.number()), StateCodec.write(generation));
    List<Integer> numbers = numbers();
    for (int number : numbers.subList(0, Math.max(0, numbers.size() - KEEP))) {
      if (number != inForce) {
        Files.deleteIfExists(generationFile(number));
      }
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

  /** What was proven of a target last. */
  public Optional<ProofRecord> proof(String target) throws IOException {
    try {
      return Optional.of(StateFile.read(proofFile(target), StateCodec::readProof));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (AccessDeniedException e) {
      throw denied(e);
    }
  }

  /** Replaces what was proven of a target. */
  public void write(Lock lock, ProofRecord proof) throws IOException {
    lock.requireHeld();
    prepare();
    StateFile.write(proofFile(proof.target()), StateCodec.write(proof));
  }

  /** Forgets what was proven of a target. */
  public void forgetProof(Lock lock, String target) throws IOException {
    lock.requireHeld();
    if (Files.deleteIfExists(proofFile(target))) {
      AtomicFile.sync(folder);
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
   * @throws StateException when somebody else holds it for as long as the store waits
   */
  public Lock lock() throws IOException {
    prepare();
    FileChannel channel;
    try {
      channel =
          FileChannel.open(
              folder.resolve("lock"),
              Set.of(
                  StandardOpenOption.CREATE, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS),
              mode("rw-------"));
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
    long end = System.nanoTime() + patience.toNanos();
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
        Files.createDirectories(generations, mode("rwx------"));
        AtomicFile.sync(folder);
      }
    } catch (AccessDeniedException e) {
      throw denied(e);
    }
  }

  /** The answers of the newest sound generation; in force is the newest that was proven. */
  private Optional<Memory> fromGenerations() throws IOException {
    Optional<Generation> newest = Optional.empty();
    for (int number : numbers().reversed()) {
      Optional<Generation> found = sound(number);
      newest = newest.or(() -> found);
      if (found.filter(one -> one.outcome() == Generation.Outcome.PROVEN).isPresent()) {
        return newest.map(one -> memory(one, number));
      }
    }
    return newest.map(one -> memory(one, 0));
  }

  private static Memory memory(Generation newest, int inForce) {
    return new Memory(inForce, newest.lastGood(), List.of(), List.of(), List.of());
  }

  private Optional<Generation> sound(int number) throws IOException {
    try {
      return generation(number);
    } catch (StateException e) {
      if (e.kind() != StateException.Kind.CORRUPT) {
        throw e;
      }
      return Optional.empty();
    }
  }

  private static FileAttribute<?> mode(String text) {
    return PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(text));
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

  private Path proofFile(String target) {
    return folder.resolve("proof-" + target);
  }

  private Path generationFile(int number) {
    return folder.resolve("generations").resolve("%06d".formatted(number));
  }
}
