package org.postern.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postern.host.JsonTree;
import org.postern.pipeline.Lab;
import org.postern.pipeline.Pipeline;
import org.postern.pipeline.PolicyFiles;
import org.postern.pipeline.Request;
import org.postern.pipeline.ShippedRuleset;
import org.postern.policy.PolicyText;

/** The rulesets that come with the program, as a user meets them. */
class RulesetsCommandTest {
  private static final ShippedRuleset SPAMTITAN = ShippedRuleset.named("spamtitan").orElseThrow();

  @TempDir private Path folder;

  private Terminal.Seen type(String... words) {
    return new Terminal(new Lab(folder)).type(words);
  }

  @Test
  void allAreListedWithProviderDayAndStatus() throws IOException {
    Terminal.Seen seen = type("rulesets");
    assertEquals(0, seen.exit(), seen::toString);
    for (ShippedRuleset one : ShippedRuleset.all()) {
      assertTrue(
          seen.out()
              .lines()
              .anyMatch(
                  line ->
                      line.startsWith(one.name() + " ")
                          && line.contains(one.status())
                          && line.contains(one.seen())
                          && line.endsWith(one.provider())),
          one.name());
    }
    List<String> names = new ArrayList<>();
    for (JsonTree one : type("rulesets", "--format", "json").json().objects("rulesets")) {
      names.add(one.string("name"));
      assertFalse(one.string("title").isEmpty());
      assertFalse(one.string("source").isEmpty());
    }
    assertEquals(ShippedRuleset.NAMES, names);
  }

  @Test
  void oneIsShownAsItIs() throws IOException {
    assertEquals(SPAMTITAN.text(), type("rulesets", "show", "spamtitan").out());
    assertEquals(SPAMTITAN.text(), type("rulesets", "show", "postern:spamtitan").out());
    JsonTree tree = type("rulesets", "show", "spamtitan", "--format", "json").json();
    assertEquals(SPAMTITAN.text(), tree.string("text"));
    assertEquals("template", tree.object("ruleset").string("status"));
  }

  @Test
  void aCopyIsNeverWrittenOverAFile() throws IOException {
    Path file = folder.resolve("mine.yaml");
    assertEquals(0, type("rulesets", "copy", "spamtitan", "-o", file.toString()).exit());
    assertEquals(SPAMTITAN.text(), Files.readString(file));
    Files.writeString(file, "mine\n");
    Terminal.Seen again = type("rulesets", "copy", "mimecast", "-o", file.toString());
    assertEquals(3, again.exit(), again::toString);
    assertTrue(again.err().contains("nothing is overwritten"), again::toString);
    assertEquals("mine\n", Files.readString(file));
    String nowhere = folder.resolve("no/such.yaml").toString();
    assertEquals(66, type("rulesets", "copy", "mimecast", "-o", nowhere).exit());
  }

  @Test
  void wrongWordsGetTheWayOut() {
    Terminal.Seen near = type("rulesets", "show", "mimecats");
    assertEquals(64, near.exit(), near::toString);
    assertTrue(near.err().contains("did you mean mimecast?"), near::toString);
    assertEquals(64, type("rulesets", "print", "mimecast").exit());
    assertEquals(64, type("rulesets", "show").exit());
  }

  /** As after an upgrade: what runs was accepted with another text. */
  @Test
  void anUpgradedOneShowsInPlanAndStatusUntilItIsApplied() throws IOException {
    Lab lab =
        new Lab(folder)
            .policy(
                """
                include: [postern:spamtitan]
                rules: [{name: smtp, port: tcp/25, accept: spamtitan, otherwise: observe}]
                """);
    PolicyText own = new PolicyText(lab.file().toString(), Files.readString(lab.file()));
    PolicyText before =
        new PolicyText(
            "postern:spamtitan", SPAMTITAN.text().replace("198.20.73.147", "198.20.73.148"));
    Pipeline pipeline = lab.pipeline();
    PolicyFiles older = pipeline.files().sent(List.of(own, before));
    pipeline.withFiles(older).apply(Request.of(lab.file()));

    Terminal.Seen status = new Terminal(lab).type("status");
    assertTrue(status.out().contains("edited, not applied: postern:spamtitan"), status::toString);
    Terminal.Seen plan = new Terminal(lab).type("plan", lab.file().toString());
    assertEquals(2, plan.exit(), plan::toString);
    assertTrue(
        plan.err().contains("postern:spamtitan is another text than the one that was accepted"),
        plan::toString);
    assertTrue(plan.out().contains("198.20.73.147"), plan::toString);
    assertEquals(0, new Terminal(lab).type("apply", lab.file().toString()).exit());
    assertFalse(new Terminal(lab).type("status").out().contains("edited"));
    assertEquals(0, new Terminal(lab).type("plan", lab.file().toString()).exit());
  }
}
