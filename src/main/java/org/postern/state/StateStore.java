package org.postern.state;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.postern.host.AtomicFile;
import org.postern.host.FileModes;
import org.postern.plan.memory.DomainMemory;
import org.postern.source.LastGood;
import org.postern.state.blobs.Shelf;
import org.postern.state.legacy.FirstFormat;

/**
 * The state folder: {@code memory}, {@code generations/NNNNNN}, {@code blobs}, {@code
 * proof-TARGET}, {@code orders}, {@code audit} and {@code lock}. Reading needs no lock, since every
 * file is replaced as a whole.
 *
 * <p>The memory and the generations are small; what is large they name by its place in {@code
 * blobs}, which is written and synced before. The memory repeats the generation in force, and every
 * file of {@code blobs} has a copy, so that no single damaged file takes with it what is in force.
 */
public final class StateStore {
  /** The folder unless another one is named. */
  public static final Path USUAL = Path.of("/var/lib/postern");

  private static final String STANDS_IN =
      "; the answers of the newest sound generation stand in for it,"
          + " what was held or approved is forgotten";

  private static final Duration LOCK_PATIENCE = Duration.ofSeconds(10);

  private final Path folder;
  private final OwnedFolder owned;
  private final GenerationFiles generations;
  private final Shelf shelf;
  private final MemoryFile memory;
  private final StoredContents contents;
  private final Sweeper sweeper;
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
    this.generations = new GenerationFiles(folder, owned, FirstFormat::generation);
    this.shelf = new Shelf(folder.resolve("blobs"));
    this.memory = new MemoryFile(folder.resolve("memory"), shelf, generations);
    this.contents = new StoredContents(generations, shelf);
    this.sweeper = new Sweeper(memory, generations, shelf);
    this.patience = patience;
  }

  /** Returns the path of the folder. */
  public Path folder() {
    return folder;
  }

  /**
   * Returns what the last run left; {@link RunState#empty()} when none ran. When the memory is
   * corrupt the newest sound generation stands in for it.
   *
   * @throws StateException when a later version wrote it, or nothing sound is left
   */
  public RunState runState() throws IOException {
    return runState(_ -> {});
  }

  /**
   * Returns what the last run left.
   *
   * @param told hears what is damaged, and what stands in for it
   */
  public RunState runState(Consumer<String> told) throws IOException {
    try {
      return memory.read(told);
    } catch (NoSuchFileException e) {
      Optional<RunState> instead = contents.newest();
      if (!numbers().isEmpty()) {
        told.accept(memory.file() + " is missing" + (instead.isPresent() ? STANDS_IN : ""));
      }
      return instead.orElse(RunState.empty());
    } catch (AccessDeniedException e) {
      throw owned.denied(e);
    } catch (StateException e) {
      if (e.kind() != StateException.Kind.CORRUPT) {
        throw e;
      }
      RunState instead = contents.newest().orElseThrow(() -> e);
      told.accept(e.getMessage() + STANDS_IN);
      return instead;
    }
  }

  /**
   * Returns what the last run left, without answers and without the entries of what waits: the part
   * that costs the same however many addresses there are.
   *
   * @param told hears what is damaged, and what stands in for it
   */
  public RunState withoutTables(Consumer<String> told) throws IOException {
    List<String> notes = new ArrayList<>();
    try {
      RunState small = memory.readWithoutTables(notes::add);
      notes.forEach(told);
      return small;
    } catch (NoSuchFileException | AccessDeniedException | StateException e) {
      return runState(told);
    }
  }

  /** Replaces the memory. */
  public void write(StateLock lock, RunState state) throws IOException {
    lock.requireHeld();
    owned.write(
        () -> {
          Takeover takeover = new Takeover(this, shelf, generations);
          List<Integer> older = takeover.go(memory.older(), state);
          Shelf.Written written = shelf.begin().rest(state).write();
          memory.write(takeover.stored(state), written.rest(), older);
          sweeper.after(written);
          return folder;
        });
  }

  /**
   * Writes a new generation with its contents, and the memory.
   *
   * @param answers the answers that it came from
   * @return the generation as it is stored
   */
  public Generation open(
      StateLock lock,
      RunState state,
      Generation generation,
      Contents contents,
      List<LastGood> answers)
      throws IOException {
    lock.requireHeld();
    return owned.write(
        () -> {
          Takeover takeover = new Takeover(this, shelf, generations);
          List<Integer> older = takeover.go(memory.older(), state);
          DomainMemory domains = state.guards().domains();
          Shelf.Written written =
              shelf.begin().contents(contents, answers, domains).rest(state).write();
          Generation stored = generation.stored(written.contents(), written.digest());
          memory.write(takeover.stored(state), written.rest(), older);
          generations.write(stored);
          sweeper.after(written);
          return stored;
        });
  }

  /**
   * Writes how a generation ended, and forgets the oldest.
   *
   * @param inForce is never forgotten, however many came to nothing after it; nor is what comes
   *     back when the generation is not confirmed
   */
  public void write(StateLock lock, Generation generation, int inForce) throws IOException {
    lock.requireHeld();
    Set<Integer> needed = new HashSet<>(Set.of(inForce));
    generation.confirmation().ifPresent(waits -> needed.add(waits.before()));
    owned.write(
        () -> {
          Generation stored = new Takeover(this, shelf, generations).stored(generation);
          generations.write(stored);
          generations.forgetOld(needed);
          memory.repeat(stored);
          return folder;
        });
  }

  /**
   * Writes again what is damaged of {@code blobs}, and deletes what nothing needs any more. What
   * that fails for does no harm where it is, and is tried again.
   */
  public void sweep(StateLock lock) throws IOException {
    lock.requireHeld();
    owned.write(
        () -> {
          sweeper.sweep();
          return folder;
        });
  }

  /** Reads one generation. */
  public Optional<Generation> generation(int number) throws IOException {
    return generations.read(number);
  }

  /**
   * Returns the contents of a generation.
   *
   * @param told hears what is damaged, and what stands in for it
   * @throws StateException when it cannot be read
   */
  public Contents contents(Generation generation, Consumer<String> told) throws IOException {
    return contents.read(generation, told);
  }

  /**
   * Returns the answers that a generation came from.
   *
   * @throws StateException when they cannot be read
   */
  public List<LastGood> answers(Generation generation) throws IOException {
    return contents.answers(generation);
  }

  /** Returns the last proof of a target. */
  public Optional<ProofRecord> proof(String target) throws IOException {
    try {
      return Optional.of(StateFile.read(proofFile(target), ProofRecord::read));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (AccessDeniedException e) {
      throw owned.denied(e);
    }
  }

  /** Replaces what was proven of a target. */
  public void write(StateLock lock, ProofRecord proof) throws IOException {
    lock.requireHeld();
    write(proofFile(proof.target()), proof.tree());
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

  /** Returns the numbers of all generations, oldest first. */
  public List<Integer> numbers() throws IOException {
    return generations.numbers();
  }

  /** Returns the numbers of the generations that did not only follow the sources, oldest first. */
  public List<Integer> accepted() throws IOException {
    return generations.accepted();
  }

  /**
   * Orders that cannot be written stand nevertheless, as long as this process lives and until some
   * can be written.
   */
  public void holdUnwritten(Orders orders) {
    unwritten = Optional.of(orders);
  }

  /** Tells whether orders stand that are not on disk. */
  public boolean holdsUnwritten() {
    return unwritten.isPresent();
  }

  /** Returns the orders that stand; {@link Orders#none()} when there are none. */
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

  /** Returns the files for which a unit waits. */
  public Marks marks() {
    return new Marks(folder, owned);
  }

  /** Notes that a timer's process has looked at everything. */
  public void notePass(StateLock lock, Instant at) throws IOException {
    lock.requireHeld();
    write(passFile(), Map.of("at", at.toString()));
  }

  /** Returns when a timer's process last looked at everything; empty where that cannot be read. */
  public Optional<Instant> passed() {
    try {
      return Optional.of(StateFile.read(passFile(), tree -> Instant.parse(tree.string("at"))));
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /** Returns values that differ whenever what is in force has changed, or an order was given. */
  public List<Object> stamps() throws IOException {
    List<Object> stamps = new ArrayList<>(List.of(unwritten));
    for (Path file : List.of(memory.file(), ordersFile(), folder.resolve("generations"))) {
      stamps.add(Files.exists(file) ? FileModes.stamp(file) : "nothing");
    }
    return stamps;
  }

  /** Returns the audit trail. */
  public AuditTrail audit() {
    return new AuditTrail(folder);
  }

  /**
   * Returns the right to write, held until closed.
   *
   * @throws StateException when another process holds it for as long as the store waits
   */
  public StateLock lock() throws IOException {
    StateLock lock = take("lock", patience, "another postern holds the lock in " + folder);
    for (String part : List.of("", "generations", "blobs")) {
      AtomicFile.removeLeftovers(folder.resolve(part));
    }
    return lock;
  }

  /**
   * Returns the right to be the daemon of this state, held until closed.
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

  private Path ordersFile() {
    return folder.resolve("orders");
  }

  private Path passFile() {
    return folder.resolve("pass");
  }

  private Path proofFile(String target) {
    return folder.resolve("proof-" + target);
  }
}
