package org.postern.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postern.host.JsonTree;
import org.postern.pipeline.Lab;

/** The reason that plan tells for each prefix is the one for which it changes. */
class PlanReasonsTest {
  private static final String POLICY =
      """
      sets:
        filter: {sources: [dns: mx.example, file: list.txt]}
        own: {sources: [10.0.0.1, {net: 10.0.0.8, until: 2026-03-05}]}
      rules:
        - {name: smtp, port: tcp/25, accept: [filter, own], otherwise: drop}
      """;

  @TempDir private Path folder;

  private Lab lab = new Lab(Path.of("unset"));

  @BeforeEach
  void applyFirst() throws IOException {
    lab = new Lab(folder).policy(POLICY).answers("mx.example", "8.8.8.1", "8.8.4.4");
    list("10.1.0.1");
    apply();
  }

  private void apply() {
    Terminal.Seen seen = new Terminal(lab).type("apply", lab.file().toString());
    assertEquals(0, seen.exit(), seen::toString);
  }

  private void list(String... lines) throws IOException {
    Files.writeString(folder.resolve("list.txt"), String.join("\n", lines) + "\n");
  }

  /** Each group of a plan in one line, then what fades. */
  private List<String> plan() throws IOException {
    JsonTree target =
        new Terminal(lab)
            .type("plan", lab.file().toString(), "--format", "json")
            .json()
            .objects("targets")
            .getFirst();
    List<String> found = new ArrayList<>();
    for (JsonTree change : target.objects("changes")) {
      if (change.has("reasons")) {
        for (JsonTree group : change.objects("reasons")) {
          boolean adds = group.has("added");
          found.add(
              (adds ? "+ " : "- ")
                  + String.join(" ", group.strings(adds ? "added" : "removed"))
                  + " "
                  + group.string("reason"));
        }
      }
    }
    for (JsonTree group : target.objects("fading")) {
      found.add("= " + String.join(" ", group.strings("prefixes")));
    }
    return found;
  }

  @Test
  void inTheBeginningAllIsNew() throws IOException {
    Lab fresh = new Lab(Files.createDirectory(folder.resolve("fresh")));
    fresh.policy(POLICY).answers("mx.example", "8.8.8.1");
    Files.writeString(fresh.folder().resolve("list.txt"), "10.1.0.1\n");
    lab = fresh;
    assertEquals(
        List.of(
            "+ 8.8.8.1 first answer",
            "+ 10.1.0.1 new in the list",
            "+ 10.0.0.1 10.0.0.8 new in the policy"),
        plan());
  }

  @Test
  void aProviderHasOneMoreAndOneLess() throws IOException {
    lab.answers("mx.example", "8.8.8.1", "9.9.9.9");
    assertEquals(List.of("+ 9.9.9.9 new at the provider", "= 8.8.4.4"), plan());
    apply();
    assertEquals(List.of("= 8.8.4.4"), plan());
    lab.later(Duration.ofHours(25));
    assertEquals(List.of("- 8.8.4.4 gone at the provider"), plan());
  }

  @Test
  void aListHasOneMoreAndOneLess() throws IOException {
    list("10.1.0.4");
    assertEquals(List.of("+ 10.1.0.4 new in the list", "- 10.1.0.1 gone from the list"), plan());
  }

  @Test
  void thePolicyIsEdited() throws IOException {
    lab.policy(POLICY.replace("10.0.0.1,", "10.0.0.2, 10.0.0.4,"));
    assertEquals(
        List.of("+ 10.0.0.2 10.0.0.4 new in the policy", "- 10.0.0.1 gone from the policy"),
        plan());
  }

  @Test
  void aDayPasses() throws IOException {
    lab.later(Duration.ofDays(6));
    assertEquals(List.of("- 10.0.0.8 expired"), plan());
  }

  @Test
  void thePolicySaysNever() throws IOException {
    lab.policy(POLICY.replace("list.txt]", "list.txt], never: [8.8.4.4]"));
    assertEquals(List.of("- 8.8.4.4 never"), plan());
  }

  @Test
  void aRuleAcceptsOtherSets() throws IOException {
    lab.policy(POLICY.replace("accept: [filter, own]", "accept: [filter]"));
    assertEquals(List.of("- 10.0.0.1 10.0.0.8 gone from the policy"), plan());
    apply();
    lab.policy(POLICY);
    assertEquals(List.of("+ 10.0.0.1 10.0.0.8 known"), plan());
  }

  @Test
  void wideningComesAndGoes() throws IOException {
    lab.policy(POLICY.replace("list.txt]", "list.txt], widen: {prefix: 30}"));
    assertEquals(List.of("+ 8.8.4.5 8.8.4.6/31 8.8.8.0 8.8.8.2/31 widened"), plan());
    apply();
    lab.policy(POLICY);
    assertEquals(List.of("- 8.8.4.5 8.8.4.6/31 8.8.8.0 8.8.8.2/31 no longer widened"), plan());
  }

  @Test
  void ofSeveralReasonsTheStrongestIsMeant() throws IOException {
    lab.answers("mx.example", "8.8.8.1", "8.8.4.4", "9.9.9.8");
    lab.policy(POLICY.replace("10.0.0.1,", "10.0.0.1, 9.9.9.9,"));
    assertEquals(List.of("+ 9.9.9.8/31 new at the provider"), plan());
  }

  @Test
  void othersWereAtTheTarget() throws IOException {
    List<String> before = lab.system().ours();
    String line = before.stream().filter(one -> one.contains("8.8.8.1")).findFirst().orElseThrow();
    lab.system().delete(line);
    lab.system().type(line.replace("8.8.8.1", "8.8.8.7"));
    assertEquals(List.of("+ 8.8.8.1 missing", "- 8.8.8.7 put there by others"), plan());
  }

  /** An apply tells what the plan before it told. */
  @Test
  void anApplyTellsTheSameOfWhatOthersDid() throws IOException {
    String line =
        lab.system().ours().stream()
            .filter(one -> one.contains("8.8.8.1"))
            .findFirst()
            .orElseThrow();
    lab.system().delete(line);
    lab.system().type(line.replace("8.8.8.1", "8.8.8.7"));
    String told = new Terminal(lab).type("apply", lab.file().toString()).out();
    assertTrue(told.contains("missing"), told);
    assertTrue(told.contains("put there by others"), told);
  }

  @Test
  void withoutAStateNothingIsKnownOfReasons() throws IOException {
    lab.answers("mx.example", "8.8.8.1", "9.9.9.9");
    Files.move(lab.state(), folder.resolve("elsewhere"));
    assertEquals(List.of("+ 9.9.9.9 added", "- 8.8.4.4 removed"), plan());
  }
}
