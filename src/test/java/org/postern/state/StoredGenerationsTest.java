package org.postern.state;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.postern.Sizes;
import org.postern.address.Family;
import org.postern.plan.AccessRule;
import org.postern.plan.Peers;
import org.postern.plan.Ruleset;
import org.postern.plan.Scope;
import org.postern.plan.memory.GuardMemory;
import org.postern.policy.Hook;
import org.postern.policy.PolicyText;
import org.postern.policy.Ports;
import org.postern.policy.Refusal;
import org.postern.policy.Rule;
import org.postern.source.DateColumn;
import org.postern.source.DatedTable;
import org.postern.source.EntryTable;
import org.postern.source.EntryTableBuilder;
import org.postern.source.LastGood;

/** Many generations that differ little: each stays what it was, and together they are small. */
@Timeout(1_200)
class StoredGenerationsTest {
  private static final Instant AT = Instant.parse("2026-03-01T12:00:00Z");
  private static final boolean NIGHTLY = Sizes.pick(false, true);
  private static final int ENTRIES = NIGHTLY ? 300_000 : 20_000;

  /** As scattered over IPv4 as a list of that size is. */
  private static final int SPACE = NIGHTLY ? 3 << 29 : 1 << 24;

  private static final int CHANGED = 10;
  private static final int MORE_THAN_KEPT = 230;
  private static final int BLOCK = 4_096;

  /** A table is written as a whole at least whenever so many build upon each other. */
  private static final int CHAIN = 64;

  @TempDir private Path folder;
  private final Random random = new Random(1129);
  private final TreeSet<Integer> addresses = new TreeSet<>();

  @BeforeEach
  void fill() {
    grow(ENTRIES);
  }

  private void grow(int size) {
    while (addresses.size() < size) {
      addresses.add(random.nextInt(SPACE));
    }
  }

  private void change() {
    for (int i = 0; i < CHANGED; i++) {
      Integer near = addresses.ceiling(random.nextInt(SPACE));
      addresses.remove(near == null ? addresses.last() : near);
    }
    grow(ENTRIES);
  }

  private EntryTable table() {
    EntryTableBuilder table = EntryTable.builder(Family.IP, ENTRIES);
    addresses.forEach(low -> table.add(0, 0x0B000000L + low, 0, 0x0B000000L + low, ""));
    return table.build();
  }

  private LastGood answer(EntryTable table) {
    return new LastGood(
        new LastGood.Key("filter", "file list.txt", Family.IP),
        AT,
        Duration.ofMinutes(1),
        List.of(),
        "",
        new DatedTable(table, List.of(DateColumn.of(AT, table.size()))),
        new DatedTable(
            EntryTable.none(Family.IP),
            List.of(DateColumn.none(), DateColumn.none(), DateColumn.none())),
        Optional.empty());
  }

  private static Ruleset ruleset(EntryTable table) {
    return new Ruleset(
        List.of(
            new AccessRule(
                "smtp",
                new Scope.Packets(
                    Set.of(Hook.INPUT),
                    new TreeSet<>(),
                    Optional.empty(),
                    Ports.of(25),
                    Rule.Running.KEEP),
                new Peers.Only(table.addresses()),
                Optional.of(Refusal.DROP),
                Optional.empty(),
                Optional.empty())));
  }

  /** As an apply does: before the target is touched, and after it is proven. */
  private Generation apply(StateStore store, int number, EntryTable table) throws IOException {
    return apply(store, number, table, ruleset(table));
  }

  private Generation apply(StateStore store, int number, EntryTable table, Ruleset ruleset)
      throws IOException {
    List<LastGood> answers = List.of(answer(table));
    Contents contents =
        new Contents(
            List.of(new PolicyText("/srv/policy.yaml", "rules: []\n")), Optional.empty(), ruleset);
    RunState memory =
        RunState.empty()
            .withGeneration(number - 1)
            .withGuards(GuardMemory.empty().withLastGood(answers));
    Generation begun =
        new Generation(
            number,
            Generation.Kind.APPLIED,
            AT,
            AT,
            "uid 0",
            "",
            "",
            List.of(new Generation.TargetUse("nftables", "nftables", Map.of())),
            "/srv/policy.yaml",
            Optional.empty(),
            Generation.Outcome.PENDING,
            Optional.empty());
    try (StateLock lock = store.lock()) {
      Generation proven =
          store.open(lock, memory, begun, contents, answers).ended(Generation.Outcome.PROVEN);
      store.write(lock, proven, number - 1);
      store.write(lock, memory.withGeneration(proven));
      return proven;
    }
  }

  @Test
  void manyGenerationsAreSmallAndEachStaysWhatItWas() throws IOException {
    TreeMap<Integer, EntryTable> kept = new TreeMap<>();
    StateStore store = new StateStore(folder.resolve("state"));
    for (int number = 1; number <= MORE_THAN_KEPT; number++) {
      if (number % 9 == 0) {
        store = new StateStore(folder.resolve("state"));
        store.runState();
        store.contents(store.generation(number - 1).orElseThrow(), told -> fail(told));
      }
      EntryTable table = table();
      apply(store, number, table);
      kept.put(number, table);
      change();
    }
    assertEquals(GenerationFiles.KEEP, store.numbers().size());
    StateStore read = new StateStore(folder.resolve("state"));
    for (int number : store.numbers()) {
      Generation generation = read.generation(number).orElseThrow();
      List<String> told = new ArrayList<>();
      EntryTable then = Objects.requireNonNull(kept.get(number));
      assertEquals(ruleset(then), read.contents(generation, told::add).ruleset());
      assertEquals(then, read.answers(generation).getFirst().named().table());
      assertEquals(List.of(), told);
    }
    long used = used();
    System.out.println(used + " bytes of " + store.numbers().size() + " generations");
    assertTrue(used < most(), () -> used + " bytes, at most " + most());
  }

  /**
   * Each generation has its head, and changes twice ten chunks, which the answers and what the rule
   * accepts share: mostly up to 128 entries of 6 bytes; each of the two has 34 bytes that name a
   * chunk. Some tables are whole. A pack is written twice.
   */
  private static long most() {
    long changed = blocks(2L * CHANGED * (128 * 6 + 2 * 34) + (2 << 10));
    long whole = 6L * ENTRIES + 2L * (ENTRIES / 64) * 34;
    long wholes = GenerationFiles.KEEP / CHAIN + 2;
    return GenerationFiles.KEEP * (BLOCK + 2 * changed) + wholes * 2 * whole;
  }

  private static long blocks(long bytes) {
    return (bytes + BLOCK - 1) / BLOCK * BLOCK;
  }

  /** As du counts. */
  private long used() throws IOException {
    try (Stream<Path> files = Files.walk(folder.resolve("state"))) {
      return files
          .filter(Files::isRegularFile)
          .mapToLong(file -> blocks(file.toFile().length()))
          .sum();
    }
  }

  /**
   * What a rule accepts shares chunks with the entries of its source, and is itself all the same.
   */
  @Test
  void peersShareChunksWithTheEntriesOfTheirSource() throws IOException {
    StateStore store = new StateStore(folder.resolve("state"));
    EntryTable all = table();
    EntryTable most = all.at(IntStream.range(1, all.size()).toArray());
    List<Ruleset> rulesets = List.of(ruleset(all), ruleset(most), ruleset(all));
    long before = 0;
    List<Long> sizes = new ArrayList<>();
    for (int number = 1; number <= 3; number++) {
      apply(store, number, all, rulesets.get(number - 1));
      sizes.add(used() - before);
      before = used();
    }
    long inFull = 2L * ENTRIES * 3;
    assertTrue(sizes.get(0) < 2 * inFull, () -> "the entries are there twice: " + sizes);
    assertTrue(sizes.get(1) < inFull / 2, () -> "what is the same is there again: " + sizes);
    assertTrue(sizes.get(2) < inFull / 2, () -> "what is the same is there again: " + sizes);
    for (boolean memoryFirst : List.of(true, false)) {
      StateStore read = new StateStore(folder.resolve("state"));
      if (memoryFirst) {
        assertEquals(all, read.runState().guards().lastGood().getFirst().named().table());
      }
      for (int number = 1; number <= 3; number++) {
        Generation generation = read.generation(number).orElseThrow();
        Contents contents = read.contents(generation, _ -> {});
        assertEquals(rulesets.get(number - 1), contents.ruleset());
        assertEquals(all, read.answers(generation).getFirst().named().table());
      }
    }
  }

  @Test
  void packsThatNothingNamesGo() throws IOException {
    StateStore store = new StateStore(folder.resolve("state"));
    for (int number = 1; number <= 3; number++) {
      apply(store, number, table());
      change();
    }
    Files.delete(folder.resolve("state/generations/000002"));
    Path stray = folder.resolve("state/blobs/00000099-00000000");
    Files.writeString(stray, "left by a writer that was killed");
    try (StateLock lock = store.lock()) {
      store.runState();
      store.sweep(lock);
    }
    assertTrue(Files.notExists(stray));
    StateStore read = new StateStore(folder.resolve("state"));
    assertEquals(1, read.answers(read.generation(1).orElseThrow()).size());
    assertEquals(3, read.runState().generation());
    assertEquals(1, read.answers(read.generation(3).orElseThrow()).size());
  }
}
