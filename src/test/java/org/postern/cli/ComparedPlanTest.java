package org.postern.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.postern.host.JsonTree;
import org.postern.pipeline.Lab;
import org.postern.target.TargetException;

/** A plan from something else than the target, and differences in the forms of a plan. */
class ComparedPlanTest {
  private static final String POLICY =
      """
      sets:
        filter: {sources: [dns: mx.example]}
        own: {sources: [{net: 10.0.0.0/24, label: relays}]}
      rules: [{name: smtp, port: tcp/25, accept: [filter, own], otherwise: drop}]
      """;

  private static final String LITERALS =
      """
      sets: {own: {sources: [{net: 10.0.0.0/24, label: relays}]}}
      rules: [{name: smtp, port: tcp/25, accept: [own], otherwise: drop}]
      """;

  private final Path folder;

  private final Lab lab;

  ComparedPlanTest(@TempDir Path folder) throws IOException {
    this.folder = folder;
    this.lab = new Lab(folder).policy(POLICY);
    lab.target()
        .thenObserve(
            () -> {
              throw new TargetException(
                  TargetException.Kind.PERMISSION, "a target must not be looked at");
            });
  }

  private static String lockText(String... addresses) {
    List<String> quoted = new ArrayList<>();
    for (String one : addresses) {
      quoted.add("\"" + one + "\"");
    }
    return """
    {"postern-lock": 1, "sources": [
      {"source": "dns mx.example", "family": "ip", "entries": [%s]},
      {"source": "dns mx.example", "family": "ip6", "entries": []}]}
    """
        .formatted(String.join(", ", quoted));
  }

  private Path lock(String name, String... addresses) throws IOException {
    return Files.writeString(folder.resolve(name), lockText(addresses));
  }

  private Terminal.Seen plan(int exit, String against, String... more) {
    List<String> words = new ArrayList<>(List.of("plan", policy(), "--against", against));
    words.addAll(List.of(more));
    return type(exit, words.toArray(String[]::new));
  }

  private Terminal.Seen type(int exit, String... words) {
    Terminal.Seen seen = new Terminal(lab).type(words);
    assertEquals(exit, seen.exit(), seen::toString);
    assertEquals(Map.of(), lab.asked(), "no source may be asked");
    return seen;
  }

  private String policy() {
    return lab.file().toString();
  }

  private String text(Terminal.Seen seen) {
    return seen.out().replace(folder + "/", "");
  }

  @Test
  void fromNothingEverythingIsNew() throws IOException {
    lock("policy.lock", "8.8.8.1", "8.8.4.4");
    assertEquals(
        """
        different: for example input by other0: from 0.0.0.0 to 0.0.0.0 port 25 is unjudged before and refused after
        rule smtp accepts no IPv6 peers: all of them are refused
        empty: 1 rule change, 3 prefixes to add, 0 prefixes to delete
        + rule smtp: input tcp/25 accepts 3 prefixes, otherwise drop
            + 2 prefixes, first answer: the source was not asked before
            + 1 prefix, new in the policy
        rule smtp, first answer:
            + 8.8.4.4             dns mx.example
            + 8.8.8.1             dns mx.example
        rule smtp, new in the policy:
            + 10.0.0.0/24         policy.yaml:3 "relays"
        """,
        text(plan(2, "empty")));
    assertFalse(Files.exists(lab.state()));
  }

  @Test
  void anotherLockfileHasOtherAnswers() throws IOException {
    lock("policy.lock", "8.8.8.1", "9.9.9.9");
    Path old = lock("old.lock", "8.8.8.1", "8.8.4.4");
    Terminal.Seen seen = plan(2, old.toString());
    assertTrue(
        text(seen).contains("old.lock: 0 rule changes, 1 prefix to add, 1 prefix to delete"),
        seen::toString);
    assertTrue(seen.out().contains("1 prefix, new at the provider"), seen::toString);
    assertTrue(seen.out().contains("1 prefix, gone at the provider"), seen::toString);
    Terminal.Seen same = plan(0, folder.resolve("policy.lock").toString());
    assertTrue(same.out().contains("equal: every packet is judged alike"), same::toString);
  }

  @Test
  void theLockfileThatIsNamedIsTheOneThatCounts() throws IOException {
    lock("policy.lock", "8.8.8.1");
    Path other = lock("other.lock", "9.9.9.9");
    Terminal.Seen seen = plan(2, "empty", "--lock", other.toString());
    assertTrue(seen.out().contains("9.9.9.9"), seen::toString);
    assertFalse(seen.out().contains("8.8.8.1"), seen::toString);
  }

  @Test
  void aSourceWithoutALockedAnswerIsWrongAndTheWayOutIsTold() throws IOException {
    Terminal.Seen none = plan(65, "empty");
    assertTrue(none.err().contains("P0603"), none::toString);
    assertTrue(
        none.err().contains("postern lock -o " + folder.resolve("policy.lock")), none::toString);
    assertTrue(none.err().contains("policy.yaml:2:"), none::toString);
    Files.writeString(folder.resolve("policy.lock"), "{\"postern-lock\": 1, \"sources\": []}");
    assertTrue(plan(65, "empty").err().contains("P0603"), "a lockfile that lacks it");
  }

  @Test
  void whatIsInsideNeedsNoLockfile() throws IOException {
    Files.writeString(folder.resolve("list.txt"), "192.0.2.1\n");
    lab.policy(LITERALS.replace("[{net", "[file: list.txt, {net"));
    Terminal.Seen seen = plan(2, "empty");
    assertTrue(seen.out().contains("file list.txt"), seen::toString);
    Files.delete(folder.resolve("list.txt"));
    assertTrue(plan(66, "empty").err().contains("list.txt"), "a list that is missing");
  }

  @Test
  void aGenerationIsReadFromTheState() throws IOException {
    Lab other = new Lab(folder).policy(LITERALS);
    assertEquals(0, new Terminal(other).type("apply", policy()).exit());
    lab.policy(LITERALS.replace("10.0.0.0/24", "10.0.0.0/23"));
    Terminal.Seen seen = plan(2, "1");
    assertTrue(
        seen.out().contains("generation 1: 0 rule changes, 1 prefix to add, 0 prefixes to delete"),
        seen::toString);
    lab.policy(LITERALS);
    plan(0, "1");
    Terminal.Seen missing = plan(66, "7");
    assertTrue(missing.err().contains("there is no generation 7"), missing::toString);
  }

  @Test
  void whatIsNotThereIsMissing() throws IOException {
    lab.policy(LITERALS);
    Terminal.Seen seen = plan(66, "emtpy");
    assertTrue(seen.err().contains("name empty, a lockfile, git:REF:PATH"), seen::toString);
    assertTrue(plan(65, policy()).err().contains("P0602"), "a policy is no lockfile");
  }

  @Test
  void aTargetMayBeNamedForWhatItCanHold() throws IOException {
    lab.policy(LITERALS);
    plan(2, "empty", "--target", "example");
    plan(64, "empty", "--target", "moon");
  }

  @ParameterizedTest
  @ValueSource(strings = {"diff", "markdown", "json"})
  void itHasThePlansForms(String form) throws IOException {
    lab.policy(LITERALS);
    Terminal.Seen seen = plan(2, "empty", "--format", form);
    assertTrue(seen.out().contains("10.0.0.0/24"), seen::toString);
    lab.policy(LITERALS.replace("tcp/25", "tcp/26"));
    Path other = Files.writeString(folder.resolve("other.yaml"), LITERALS);
    Terminal.Seen diff = type(2, "diff", policy(), other.toString(), "--format", form);
    assertTrue(diff.out().contains("tcp/26"), diff::toString);
    assertTrue(type(0, "diff", policy(), policy(), "--format", form).out().contains("equal"), form);
  }

  @Test
  void aDiffOfPoliciesIsUnified() throws IOException {
    lab.policy(LITERALS);
    Path other =
        Files.writeString(
            folder.resolve("other.yaml"), LITERALS.replace("10.0.0.0/24", "10.0.0.0/25"));
    assertEquals(
        """
        # different: for example input by other0: from 10.0.0.128 to 0.0.0.0 port 25 is accepted before and refused after
        # rule smtp accepts no IPv6 peers: all of them are refused
        # policy.yaml: 0 rule changes, 0 prefixes to add, 1 prefix to delete
        # rule smtp
        #   - 1 prefix, gone from the policy
        --- policy.yaml
        +++ other.yaml
        @@ -1,1 +0,0 @@ rule smtp: input tcp/25, otherwise drop
        -10.0.0.128/25       # gone from the policy: literal 10.0.0.0/24 "relays"
        """,
        text(type(2, "diff", policy(), other.toString(), "--format", "diff")));
  }

  @Test
  void programsReadADifferenceLikeAPlan() throws IOException {
    lab.policy(LITERALS);
    JsonTree tree = plan(2, "empty", "--format", "json").json();
    assertEquals(false, tree.members().get("equal"));
    assertEquals(false, tree.members().get("changed"));
    JsonTree target = tree.objects("targets").getFirst();
    assertEquals("empty", target.string("target"));
    assertEquals("differs", target.string("status"));
    assertEquals(List.of("10.0.0.0/24"), target.objects("changes").getFirst().strings("added"));
    assertEquals("refused", tree.object("counterexample").string("after"));
  }

  @Test
  void lockfilesDifferInEveryForm() throws IOException {
    String a = lock("a.lock", "8.8.8.1", "8.8.4.4").toString();
    String b = lock("b.lock", "8.8.8.1", "9.9.9.9").toString();
    assertEquals(
        """
        - 8.8.4.4  dns mx.example (IPv4)
        + 9.9.9.9  dns mx.example (IPv4)
        """,
        text(type(2, "diff", a, b)));
    assertEquals(
        """
        # a.lock: 1 prefix to add, 1 prefix to delete
        --- a.lock
        +++ b.lock
        @@ -1,1 +1,1 @@ dns mx.example (IPv4)
        -8.8.4.4
        +9.9.9.9
        """,
        text(type(2, "diff", a, b, "--format", "diff")));
    assertEquals(
        """
        ### postern diff, a.lock: 1 prefix to add, 1 prefix to delete

        From `a.lock` to `b.lock`.

        | Source | Prefixes added | Prefixes removed |
        |---|---:|---:|
        | dns mx.example (IPv4) | 1 | 1 |

        ```diff
        - 8.8.4.4  dns mx.example (IPv4)
        + 9.9.9.9  dns mx.example (IPv4)
        ```
        """,
        text(type(2, "diff", a, b, "--format", "markdown")));
    type(0, "diff", a, a, "--format", "diff");
  }
}
