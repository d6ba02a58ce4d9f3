package org.postern.pipeline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.postern.address.AddressSet;
import org.postern.address.Interval;
import org.postern.address.text.AddressText;
import org.postern.plan.Ruleset;
import org.postern.plan.memory.PendingChange;
import org.postern.state.Generation;
import org.postern.state.Orders;
import org.postern.state.RunState;
import org.postern.state.StateLock;
import org.postern.state.StateStore;

/**
 * States that earlier versions wrote, each as its program left it: {@code earlier} from before it
 * was remembered what sources were found silent, {@code later} from after that. In {@code trial} a
 * change waits to be confirmed and removals are held, in {@code pinned} a generation is pinned; in
 * both a rule is open.
 */
class FirstFormatTest {
  private static final Path RECORDED = Path.of("src/test/resources/org/postern/state/first");
  private static final String BOOT = "7c1f0f52-9c8e-4d0b-8a3b-25a4f0c0ffee";
  private static final Instant THEN = Instant.parse("2026-11-29T01:30:00Z");

  private static final String OWN = "198.51.100.7 2001:db8:25::/64";
  private static final String FIRST =
      "192.0.2.1-192.0.2.3 192.0.2.8/29 203.0.113.5-203.0.113.9 2001:db8:1::/48 " + OWN;
  private static final String SECOND =
      "192.0.2.1-192.0.2.2 192.0.2.8/29 192.0.2.77 203.0.113.5-203.0.113.9 2001:db8:1::/48 " + OWN;

  @TempDir private Path folder;

  private Lab lab(String version, String state) throws IOException {
    Lab lab = new Lab(folder);
    Path recorded = RECORDED.resolve(version).resolve(state);
    try (Stream<Path> files = Files.walk(recorded)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Path to = lab.state().resolve(recorded.relativize(file));
        Files.createDirectories(to.getParent());
        Files.copy(file, to);
      }
    }
    return lab.later(Duration.between(lab.now(), THEN));
  }

  private Recall recall(Lab lab, String boot) throws IOException {
    return Recall.of(new StateStore(lab.state()), lab.now(), boot);
  }

  @ParameterizedTest
  @ValueSource(strings = {"earlier", "later"})
  void aTrialIsWhatItWas(String version) throws IOException {
    Lab lab = lab(version, "trial");
    assertTrial(recall(lab, BOOT));
    writeSomething(lab);
    assertTrial(recall(lab, BOOT));
    assertPresentFormat(lab, Set.of(3, 2, 1));
  }

  private static void assertTrial(Recall recall) {
    assertEquals(List.of(), recall.notes());
    Generation generation = recall.generation().orElseThrow();
    assertEquals(3, generation.number());
    assertEquals("f9679530f0bf4cd8", generation.digest());
    assertEquals("/srv/mail/policy.yaml", generation.policy());
    assertEquals(2, generation.confirmation().orElseThrow().before());
    assertAccepts(recall.contents().ruleset(), "smtp", SECOND);
    assertAccepts(recall.contents().ruleset(), "submission", SECOND);
    assertTrue(recall.contents().texts().getFirst().text().contains("monitoring, CHG-812"));
    assertEquals(
        Set.of("37da741e7db9", "1cd1cdae7b30"),
        recall.memory().guards().pending().stream()
            .map(PendingChange::digest)
            .collect(Collectors.toSet()));
    assertEquals(4, recall.memory().guards().pending().getFirst().what().size());
    assertOpen(recall.orders());
  }

  private static void assertOpen(Orders orders) {
    Orders.Opening opening = orders.openings().getFirst();
    assertEquals("submission", opening.rule());
    assertTrue(opening.until().isAfter(THEN.plus(Duration.ofHours(4))));
  }

  @ParameterizedTest
  @ValueSource(strings = {"earlier", "later"})
  void aTrialIsOverAfterAReboot(String version) throws IOException {
    Recall recall = recall(lab(version, "trial"), "another");
    assertEquals(Optional.of(3), recall.unconfirmed().map(Generation::number));
    assertEquals(Optional.of(2), recall.generation().map(Generation::number));
    assertAccepts(recall.contents().ruleset(), "smtp", SECOND);
    assertAccepts(recall.contents().ruleset(), "submission", OWN);
  }

  @ParameterizedTest
  @ValueSource(strings = {"earlier", "later"})
  void aTrialCanBeConfirmed(String version) throws IOException {
    Lab lab = lab(version, "trial").boots(BOOT);
    Generation confirmed = lab.pipeline().administration().confirm("it works").orElseThrow();
    assertEquals(3, confirmed.number());
    for (String boot : List.of(BOOT, "another")) {
      Recall recall = recall(lab, boot);
      assertEquals(List.of(), recall.notes());
      assertEquals(Optional.of(3), recall.generation().map(Generation::number));
      assertEquals(Optional.empty(), recall.unconfirmed());
      assertAccepts(recall.contents().ruleset(), "submission", SECOND);
    }
    Files.delete(lab.state().resolve("generations/000003"));
    Recall rebuilt = recall(lab, BOOT);
    assertEquals(Recall.Standing.REBUILT, rebuilt.standing());
    assertAccepts(rebuilt.contents().ruleset(), "submission", SECOND);
  }

  @ParameterizedTest
  @ValueSource(strings = {"earlier", "later"})
  void thePinnedStays(String version) throws IOException {
    Lab lab = lab(version, "pinned");
    assertPinned(recall(lab, BOOT));
    assertPinned(recall(lab, "another"));
    writeSomething(lab);
    assertPinned(recall(lab, BOOT));
    assertPresentFormat(lab, Set.of(4, 3, 2));
    writeSomething(lab);
    assertPresentFormat(lab, Set.of(4, 3, 2, 1));
    assertPinned(recall(lab, BOOT));
    StateStore store = new StateStore(lab.state());
    Ruleset third = store.contents(store.generation(3).orElseThrow(), _ -> {}).ruleset();
    assertAccepts(third, "submission", SECOND);
  }

  private static void assertPinned(Recall recall) {
    assertEquals(List.of(), recall.notes());
    assertEquals(Optional.of(4), recall.generation().map(Generation::number));
    assertEquals(4, recall.orders().pin().orElseThrow().generation());
    assertEquals("rollback", recall.orders().pin().orElseThrow().given().why());
    assertAccepts(recall.contents().ruleset(), "smtp", FIRST);
    assertAccepts(recall.contents().ruleset(), "submission", OWN);
    assertOpen(recall.orders());
  }

  /** What an answer is good for: its dates, its labels, and what has left since. */
  @ParameterizedTest
  @ValueSource(strings = {"earlier", "later"})
  void theAnswersAreWhatTheyWere(String version) throws IOException {
    Lab lab = lab(version, "trial");
    RunState before = new StateStore(lab.state()).runState();
    assertEquals(4, before.guards().lastGood().size());
    assertEquals("mx1", before.guards().lastGood().getFirst().named().table().label(0));
    assertEquals(4, before.guards().lastGood().getFirst().left().size());
    writeSomething(lab);
    assertEquals(before.guards(), new StateStore(lab.state()).runState().guards());
  }

  /** Each write may be the last before the power is cut. */
  @Test
  void whatIsTakenOverIsCompleteWhateverIsMissingOfTheRest() throws IOException {
    Lab lab = lab("later", "trial");
    writeSomething(lab);
    for (int number = 1; number <= 3; number++) {
      StateStore store = new StateStore(lab.state());
      Generation generation = store.generation(number).orElseThrow();
      assertTrue(generation.contents().isPresent());
      assertEquals(4, store.answers(generation).size());
    }
  }

  private static void writeSomething(Lab lab) throws IOException {
    StateStore store = new StateStore(lab.state());
    try (StateLock lock = store.lock()) {
      store.write(lock, store.runState());
    }
  }

  private static void assertPresentFormat(Lab lab, Set<Integer> taken) throws IOException {
    assertTrue(firstLine(lab.state().resolve("memory")).startsWith("postern-state 2 crc32c="));
    Set<Integer> present = new TreeSet<>();
    for (int number : new StateStore(lab.state()).numbers()) {
      String head = firstLine(lab.state().resolve("generations/%06d".formatted(number)));
      if (head.startsWith("postern-state 2 crc32c=")) {
        present.add(number);
      } else {
        assertTrue(head.startsWith("postern-state 1 sha256="), head);
      }
    }
    assertEquals(taken, present);
  }

  private static String firstLine(Path file) throws IOException {
    return Files.readAllLines(file).getFirst();
  }

  private static void assertAccepts(Ruleset ruleset, String rule, String addresses) {
    AddressSet wanted =
        AddressSet.of(
            Stream.of(addresses.split(" "))
                .map(FirstFormatTest::interval)
                .toArray(Interval[]::new));
    assertEquals(wanted, ruleset.rule(rule).orElseThrow().peers().asSet());
  }

  private static Interval interval(String text) {
    if (AddressText.parse(text) instanceof AddressText.Ok ok) {
      return ok.interval();
    }
    throw new IllegalArgumentException(text);
  }
}
