package org.postern.state;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Consumer;
import org.postern.host.AtomicFile;

/**
 * The state folder: {@code memory}, {@code generations/NNNNNN}, {@code proof-TARGET} {@code
 * orders}, {@code audit} and {@code lock}. Reading needs no lock, since every file is replaced as a
 * whole.
 */
public final class StateStore {
  /** Where it is unless another place is named. */
  public static final Path USUAL = Path.of("/var/lib/postern");

  /** Older generations that somebody accepted are deleted. */
  static final int KEEP = 200;

  /** Of those that only followed the sources fewer are of use. */
  static final int KEEP_REFRESHED = 20;

  private static final String REFRESHED = "-refreshed";

  private static final String STANDS_IN =
      "; the answers of the newest sound generation stand in for it,"
          + " what was held or approved is forgotten";

  private static final Duration LOCK_PATIENCE = Duration.ofSeconds(10);

  private final Path folder;
  private final OwnedFolder owned;
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
    this.owned = new OwnedFolder(folder);
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
      Optional<Memory> instead = fromGenerations();
      if (!numbers().isEmpty()) {
        told.accept(memoryFile() + " is missing" + (instead.isPresent() ? STANDS_IN : ""));
      }
      return instead.orElse(Memory.empty());
    } catch (AccessDeniedException e) {
      throw owned.denied(e);
    } catch (StateException e) {
      if (e.kind() != StateException.Kind.CORRUPT) {
        throw e;
      }
      Memory instead = fromGenerations().orElseThrow(() -> e);
      told.accept(e.getMessage() + STANDS_IN);
      return instead;
    }
  }

  /** Replaces the memory. */
  public void write(StateLock lock, Memory memory) throws IOException {
    lock.requireHeld();
    write(memoryFile(), MemoryCodec.write(memory));
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
    owned.write(
        () -> {
          StateFile.write(file, GenerationCodec.write(generation));
          forgetOld("", KEEP, needed);
          forgetOld(REFRESHED, KEEP_REFRESHED, needed);
          return file;
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
      throw owned.denied(e);
    }
  }

  /** What was proven of a target last. */
  public Optional<ProofRecord> proof(String target) throws IOException {
    try {
      return Optional.of(StateFile.read(proofFile(target), MemoryCodec::readProof));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (AccessDeniedException e) {
      throw owned.denied(e);
    }
  }

  /** Replaces what was proven of a target. */
  public void write(StateLock lock, ProofRecord proof) throws IOException {
    lock.requireHeld();
    write(proofFile(proof.target()), MemoryCodec.write(proof));
  }

  /** Forgets what was proven of a target. */
  public void forgetProof(StateLock lock, String target) throws IOException {
    lock.requireHeld();
    owned.write(
        () -> {
          if (Files.deleteIfExists(proofFile(target))) {
            AtomicFile.sync(folder);
          }
          return folder;
        });
  }

  private void write(Path file, Map<String, Object> tree) throws IOException {
    owned.write(
        () -> {
          StateFile.write(file, tree);
          return file;
        });
  }

  /** The numbers of all generations, oldest first. */
  public List<Integer> numbers() throws IOException {
    List<Integer> numbers = new ArrayList<>(numbers(""));
    numbers.addAll(numbers(REFRESHED));
    numbers.sort(Comparator.naturalOrder());
    return numbers;
  }

  /** The numbers of the generations that did not only follow the sources, oldest first. */
  public List<Integer> accepted() throws IOException {
    return numbers("");
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
      throw owned.denied(e);
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
      throw owned.denied(e);
    }
  }

  /** Replaces the orders. */
  public void write(StateLock lock, Orders orders) throws IOException {
    lock.requireHeld();
    write(ordersFile(), OrdersCodec.write(orders));
    unwritten = Optional.empty();
  }

  /**
   * Marks that a change is on trial, by a file that {@code postern-confirm.path} waits for. Without
   * it nothing is lost but that unit.
   */
  public void markTrial(StateLock lock, boolean waits) throws IOException {
    lock.requireHeld();
    Path mark = folder.resolve("trial");
    owned.write(
        () -> {
          if (waits && Files.notExists(mark)) {
            AtomicFile.write(mark, new byte[0], "rw-------");
          } else if (!waits && Files.deleteIfExists(mark)) {
            AtomicFile.sync(folder);
          }
          return mark;
        });
  }

  /** Notes that a timer's process has looked at everything. */
  public void notePass(StateLock lock, Instant at) throws IOException {
    lock.requireHeld();
    write(passFile(), Map.of("at", at.toString()));
  }

  /** When a timer's process last looked at everything; what cannot be read is not known. */
  public Optional<Instant> passed() {
    try {
      return Optional.of(StateFile.read(passFile(), tree -> Instant.parse(tree.string("at"))));
    } catch (IOException e) {
      return Optional.empty();
    }
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
    return owned
        .write(() -> StateLock.take(folder.resolve(name), patience))
        .orElseThrow(() -> new StateException(StateException.Kind.LOCKED, otherwise));
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
    Memory answers = Memory.empty().withLastGood(newest.lastGood());
    return inForce == newest.number()
        ? answers.withGeneration(newest)
        : answers.withGeneration(inForce);
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

  private Path ordersFile() {
    return folder.resolve("orders");
  }

  private Path passFile() {
    return folder.resolve("pass");
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
