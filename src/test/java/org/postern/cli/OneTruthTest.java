package org.postern.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.postern.address.Family;
import org.postern.command.CommandTable;
import org.postern.host.JsonTree;
import org.postern.pipeline.Lab;
import org.postern.pipeline.Request;
import org.postern.source.Answer;
import org.postern.state.Contents;
import org.postern.state.Generation;
import org.postern.state.RunState;
import org.postern.state.StateLock;
import org.postern.state.StateStore;

/** What one command did or found, every other command knows, also where no daemon runs. */
class OneTruthTest {
  private static final String POLICY =
      """
      sets:
        filter: {sources: [dns: mx.example], guard: {at-least: 3}}
      rules: [{name: smtp, port: tcp/25, accept: [filter], otherwise: drop}]
      """;

  @TempDir private Path folder;

  private Lab lab = new Lab(Path.of("unset"));

  @BeforeEach
  void openTheLab() throws IOException {
    lab = new Lab(folder).policy(POLICY);
    lab.answers("mx.example", "8.8.8.1", "8.8.8.2", "8.8.8.3", "8.8.8.4");
    type(0, "apply", policy());
    type(0, "daemon", "--once");
  }

  @Test
  void allIsWell() {
    Terminal.Seen seen = type(0, "status");
    assertTrue(seen.out().startsWith("enforces generation 1"), seen::toString);
    assertTrue(firstLine(seen).endsWith(", all well"), seen::toString);
    assertTrue(seen.out().contains("a timer follows the sources, last 0 s ago"), seen::toString);
    type(0, "status", "--nagios");
    lab.later(Duration.ofHours(1));
    assertTrue(
        type(1, "status", "--nagios").out().contains("the sources are not followed"),
        "a timer that does not pass any more is no timer");
  }

  @Test
  void aHeldChange() {
    lab.answers("mx.example", "8.8.8.1", "8.8.8.2");
    Terminal.Seen held = type(3, "apply", policy());
    String digest = held.err().replaceAll("(?s).*postern approve ([0-9a-f]{12}).*", "$1");
    notWell("held: removals of set filter (IPv4)");
    assertTrue(type(0, "history").out().contains("held " + digest), held::toString);
  }

  @Test
  void anApprovalTellsWhatFollows() {
    lab.answers("mx.example", "8.8.8.1", "8.8.8.2");
    Terminal.Seen held = type(3, "apply", policy());
    String digest = held.err().replaceAll("(?s).*postern approve ([0-9a-f]{12}).*", "$1");
    assertEquals(
        """
        approved: removals of set filter (IPv4); apply lets them through
          2 entries fade until 2026-03-02T12:00:00Z at the latest
          a later answer with fewer than 2 entries is held until approved
          a later answer with more than 20 new entries is held until approved
        """,
        type(0, "approve", digest).out());
    type(0, "apply", policy());
    assertTrue(firstLine(type(0, "status")).endsWith(", all well"));
    lab.later(Duration.ofHours(25));
    type(0, "apply", policy());
    assertFalse(String.join("\n", lab.system().lines()).contains("8.8.8.3"));
    type(0, "status");
  }

  @Test
  void whatAPolicyWouldDoThatWasNotAccepted() throws IOException {
    lab.policy(POLICY + "  # edited\n");
    lab.policy(
        POLICY
            .replace("rules:", "  other: {sources: [192.0.2.1], guard: {at-least: 2}}\nrules:")
            .replace("[filter]", "[filter, other]"));
    Terminal.Seen held = type(3, "apply", policy());
    String digest = held.err().replaceAll("(?s).*postern approve ([0-9a-f]{12}).*", "$1");
    notWell("held of a policy that is not applied: removals of set other (IPv4)");
    type(1, "status");
    type(0, "daemon", "--once");
    notWell("held of a policy that is not applied: removals of set other (IPv4)");
    type(0, "approve", digest);
    type(0, "apply", policy());
    assertTrue(firstLine(type(0, "status")).endsWith(", all well"));
  }

  @Test
  void resumeTellsWhatItHasLedTo() throws IOException {
    type(0, "pause");
    assertTrue(type(0, "resume").out().contains("resumed: the sources are followed again"));
    type(0, "remove");
    Terminal.Seen resumed = type(0, "resume");
    assertFalse(resumed.out().contains("followed again"), resumed::toString);
    assertTrue(
        resumed.err().contains("still removed: nothing is enforced; postern apply"),
        resumed::toString);
    type(0, "apply", policy());
    Terminal.Seen again = type(0, "resume");
    assertTrue(again.out().contains("followed again"), again::toString);
  }

  @Test
  void resumeOfNothing() throws IOException {
    lab = new Lab(Files.createDirectory(folder.resolve("other"))).policy(POLICY);
    Terminal.Seen resumed = type(0, "resume");
    assertTrue(resumed.err().contains("nothing is in force"), resumed::toString);
  }

  @Test
  void driftIsToldWithTheTimeOfTheLastProof() {
    lab.later(Duration.ofMinutes(3));
    lab.system().clear();
    Terminal.Seen seen = type(1, "status");
    assertTrue(seen.out().contains("; proven 3 min ago"), seen::toString);
  }

  @Test
  void aSourceThatFails() {
    lab.silence();
    type(0, "apply", policy());
    notWell("dns mx.example of set filter (IPv4) has given no information since 2026-03-01T12:00");
    assertTrue(type(1, "status").out().contains("no answer within 5 s"));
    lab.answers("mx.example", "8.8.8.1", "8.8.8.2", "8.8.8.3", "8.8.8.4");
    type(0, "daemon", "--once");
    assertTrue(firstLine(type(0, "status")).endsWith(", all well"));
    lab.answers(
        "mx.example",
        Family.IP,
        () -> new Answer.NoInformation(Answer.Cause.SERVFAIL, "127.0.0.1: SERVFAIL"));
    type(0, "daemon", "--once");
    notWell("127.0.0.1: SERVFAIL");
  }

  @Test
  void anAnswerThatIsRefused() {
    lab.answers("mx.example", "8.8.8.1", "8.8.8.2", "8.8.8.3", "10.0.0.1");
    type(0, "daemon", "--once");
    notWell("10.0.0.1");
  }

  @ParameterizedTest
  @CsvSource({
    "rollback 1, generation 1 stays, 1",
    "pause --for 1h, nothing is changed, 1",
    "open --for 1h, refuses no peer until, 1",
    "remove, nothing is enforced, 1"
  })
  void anOrder(String command, String said, int nagios) throws IOException {
    type(0, command.split(" "));
    notWell(said);
    assertEquals(nagios, see("status", "--nagios").exit());
  }

  @Test
  void anApplyAfterRemove() {
    type(0, "remove", "--reason", "a new firewall");
    assertEquals(List.of(), lab.system().ours());
    type(0, "apply", policy(), "--reason", "it stands");
    assertFalse(lab.system().ours().isEmpty());
    String history = type(0, "history").out();
    assertTrue(history.contains("removed everything  uid 0  \"a new firewall\""), history);
    assertTrue(history.contains("applied generation 1 again  uid 0  \"it stands\""), history);
    assertTrue(firstLine(type(0, "status")).endsWith(", all well"));
  }

  @Test
  void anApplyThatRepairsLeavesATrace() {
    lab.system().clear();
    type(0, "apply", policy());
    assertTrue(type(0, "history").out().contains("applied generation 1 again"));
    type(0, "apply", policy());
    assertEquals(1, type(0, "history").out().split("applied generation 1 again", -1).length - 1);
  }

  @Test
  void anApplyDuringAPauseOrAnOpening() throws IOException {
    type(0, "pause");
    type(0, "open", "--for", "1h");
    lab.answers("mx.example", "8.8.8.1", "8.8.8.2", "8.8.8.3", "8.8.8.4", "8.8.8.5");
    for (Terminal.Seen seen : List.of(type(2, "plan", policy()), type(0, "apply", policy()))) {
      assertTrue(seen.err().contains("paused: what apply changes is neither"), seen::toString);
      assertTrue(seen.err().contains("every rule stays open until 2026-03-01T13"), seen::toString);
    }
  }

  @Test
  void anOpeningThatHasEnded() {
    type(0, "open", "--for", "1h");
    lab.later(Duration.ofMinutes(61));
    Terminal.Seen seen = see("status");
    assertFalse(seen.out().contains("changes are needed"), seen::toString);
    assertEquals(0, seen.exit(), seen::toString);
    type(2, "plan", policy());
    type(0, "apply", policy());
    type(0, "plan", policy());
    type(0, "status");
  }

  @Test
  void aTrialThatWasNotConfirmedInTime() throws IOException {
    lab.policy(POLICY.replace("[dns: mx.example]", "[dns: mx.example, 192.0.2.1]"));
    trial();
    lab.later(Duration.ofMinutes(6));
    Terminal.Seen seen = see("status");
    assertTrue(seen.out().contains("postern restore takes it back"), seen::toString);
    assertEquals(2, see("status", "--nagios").exit());
    Terminal.Seen late = type(1, "confirm");
    assertTrue(late.err().contains("generation 2 was to be confirmed until"), late::toString);
    assertTrue(late.err().contains("postern restore"), late::toString);
    type(0, "restore");
    assertFalse(String.join("\n", lab.system().lines()).contains("192.0.2.1"));
    notWell("generation 3 stays");
    assertTrue(type(1, "confirm").err().contains("nothing waits"));
  }

  /** As {@code apply --confirm} of a process that is killed before its time. */
  private void trial() throws IOException {
    lab.pipeline().apply(Request.of(lab.file()).withConfirm(Optional.of(Duration.ofMinutes(5))));
  }

  @ParameterizedTest
  @ValueSource(strings = {"memory", "generations/000001"})
  void oneDamagedFileIsNoLoss(String file) throws IOException {
    damage(file);
    lab.reboot();
    type(0, "restore");
    assertTrue(String.join("\n", lab.system().lines()).contains("8.8.8.4"));
    type(0, "daemon", "--once");
    type(0, "status");
  }

  @ParameterizedTest
  @ValueSource(strings = {"memory", "generations/000001", "orders"})
  void aDamagedFileIsToldUntilItIsMended(String file) throws IOException {
    type(0, "pause");
    type(0, "resume");
    damage(file);
    notWell(file);
    assertEquals(1, see("status", "--nagios").exit());
    type(0, "daemon", "--once");
    type(0, "status");
  }

  @Test
  void aFirstApplyThatWasCutIsTold() throws IOException {
    Path other = folder.resolve("cut");
    StateStore store = new StateStore(other);
    Generation pending =
        new StateStore(lab.state()).generation(1).orElseThrow().ended(Generation.Outcome.PENDING);
    try (StateLock lock = store.lock()) {
      store.open(lock, RunState.empty(), pending, Contents.none(), List.of());
    }
    assertTrue(at(other, 1, "status").out().contains("targets may hold parts of it"));
    assertTrue(at(other, 4, "restore").err().contains("postern apply brings all of it"));
    assertEquals(2, at(other, 2, "status", "--nagios").exit());
    at(other, 0, "apply", policy());
    at(other, 0, "daemon", "--once");
    at(other, 0, "status");
  }

  private Terminal.Seen at(Path state, int exit, String... words) throws IOException {
    Terminal.Seen seen =
        new Terminal(lab).run(CommandTable.of((Path _) -> lab.pipeline(state)), words);
    assertEquals(exit, seen.exit(), seen::toString);
    return seen;
  }

  @Test
  void oneMissingFileIsNoLoss() throws IOException {
    Files.delete(lab.state().resolve("generations/000001"));
    lab.reboot();
    type(0, "restore");
    assertTrue(String.join("\n", lab.system().lines()).contains("8.8.8.4"));
  }

  @Test
  void whatIsLostIsSaid() throws IOException {
    damage("memory");
    damage("generations/000001");
    lab.reboot();
    Terminal.Seen restored = type(69, "restore");
    assertFalse((restored.out() + restored.err()).contains("nothing was ever in force"));
    assertTrue(restored.err().contains("what was in force cannot be read"), restored::toString);
    Terminal.Seen once = type(69, "daemon", "--once");
    assertFalse(once.out().contains("all well"), once::toString);
    notWell("nothing is enforced: ");
    assertEquals(2, see("status", "--nagios").exit());
    type(0, "apply", policy());
    type(0, "daemon", "--once");
    type(0, "status");
  }

  @Test
  void aMissingMemoryWithoutASoundGenerationIsALossToo() throws IOException {
    Files.delete(lab.state().resolve("memory"));
    damage("generations/000001");
    lab.reboot();
    type(69, "restore");
    notWell("nothing is enforced: ");
  }

  @Test
  void aHostWithoutAStateIsNoLoss() throws IOException {
    Path other = folder.resolve("other");
    Terminal.Seen seen =
        new Terminal(lab)
            .run(
                CommandTable.of((Path state) -> lab.pipeline(other)),
                "restore",
                "--state",
                other.toString());
    assertEquals(0, seen.exit(), seen::toString);
    assertTrue(seen.out().contains("nothing was ever in force"), seen::toString);
  }

  private void damage(String file) throws IOException {
    Path path = lab.state().resolve(file);
    byte[] content = Files.readAllBytes(path);
    content[content.length / 2] ^= 0x55;
    Files.write(path, content);
  }

  /**
   * Status, its JSON and monitoring say it, and the first line of each does not say all is well.
   */
  private void notWell(String what) {
    Terminal.Seen text = type(1, "status");
    assertFalse(text.out().contains("all well"), text::toString);
    assertTrue(firstLine(text).contains(what), text::toString);
    Terminal.Seen nagios = see("status", "--nagios");
    assertTrue(nagios.exit() == 1 || nagios.exit() == 2, nagios::toString);
    assertTrue(nagios.out().contains(what), nagios::toString);
    JsonTree json = see("status", "--format", "json").json();
    assertTrue(String.valueOf(json.members().get("alarms")).contains(what), json::toString);
  }

  private static String firstLine(Terminal.Seen seen) {
    return seen.out().lines().findFirst().orElse("");
  }

  private String policy() {
    return lab.file().toString();
  }

  private Terminal.Seen see(String... words) {
    return new Terminal(lab).type(words);
  }

  private Terminal.Seen type(int exit, String... words) {
    Terminal.Seen seen = see(words);
    assertEquals(exit, seen.exit(), () -> String.join(" ", words) + ": " + seen);
    return seen;
  }
}
