package org.postern.state;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Consumer;
import org.postern.host.AtomicFile;
import org.postern.host.FileModes;
import org.postern.host.Invoker;
import org.postern.host.ffm.FileOwner;

/**
 * The state folder: {@code memory}, {@code generations/NNNNNN}, {@code proof-TARGET} {@code
 * orders}, {@code audit} and {@code lock}. Reading needs no lock, since every file is replaced as a
 * whole.
 */
public final class StateStore {
  /** Older generations that somebody accepted are deleted. */
  static final int KEEP = 200;

  /** Of those that only followed the sources fewer are of use. */
  static final int KEEP_REFRESHED = 20;

  private static final String REFRESHED = "-refreshed";

  private static final Duration LOCK_PATIENCE = Duration.ofSeconds(10);

  private final Path folder;
  private final Duration patience;
  private volatile Optional<Orders> unwritten = Optional.empty();

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
      return StateFile.read(memoryFile(), MemoryCodec::readMemory);
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
  public void write(StateLock lock, Memory memory) throws IOException {
    lock.requireHeld();
    asOwner(() -> StateFile.write(memoryFile(), MemoryCodec.write(memory)));
  }

  /**
   * Writes a generation, new or completed, and forgets the oldest.
   *
   * @param inForce is never forgotten, however many came to nothing after it; nor is what comes
   *     back when the generation is not confirmed
   */
  public void write(StateLock lock, Generation generation, int inForce) throws IOException {
    lock.requireHeld();
    String ending = generation.kind() == Generation.Kind.REFRESHED ? REFRESHED : "";
    Path file = generationFile(generation.number(), ending);
    Set<Integer> needed = new HashSet<>(Set.of(inForce));
    generation.confirmation().ifPresent(waits -> needed.add(waits.before()));
    asOwner(
        () -> {
          StateFile.write(file, GenerationCodec.write(generation));
          forgetOld("", KEEP, needed);
          forgetOld(REFRESHED, KEEP_REFRESHED, needed);
        });
  }

  private void forgetOld(String ending, int kept, Set<Integer> needed) throws IOException {
    List<Integer> numbers = numbers(ending);
    for (int number : numbers.subList(0, Math.max(0, numbers.size() - kept))) {
      if (!needed.contains(number)) {
        Files.deleteIfExists(generationFile(number, ending));
      }
    }
  }

  /** One generation. */
  public Optional<Generation> generation(int number) throws IOException {
    String ending = Files.exists(generationFile(number, REFRESHED)) ? REFRESHED : "";
    try {
      return Optional.of(StateFile.read(generationFile(number, ending), GenerationCodec::read));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (AccessDeniedException e) {
      throw denied(e);
    }
  }

  /** What was proven of a target last. */
  public Optional<ProofRecord> proof(String target) throws IOException {
    try {
      return Optional.of(StateFile.read(proofFile(target), MemoryCodec::readProof));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (AccessDeniedException e) {
      throw denied(e);
    }
  }

  /** Replaces what was proven of a target. */
  public void write(StateLock lock, ProofRecord proof) throws IOException {
    lock.requireHeld();
    asOwner(() -> StateFile.write(proofFile(proof.target()), MemoryCodec.write(proof)));
  }

  /** Forgets what was proven of a target. */
  public void forgetProof(StateLock lock, String target) throws IOException {
    lock.requireHeld();
    asOwner(
        () -> {
          if (Files.deleteIfExists(proofFile(target))) {
            AtomicFile.sync(folder);
          }
        });
  }

  /** The numbers of all generations, oldest first. */
  public List<Integer> numbers() throws IOException {
    List<Integer> numbers = new ArrayList<>(numbers(""));
    numbers.addAll(numbers(REFRESHED));
    numbers.sort(Comparator.naturalOrder());
    return numbers;
  }

  private List<Integer> numbers(String ending) throws IOException {
    List<Integer> numbers = new ArrayList<>();
    try (DirectoryStream<Path> files =
        Files.newDirectoryStream(folder.resolve("generations"), "[0-9]*")) {
      for (Path file : files) {
        number(file, ending).ifPresent(numbers::add);
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
   * Orders that cannot be written stand nevertheless, as long as this process lives and until some
   * can be written.
   */
  public void holdUnwritten(Orders orders) {
    unwritten = Optional.of(orders);
  }

  /** Whether orders stand that are not on disk. */
  public boolean holdsUnwritten() {
    return unwritten.isPresent();
  }

  /** What was ordered; {@link Orders#none()} when nothing was. */
  public Orders orders() throws IOException {
    Optional<Orders> held = unwritten;
    if (held.isPresent()) {
      return held.get();
    }
    try {
      return StateFile.read(ordersFile(), OrdersCodec::read);
    } catch (NoSuchFileException e) {
      return Orders.none();
    } catch (AccessDeniedException e) {
      throw denied(e);
    }
  }

  /** Replaces the orders. */
  public void write(StateLock lock, Orders orders) throws IOException {
    lock.requireHeld();
    asOwner(() -> StateFile.write(ordersFile(), OrdersCodec.write(orders)));
    unwritten = Optional.empty();
  }

  /** What differs whenever somebody has changed what is in force, or ordered something. */
  public List<Object> stamps() throws IOException {
    List<Object> stamps = new ArrayList<>(List.of(unwritten));
    for (Path file : List.of(memoryFile(), ordersFile(), folder.resolve("generations"))) {
      stamps.add(
          Files.exists(file) ? Files.readAttributes(file, "unix:ino,ctime").toString() : "nothing");
    }
    return stamps;
  }

  /** The audit trail. */
  public AuditTrail audit() {
    return new AuditTrail(folder);
  }

  /**
   * The right to write, held until closed.
   *
   * @throws StateException when somebody else holds it for as long as the store waits
   */
  public StateLock lock() throws IOException {
    StateLock lock = take("lock", patience, "another postern holds the lock in " + folder);
    AtomicFile.removeLeftovers(folder);
    AtomicFile.removeLeftovers(folder.resolve("generations"));
    return lock;
  }

  /**
   * The right to be the daemon of this state, held until closed.
   *
   * @throws StateException when there is one
   */
  public StateLock daemonLock() throws IOException {
    return take("daemon", Duration.ZERO, "another postern daemon runs from " + folder);
  }

  private StateLock take(String name, Duration patience, String otherwise) throws IOException {
    prepare();
    try {
      return FileOwner.as(folder, () -> StateLock.take(folder.resolve(name), patience))
          .orElseThrow(() -> new StateException(StateException.Kind.LOCKED, otherwise));
    } catch (AccessDeniedException e) {
      throw denied(e);
    }
  }

  private interface Writing {
    void run() throws IOException;
  }

  /** What root writes into the folder of another belongs to that one. */
  private void asOwner(Writing writing) throws IOException {
    prepare();
    FileOwner.as(
        folder,
        () -> {
          writing.run();
          return folder;
        });
  }

  private void prepare() throws IOException {
    try {
      Path generations = folder.resolve("generations");
      if (!Files.isDirectory(folder)) {
        Files.createDirectories(folder, FileModes.of(folder, "rwx------"));
      }
      requireOwn();
      if (!Files.isDirectory(generations)) {
        FileOwner.as(
            folder, () -> Files.createDirectory(generations, FileModes.of(folder, "rwx------")));
        AtomicFile.sync(folder);
      }
    } catch (AccessDeniedException e) {
      throw denied(e);
    }
  }

  /** Who can plant files in the folder could have us write, or believe, what he likes. */
  private void requireOwn() throws IOException {
    if (!FileModes.areKnown(folder)) {
      return;
    }
    PosixFileAttributes found =
        Files.readAttributes(folder, PosixFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
    int owner = (Integer) Files.getAttribute(folder, "unix:uid", LinkOption.NOFOLLOW_LINKS);
    if (!Invoker.uid().map(uid -> uid == owner || uid == 0).orElse(true)) {
      throw new StateException(
          StateException.Kind.PERMISSION,
          "the state in %s belongs to %s: run this as that user, or through the daemon"
              .formatted(folder, found.owner().getName()));
    }
    if (found.permissions().contains(PosixFilePermission.GROUP_WRITE)
        || found.permissions().contains(PosixFilePermission.OTHERS_WRITE)) {
      throw new StateException(
          StateException.Kind.PERMISSION,
          "others may write to the state in %s: chmod go-w it".formatted(folder));
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
    return new Memory(inForce, newest.lastGood(), List.of(), List.of(), List.of(), List.of());
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

  private static OptionalInt number(Path file, String ending) {
    String name = String.valueOf(file.getFileName());
    return name.matches("[0-9]{6,9}" + ending)
        ? OptionalInt.of(Integer.parseInt(name.substring(0, name.length() - ending.length())))
        : OptionalInt.empty();
  }

  private StateException denied(AccessDeniedException e) {
    return new StateException(
        StateException.Kind.PERMISSION, "no right to use the state in " + folder, e);
  }

  private Path ordersFile() {
    return folder.resolve("orders");
  }

  private Path memoryFile() {
    return folder.resolve("memory");
  }

  private Path proofFile(String target) {
    return folder.resolve("proof-" + target);
  }

  private Path generationFile(int number, String ending) {
    return folder.resolve("generations").resolve("%06d".formatted(number) + ending);
  }
}
