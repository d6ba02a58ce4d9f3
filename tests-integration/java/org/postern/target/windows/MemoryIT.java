package org.postern.target.windows;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.postern.address.AddressSet;
import org.postern.plan.Ruleset;
import org.postern.plan.ToyWorld;
import org.postern.target.windows.Values.ScriptFault;

/** What a script that asks for names remembers, and what becomes of it when that is damaged. */
class MemoryIT {
  private static final String NAME = "delivery.example.net";
  private static final String FILE = "C:\\Postern\\postern-last-good.txt";
  private static final String OLD = "C:\\Postern\\postern-last-good.old";
  private static final String POLICY =
      """
      sets:
        filter:
          sources: [{dns: delivery.example.net}]
          never: [203.0.112.9]
          guard: {at-least: 2}
        all: {sources: [{set: filter}, 192.0.2.1]}
      rules:
        - {name: smtp, port: tcp/25, accept: [all], otherwise: drop, opens: true}
      targets: [{windows: {mode: MODE}}]
      """;

  private final Map<String, List<String>> answers = new HashMap<>();
  private Trial trial = new Trial();
  private String script = "";

  private void compile(String mode) {
    trial = new Trial("opens=smtp", "mode=" + mode);
    script =
        CompiledPolicy.of(
                POLICY.replace("MODE", mode),
                Map.of(NAME, List.of("203.0.112.1", "203.0.112.2")),
                "kind=self-resolving")
            .script();
    trial.host.names =
        (name, family) -> {
          List<String> known = answers.get(family);
          if (known == null) {
            throw new ScriptFault(name + " : DNS server failure");
          }
          return known;
        };
    answers.put("v6", List.of());
    answer("203.0.112.1", "203.0.112.2", "203.0.112.3", "203.0.112.4");
  }

  private void answer(String... addresses) {
    answers.put("v4", List.of(addresses));
  }

  private static Ruleset meant(String... accepted) {
    return Trial.smtp(ToyWorld.set(accepted).union(ToyWorld.set("192.0.2.1")));
  }

  private void assertRun(int exit, String... accepted) throws IOException {
    Ruleset meant = meant(accepted);
    assertEquals(exit, trial.run(script, meant), trial.host.errors::toString);
    assertEquals(List.of(), trial.faults);
    assertEquals(meant, trial.observe().owned());
  }

  private String remembered(String file) {
    return String.valueOf(trial.host.disk.files.get(file));
  }

  private void damage(String file) {
    String whole = remembered(file);
    trial.host.disk.files.put(file, whole.substring(0, whole.length() / 2));
  }

  /** The file before it takes its place, and nothing is lost or opened. */
  @ParameterizedTest
  @ValueSource(strings = {"allow", "block-complement"})
  void theFileBeforeTakesThePlaceOfADamagedOne(String mode) throws IOException {
    compile(mode);
    assertRun(0, "203.0.112.1-203.0.112.4");
    assertRun(0, "203.0.112.1-203.0.112.4");
    answers.clear();
    damage(FILE);
    assertRun(6, "203.0.112.1-203.0.112.4");
    assertTrue(trial.host.events.toString().contains("postern-last-good.txt is damaged"));
    int events = trial.host.events.size();
    assertRun(6, "203.0.112.1-203.0.112.4");
    List<String> later = trial.host.events.subList(events, trial.host.events.size());
    assertTrue(later.stream().noneMatch(one -> one.contains("damaged")), "it is mended");
    trial.host.disk.files.remove(FILE);
    assertRun(6, "203.0.112.1-203.0.112.4");
    assertTrue(trial.host.events.toString().contains("postern-last-good.txt is missing"));
  }

  /** Without either file the names are asked for as on a first run. */
  @ParameterizedTest
  @ValueSource(strings = {"allow", "block-complement"})
  void withoutAMemoryNamesAreAskedAsOnAFirstRun(String mode) throws IOException {
    compile(mode);
    assertRun(0, "203.0.112.1-203.0.112.4");
    assertRun(0, "203.0.112.1-203.0.112.4");
    damage(FILE);
    damage(OLD);
    answers.remove("v6");
    assertEquals(6, trial.run(script, meant("203.0.112.1-203.0.112.4")));
    assertEquals(0, trial.host.firewall.changes, "a name that gives no answer leaves all as it is");
    answers.put("v6", List.of());
    answer("203.0.112.1");
    assertEquals(6, trial.run(script, meant("203.0.112.1-203.0.112.4")));
    assertEquals(0, trial.host.firewall.changes, "too few, as on a first run");
    answer("203.0.112.1", "203.0.112.2", "203.0.112.77");
    assertRun(6, "203.0.112.1-203.0.112.4", "203.0.112.77");
    assertRun(0, "203.0.112.1-203.0.112.4", "203.0.112.77");
    trial.host.now = trial.host.now.plus(Duration.ofHours(25));
    assertRun(0, "203.0.112.1", "203.0.112.2", "203.0.112.77");
  }

  /** What a hand opened is not kept, and what no set may hold neither. */
  @ParameterizedTest
  @ValueSource(strings = {"allow", "block-complement"})
  void aLostMemoryOpensNothing(String mode) throws IOException {
    compile(mode);
    assertRun(0, "203.0.112.1-203.0.112.4");
    String chunk = "Postern-smtp-" + (mode.equals("allow") ? "allow" : "block") + "-v4-001";
    String[] wide =
        mode.equals("allow")
            ? new String[] {"203.0.112.0-203.0.113.255", "203.0.112.9"}
            : new String[] {"0.0.0.0-192.0.2.0", "224.0.0.0-255.255.255.255"};
    trial.host.firewall.named(chunk).remote =
        List.of(wide).stream().map(AddressTexts::interval).toList();
    trial.host.disk.files.put(FILE, "");
    assertRun(6, "203.0.112.1-203.0.112.4");
  }

  /** Each way in which a file can be cut off or changed is seen. */
  @Test
  void noDamagedFileIsBelieved() throws IOException {
    compile("allow");
    assertRun(0, "203.0.112.1-203.0.112.4");
    String whole = remembered(FILE);
    int last = whole.lastIndexOf("end");
    for (int cut = 0; cut < last + 43; cut += cut < last - 9 ? 7 : 1) {
      assertSaid(whole.substring(0, cut), cut != last + 3);
    }
    for (String wrong :
        List.of(
            whole.replace("cb007001", "cb007005"),
            whole.replace("entry", "entries"),
            whole.replaceFirst("entry [^\r]*\r\n", ""),
            whole.replace("2026-07-01", "2026-07-02"),
            whole + "entry filter x v4 00000000-ffffffff 2026-07-01.12:00\r\n",
            "\0".repeat(whole.length()),
            "end",
            "end\r\nend")) {
      assertSaid(wrong, !wrong.equals("end"));
    }
  }

  private void assertSaid(String text, boolean damaged) throws IOException {
    trial.host.disk.files.remove(OLD);
    trial.host.disk.files.put(FILE, text);
    trial.host.events.clear();
    assertRun(damaged ? 6 : 0, "203.0.112.1-203.0.112.4");
    assertEquals(damaged, trial.host.events.toString().contains("is damaged"), text);
  }

  /** Files of earlier versions have no checksum. */
  @Test
  void anEarlierVersionsFileIsRead() throws IOException {
    compile("allow");
    assertRun(0, "203.0.112.1-203.0.112.4");
    String whole = remembered(FILE);
    trial.host.disk.files.put(FILE, whole.substring(0, whole.lastIndexOf("end")) + "end\r\n");
    answers.clear();
    assertRun(6, "203.0.112.1-203.0.112.4");
    assertTrue(trial.host.events.toString().contains("gives no answer"));
    assertTrue(!trial.host.events.toString().contains("damaged"));
  }

  /** What cannot be remembered is added all the same, and takes nothing away. */
  @ParameterizedTest
  @ValueSource(strings = {"allow", "block-complement"})
  void withoutRoomNothingIsTakenAway(String mode) throws IOException {
    compile(mode);
    assertRun(0, "203.0.112.1-203.0.112.4");
    trial.host.disk.full = true;
    trial.host.now = trial.host.now.plus(Duration.ofDays(2));
    answer("203.0.112.1", "203.0.112.2", "203.0.112.3", "203.0.112.77");
    Ruleset both = meant("203.0.112.1-203.0.112.4", "203.0.112.77");
    assertEquals(4, trial.run(script, both), trial.host.errors::toString);
    assertTrue(trial.host.events.toString().contains("so nothing is taken away"));
    assertEquals(List.of(), trial.faults);
    AddressSet held = trial.observe().owned().rules().getFirst().peers().asSet();
    assertTrue(held.containsAll(ToyWorld.set("203.0.112.1-203.0.112.3")), held::toString);
    if (mode.equals("allow")) {
      assertTrue(held.containsAll(ToyWorld.set("203.0.112.4", "203.0.112.77")), held::toString);
    }
    trial.host.disk.full = false;
    assertRun(0, "203.0.112.1-203.0.112.3", "203.0.112.77");
  }
}
