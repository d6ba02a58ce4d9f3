package org.postern.target.windows;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.postern.plan.Ruleset;

/** The tests see what goes wrong: each defect put into a script is found. */
class SeededDefectsIT {
  /**
   * A defect.
   *
   * @param right what the script says
   * @param wrong what it says instead
   */
  record Defect(String name, String right, String wrong) {
    @Override
    public String toString() {
      return name;
    }
  }

  static List<Defect> defects() {
    return List.of(
        new Defect(
            "shrinks before it grows",
            "$changes = @($Plan.Growing.ToArray())",
            "$changes = @($Plan.Shrinking.ToArray()) + @($Plan.Growing.ToArray())"),
        new Defect(
            "deletes, then creates",
            "[void]$growing.Add((New-PosternOperation 'set' ($chunk.Name) $part ($chunk.Old)"
                + " ($chunk.Wide)))",
            "[void]$growing.Add((New-PosternOperation 'remove' ($chunk.Name) $part ($chunk.Old)"
                + " @()))\r\n[void]$growing.Add((New-PosternOperation 'add' ($chunk.Name) $part"
                + " @() ($chunk.Wide)))"),
        new Defect(
            "blocks the last address of each range too",
            "$open = Get-PosternNext (Get-PosternLast $range)",
            "$open = Get-PosternLast $range"),
        new Defect(
            "sets the new list at once",
            "$part ($chunk.Old) ($chunk.Wide)",
            "$part ($chunk.Old) ($chunk.Final)"),
        new Defect(
            "takes a mask for its opposite", "$word -bor (65535 - $bits)", "$word -bor $bits"),
        new Defect(
            "forgets rules that are no longer wanted",
            "if (-not $used.ContainsKey($one.Name)) {",
            "if ($one.Name -eq '') {"),
        new Defect(
            "blocks the first address of each range too",
            "$open + '-' + (Get-PosternPrevious $from)",
            "$open + '-' + $from"),
        new Defect(
            "takes one rule's chunks for another's",
            "return $Name.Substring(0, $Name.LastIndexOf('-') + 1)",
            "return $Name.Substring(0, $Name.IndexOf('-v4-') + 4)"));
  }

  @ParameterizedTest
  @MethodSource("defects")
  void isFound(Defect defect) throws IOException {
    List<String> found = new ArrayList<>();
    for (int seed = 0; seed < 40 && found.isEmpty(); seed++) {
      found.addAll(found(defect, seed));
    }
    assertNotEquals(List.of(), found);
  }

  @Test
  void nothingIsFoundWhereNothingIsWrong() throws IOException {
    Defect none = new Defect("none", "'Postern'", "'Postern'");
    for (int seed = 0; seed < 3; seed++) {
      assertEquals(List.of(), found(none, seed));
    }
  }

  private static List<String> found(Defect defect, int seed) throws IOException {
    Random random = new Random(seed);
    WindowsWorld world = new WindowsWorld(random);
    boolean block = seed % 2 == 0;
    Trial trial =
        new Trial("opens=smtp,smtp-allow-v4-1", "mode=" + (block ? "block-complement" : "allow"));
    if (block) {
      trial.withRival();
    }
    trial.limit = 3;
    List<String> found = new ArrayList<>();
    for (int i = 0; i < 4 && found.isEmpty(); i++) {
      Ruleset wanted = world.ruleset();
      String right = trial.script(wanted);
      String script = right.replace(defect.right(), defect.wrong());
      if (!right.contains(defect.right())) {
        throw new IllegalStateException("the script has no such place: " + defect.right());
      }
      int exit = trial.run(script, trial.held(wanted));
      if (exit != 0) {
        found.add("it ends with " + exit);
      }
      found.addAll(trial.faults);
      found.addAll(trial.differences(wanted));
      trial.run(script, trial.held(wanted));
      if (trial.host.firewall.changes > 0) {
        found.add("a second run changes something");
      }
      if (!trial.held(wanted).equals(trial.observe().owned())) {
        found.add("what is read back is something else");
      }
    }
    return found;
  }
}
