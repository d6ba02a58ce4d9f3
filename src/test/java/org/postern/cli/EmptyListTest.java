package org.postern.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.postern.pipeline.Lab;

/** Sets without a member: what is advised leads somewhere when it is done literally. */
class EmptyListTest {
  private static final Pattern APPROVE = Pattern.compile("postern approve ([0-9a-f]{12})");

  private final Lab lab;
  private Path list = Path.of("unset");

  EmptyListTest(@TempDir Path folder) throws IOException {
    list = folder.resolve("nodes.txt");
    this.lab = new Lab(folder);
    policy("own: {sources: [file: nodes.txt]}", "[own]");
  }

  private void policy(String sets, String accept) throws IOException {
    lab.policy(
        """
        sets:
          %s
        rules: [{name: smtp, port: tcp/25, accept: %s, otherwise: drop}]
        """
            .formatted(sets, accept));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "# 8.8.8.1\n\n# nothing else\n", "8.8.8.1\n"})
  void aFirstListWithoutAMemberIsHeldAndNoApprovalIsAdvised(String text) throws IOException {
    Files.writeString(list, text);
    policy("own: {sources: [file: nodes.txt], never: [8.8.8.0/24]}", "[own]");
    for (String command : new String[] {"check", "plan", "apply"}) {
      Terminal.Seen seen = type(3, command);
      assertTrue(seen.err().contains("rule smtp: its sets have no members"), seen::toString);
      assertTrue(seen.err().contains("nodes.txt"), seen::toString);
      assertTrue(seen.err().contains("accept: none"), seen::toString);
      assertFalse(APPROVE.matcher(seen.err()).find(), seen::toString);
    }
    Files.writeString(list, "8.8.9.1\n");
    type(0, "apply");
  }

  @Test
  void acceptNoneIsTheOtherWayOut() throws IOException {
    Files.writeString(list, "");
    type(3, "apply");
    policy("own: {sources: [8.8.8.1]}", "none");
    type(0, "apply");
  }

  @Test
  void besideASetWithMembersOneApprovalLetsAnEmptyListIn() throws IOException {
    Files.writeString(list, "");
    policy("own: {sources: [file: nodes.txt]}\n  two: {sources: [8.8.9.9]}", "[own, two]");
    Terminal.Seen held = type(3, "apply");
    assertTrue(held.err().contains("held: removals of set own (IPv4)"), held::toString);
    approve(held);
    type(0, "apply");
  }

  @Test
  void aListThatLosesAllIsHeldAndTheAdviceIsToCloseThePort() throws IOException {
    Files.writeString(list, "8.8.8.1\n2001:4860::1\n");
    type(0, "apply");
    Files.writeString(list, "");
    Terminal.Seen held = type(3, "apply");
    assertTrue(held.err().contains("an approval alone leads nowhere"), held::toString);
    assertFalse(APPROVE.matcher(held.err()).find(), held::toString);
    policy("own: {sources: [file: nodes.txt]}", "none");
    Terminal.Seen unused = new Terminal(lab).type("apply", lab.file().toString());
    assertEquals(
        "postern rule=smtp hook=input port=25 accept= otherwise=drop",
        String.join("\n", lab.system().lines()),
        unused::toString);
  }

  @Test
  void whatFadesIsApprovedAsEver() throws IOException {
    policy("own: {sources: [file: nodes.txt], keep: {removed: 1h}}", "[own]");
    Files.writeString(list, "8.8.8.1\n");
    type(0, "apply");
    Files.writeString(list, "");
    approve(type(3, "apply"));
    type(0, "apply");
  }

  @Test
  void anAnswerWithoutAddressesIsHeldAndTheNameIsNamed() throws IOException {
    policy("own: {sources: [dns: mx.example]}", "[own]");
    lab.answers("mx.example");
    Terminal.Seen seen = type(3, "apply");
    assertTrue(
        seen.err().contains("see that dns mx.example of set own has addresses"), seen::toString);
    assertFalse(APPROVE.matcher(seen.err()).find(), seen::toString);
  }

  @Test
  void aFirstListThatIsTooLongIsApproved() throws IOException {
    policy("own: {sources: [file: nodes.txt], guard: {at-most: 1}}", "[own]");
    Files.writeString(list, "8.8.8.1\n8.8.8.2\n");
    approve(type(3, "apply"));
    type(0, "apply");
  }

  @Test
  void aRuleWhoseNeverTakesAllSaysSo() throws IOException {
    Files.writeString(list, "8.8.8.1\n");
    lab.policy(
        """
        sets:
          own: {sources: [file: nodes.txt]}
        rules:
          - {name: smtp, port: tcp/25, accept: [own], never: [8.8.8.1], otherwise: drop}
        """);
    Terminal.Seen seen = type(3, "apply");
    assertTrue(seen.err().contains("its never takes out every member of its sets"), seen::toString);
  }

  private void approve(Terminal.Seen held) {
    Matcher digests = APPROVE.matcher(held.err());
    assertTrue(digests.find(), held::toString);
    Terminal.Seen seen = new Terminal(lab).type("approve", digests.group(1));
    assertEquals(0, seen.exit(), seen::toString);
    assertFalse(digests.find(), held::toString);
  }

  private Terminal.Seen type(int exit, String command) {
    Terminal.Seen seen = new Terminal(lab).type(command, lab.file().toString());
    assertEquals(exit, seen.exit(), seen::toString);
    return seen;
  }
}
