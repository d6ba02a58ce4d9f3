package org.postern.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postern.host.JsonTree;
import org.postern.host.ProcessRunner;
import org.postern.host.Progress;
import org.postern.pipeline.Lab;
import org.postern.target.Neighbourhood;
import org.postern.target.iptables.IptablesKind;
import org.postern.target.nftables.NftablesKind;
import org.postern.target.windows.WindowsKind;

/** A budget of widening from the policy to every target, in every command that shows it. */
class WideningCommandsTest {
  private static final String POLICY =
      """
      sets:
        filter: {sources: [dns: mx.example, 198.51.100.7], widen: %s}
      rules: [{name: smtp, port: tcp/25, accept: [filter], otherwise: drop}]
      """;

  private final Path folder;

  private final Lab lab;
  private final Terminal terminal;

  WideningCommandsTest(@TempDir Path folder) throws IOException {
    this.folder = folder;
    this.lab =
        new Lab(folder)
            .kind(new NftablesKind(Progress.SILENT))
            .kind(new IptablesKind(new ProcessRunner(), Neighbourhood.none(), Progress.SILENT))
            .kind(new WindowsKind(new ProcessRunner()))
            .answers("mx.example", "8.8.8.0", "8.8.8.3", "8.8.8.9", "8.8.4.4");
    this.terminal = new Terminal(lab);
    lab.policy(POLICY.formatted("{entries: 4}"));
  }

  private String file() {
    return lab.file().toString();
  }

  @Test
  void everyTargetGetsTheSameWidenedSet() {
    Map<String, List<String>> expected =
        Map.of(
            "nftables",
                List.of("8.8.4.4, 8.8.8.0, 8.8.8.1, 8.8.8.2, 8.8.8.3, 8.8.8.9", "198.51.100.7"),
            "iptables", List.of("8.8.8.0/30", "8.8.8.9", "8.8.4.4", "198.51.100.7"),
            "windows", List.of("8.8.8.0", "8.8.8.9", "8.8.4.4", "198.51.100.7"));
    expected.forEach(
        (target, texts) -> {
          String out = terminal.type(0, "compile", "--target", target, file()).out();
          texts.forEach(text -> assertTrue(out.contains(text), () -> text + " in\n" + out));
        });
  }

  @Test
  void planSetsAndWhySayWhatWasAddedAndThatItIsOptimal() throws IOException {
    String planned = terminal.type(2, "plan", file()).out();
    assertTrue(
        planned.contains(
            "set filter is widened: it covers 2 addresses that no source named, in 4 entries,"
                + " which is optimal"),
        planned);
    String sets = terminal.type(0, "sets", file()).out().replaceAll("\\s+", " ");
    assertTrue(
        sets.contains(
            "widened to 4 entries at most, no block wider than /64 of IPv6: covers 2 addresses"
                + " that no source named, in 4 entries, which is optimal"),
        sets);
    JsonTree set =
        terminal.type(0, "sets", file(), "--format", "json").json().objects("sets").getFirst();
    assertEquals("2", set.object("widened").string("extraBound"));
    assertEquals(4, set.object("widen").number("entries"));
    String why = terminal.type(0, "why", "8.8.8.2", "25", "--policy", file()).out();
    assertTrue(
        why.contains(
            "Set filter, widened, covers it by 8.8.8.0/30, which holds 2 entries, beside 8.8.8.0"),
        why);
    assertTrue(why.contains("beside 8.8.8.3 from dns mx.example"), why);
    assertFalse(why.contains("8.8.8.9"), why);
  }

  @Test
  void thePageShowsWhatEachNumberOfEntriesWouldCost() throws IOException {
    String page = folder.resolve("page.html").toString();
    terminal.type(0, "report", file(), "-o", page);
    String html =
        Files.readString(Path.of(page)).replaceAll("<[^>]*>", " ").replaceAll("\\s+", " ");
    assertTrue(
        html.contains(
            "widened to 4 entries at most, no block wider than /64 of IPv6, which adds 2 addresses"
                + " that no source named, in 4 entries, which is optimal."),
        html);
    assertTrue(html.contains("Widening set filter Entries Extra addresses 5 0 4 2 3 13 2 "), html);
  }

  @Test
  void aBudgetThatCannotBeMetIsSaidAndNothingIsChanged() throws IOException {
    lab.policy(POLICY.formatted("{entries: 2, prefix: 24}"));
    Terminal.Seen seen = terminal.type(65, "apply", file());
    assertTrue(
        seen.err()
            .contains(
                "rule smtp: set filter cannot be widened to 2 entries: the fewest are 3, which"
                    + " add 13 addresses"),
        seen::toString);
    assertTrue(seen.err().contains("write widen: {entries: 3}"), seen::toString);
    assertEquals(List.of(), lab.system().lines());
  }

  @Test
  void whatATargetCannotHoldIsRefusedWithTheBudgetThatItCan() throws IOException {
    Path list = folder.resolve("list.txt");
    Files.writeString(
        list,
        IntStream.range(0, 100_010)
            .map(i -> 2 * i)
            .mapToObj(i -> "8.%d.%d.%d\n".formatted(i >> 16, i >> 8 & 255, i & 255))
            .collect(Collectors.joining()));
    String policy =
        """
        sets:
          blocks: {sources: [file: list.txt], guard: {at-most: 200000}%s}
        rules: [{name: smtp, port: tcp/25, accept: [blocks], otherwise: drop}]
        """;
    lab.policy(policy.formatted(""));
    Terminal.Seen seen = terminal.type(65, "compile", "--target", "windows", file());
    assertTrue(
        seen.err().contains("holds at most 100000 prefixes a rule, this one needs 100010"),
        seen::toString);
    assertTrue(
        seen.err().contains("widen: {entries: 100000} in set blocks adds 12 addresses"),
        seen::toString);
    lab.policy(policy.formatted(", widen: {entries: 100000}"));
    terminal.type(0, "compile", "--target", "windows", file());
  }
}
