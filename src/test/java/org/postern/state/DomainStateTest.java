package org.postern.state;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.postern.address.AddressSet;
import org.postern.address.text.AddressText;
import org.postern.plan.AccessRule;
import org.postern.plan.Peers;
import org.postern.plan.Recipients;
import org.postern.plan.Ruleset;
import org.postern.plan.Scope;
import org.postern.plan.memory.ChangeSide;
import org.postern.plan.memory.DomainMemory;
import org.postern.plan.memory.GuardMemory;
import org.postern.plan.memory.HeldMembers;
import org.postern.plan.memory.MemberKind;
import org.postern.plan.memory.MxMemory;
import org.postern.plan.memory.PendingChange;
import org.postern.plan.memory.SizeSample;
import org.postern.policy.Ports;
import org.postern.policy.Refusal;

/**
 * What is remembered of mail domains, and rules of mail: written, read back, damaged, and small.
 */
@Timeout(120)
class DomainStateTest {
  private static final Instant AT = Instant.parse("2026-03-01T12:00:00Z");

  @TempDir private Path top;

  private Path folder = Path.of("unset");
  private StateStore store = new StateStore(folder);

  @BeforeEach
  void openTheStore() {
    folder = top.resolve("state");
    store = new StateStore(folder);
  }

  private static SortedSet<String> names(int from, int to) {
    SortedSet<String> names = new TreeSet<>();
    for (int i = from; i < to; i++) {
      names.add("d%06d.example".formatted(i));
    }
    return names;
  }

  private static DomainMemory domains(SortedSet<String> names) {
    SortedMap<String, Instant> since = new TreeMap<>();
    names.forEach(name -> since.put(name, AT.plusSeconds(name.hashCode() % 3)));
    SortedMap<String, MxMemory> watched = new TreeMap<>();
    watched.put("a.example", new MxMemory(AT, true, "", Optional.empty()));
    watched.put(
        "b.example",
        new MxMemory(AT, false, "its MX b.example is not the filter's", Optional.of(AT)));
    watched.put("c.example", new MxMemory(AT, false, "it takes no mail", Optional.empty()));
    return new DomainMemory(
        List.of(
            new DomainMemory.GoodList("file /etc/localdomains", AT, names, Optional.empty()),
            new DomainMemory.GoodList(
                "file x",
                AT,
                new TreeSet<>(),
                Optional.of(new DomainMemory.Silence(AT, "the list x does not exist \u20ac")))),
        List.of(new DomainMemory.Members("hosted", since)),
        watched);
  }

  private static RunState state(SortedSet<String> names) {
    PendingChange held =
        new PendingChange(
            "0123456789ab",
            "hosted",
            ChangeSide.ADDITIONS,
            List.of("grow"),
            "2 new domains",
            new HeldMembers.Domains(new TreeSet<>(List.of("x.example", "y.example"))),
            new PendingChange.Sizes(4, 4, 2),
            AT,
            false);
    return RunState.empty()
        .withGuards(
            new GuardMemory(
                List.of(Memories.lastGood()),
                List.of(new SizeSample("hosted", MemberKind.DOMAIN, AT, 3, 2)),
                List.of(held),
                List.of(),
                domains(names)));
  }

  private static Contents contents(Ruleset ruleset) {
    return new Contents(List.of(), Optional.empty(), ruleset);
  }

  private static Ruleset rules(SortedSet<String> names) {
    return new Ruleset(
        List.of(rule("mta", new Recipients.Domains(names, false, new TreeSet<>()), Refusal.DEFER)));
  }

  private static AccessRule rule(String name, Recipients recipients, Refusal refusal) {
    return new AccessRule(
        name,
        new Scope.Mail(recipients, Optional.empty(), true, "deliver to the MX"),
        new Peers.Only(
            AddressSet.of(((AddressText.Ok) AddressText.parse("192.0.2.0/24")).interval())),
        Optional.of(refusal),
        Optional.empty(),
        Optional.empty());
  }

  /** Writes all of it; answers how many bytes that took. */
  private long write(SortedSet<String> names, int number) throws IOException {
    long before = size();
    try (StateLock lock = store.lock()) {
      RunState memory = state(names);
      Generation made =
          store.open(
              lock,
              memory,
              Memories.generation(number, Generation.Outcome.PROVEN),
              contents(rules(names)),
              memory.guards().lastGood());
      store.write(lock, memory.withGeneration(made));
    }
    return size() - before;
  }

  private long size() throws IOException {
    long size = 0;
    if (Files.exists(folder.resolve("blobs"))) {
      try (Stream<Path> files = Files.list(folder.resolve("blobs"))) {
        for (Path file : files.toList()) {
          size += Files.size(file);
        }
      }
    }
    return size;
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 127, 128, 129, 3_000})
  void whatIsReadIsWhatWasWritten(int count) throws IOException {
    write(names(0, count), 1);
    StateStore other = new StateStore(folder);
    assertEquals(state(names(0, count)).guards(), other.runState().guards());
    Generation made = other.generation(1).orElseThrow();
    assertEquals(rules(names(0, count)), other.contents(made, _ -> {}).ruleset());
  }

  @Test
  void aMemoryWithDomainsIsOfAFormatThatEarlierVersionsRefuse() throws IOException {
    write(names(0, 2), 1);
    assertTrue(Files.readString(folder.resolve("memory")).startsWith("postern-state 3 "));
    try (StateLock lock = store.lock()) {
      store.write(lock, Memories.small(1));
    }
    assertTrue(Files.readString(folder.resolve("memory")).startsWith("postern-state 2 "));
    assertEquals(DomainMemory.empty(), new StateStore(folder).runState().guards().domains());
  }

  @Test
  void theGenerationStandsInForADamagedMemory() throws IOException {
    write(names(0, 200), 1);
    Files.writeString(folder.resolve("memory"), "nonsense");
    assertEquals(
        domains(names(0, 200)), new StateStore(folder).runState(_ -> {}).guards().domains());
  }

  /** Whatever the reader makes of a damaged byte, it is what was written or it is told. */
  @Test
  void everyBitThatTurnsAndEveryCutIsNoticed() throws IOException {
    write(names(0, 200), 1);
    RunState sound = new StateStore(folder).runState();
    Ruleset rules = rules(names(0, 200));
    List<Path> files = new ArrayList<>(List.of(folder.resolve("memory")));
    try (Stream<Path> packs = Files.list(folder.resolve("blobs"))) {
      packs.forEach(files::add);
    }
    Random random = new Random(1);
    int noticed = 0;
    for (Path file : files) {
      byte[] content = Files.readAllBytes(file);
      for (int i = 0; i < 60; i++) {
        int at = random.nextInt(content.length);
        byte[] damaged = i % 3 == 0 ? Arrays.copyOf(content, at) : content.clone();
        if (i % 3 != 0) {
          damaged[at] ^= (byte) (1 << random.nextInt(8));
        }
        Files.write(file, damaged);
        List<String> told = new ArrayList<>();
        try {
          StateStore other = new StateStore(folder);
          RunState read = other.runState(told::add);
          assertTrue(read.equals(sound) || !told.isEmpty(), file + " at " + at);
          Generation made = other.generation(1).orElseThrow();
          assertEquals(rules, other.contents(made, told::add).ruleset());
          noticed += told.isEmpty() ? 0 : 1;
        } catch (StateException e) {
          noticed++;
        }
      }
      Files.write(file, content);
    }
    assertTrue(noticed > 100, "hardly any damage was noticed: " + noticed);
  }

  @Test
  void oneDomainMoreDoesNotHaveAllOfThemWrittenAgain() throws IOException {
    SortedSet<String> names = names(0, 20_000);
    long first = write(names, 1);
    names.add("one-more.example");
    long second = write(names, 2);
    assertTrue(20 * second < first, "%d bytes after %d".formatted(second, first));
    assertEquals(state(names).guards(), new StateStore(folder).runState().guards());
  }

  @Test
  void namesThatComeBackAreNotSoughtWhereTheyWereSwept() throws IOException {
    SortedSet<String> some = names(0, 500);
    SortedSet<String> more = names(0, 501);
    for (int number = 1; number < 12; number++) {
      SortedSet<String> now = number % 2 == 0 ? some : more;
      write(now, number);
      try (StateLock lock = store.lock()) {
        store.write(lock, Memories.generation(number, Generation.Outcome.UNCHANGED), number);
        store.sweep(lock);
      }
      assertEquals(state(now).guards(), new StateStore(folder).runState().guards());
    }
  }

  @Test
  void rulesOfMailOfEveryKindAreReadBack() throws IOException {
    Random random = new Random(3);
    List<AccessRule> rules = new ArrayList<>();
    for (int i = 0; i < 60; i++) {
      rules.add(random(random, "r" + i));
    }
    Ruleset all = new Ruleset(rules);
    try (StateLock lock = store.lock()) {
      store.open(
          lock,
          state(names(0, 3)),
          Memories.generation(1, Generation.Outcome.PROVEN),
          contents(all),
          List.of());
    }
    StateStore other = new StateStore(folder);
    assertEquals(all, other.contents(other.generation(1).orElseThrow(), _ -> {}).ruleset());
  }

  private static AccessRule random(Random random, String name) {
    Recipients recipients =
        switch (random.nextInt(3)) {
          case 0 -> new Recipients.All();
          case 1 -> domains(random);
          default -> new Recipients.Union(List.of(domains(random), domains(random)));
        };
    Optional<Ports> listener =
        random.nextBoolean()
            ? Optional.empty()
            : Optional.of(
                Ports.of(List.of(new Ports.Range(25, 25), new Ports.Range(2_500, 2_599))));
    boolean any = random.nextInt(4) == 0;
    return new AccessRule(
        name,
        new Scope.Mail(
            recipients, listener, random.nextBoolean(), random.nextBoolean() ? "" : "a: b, c"),
        any ? new Peers.Any() : new Peers.Only(AddressSet.none()),
        any
            ? Optional.empty()
            : Optional.of(
                List.of(Refusal.DEFER, Refusal.REJECT, Refusal.OBSERVE).get(random.nextInt(3))),
        Optional.empty(),
        Optional.empty());
  }

  private static Recipients.Domains domains(Random random) {
    return new Recipients.Domains(
        names(0, random.nextInt(300)), random.nextBoolean(), names(0, random.nextInt(3)));
  }
}
