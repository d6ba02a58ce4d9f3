package org.postern.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.aggregator.ArgumentsAccessor;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.postern.pipeline.Lab;

/** What is told of a line, a policy or a list that is written wrong, and what would be right. */
class WrongWordsTest {
  private static final String RULE =
      "rules: [{name: smtp, port: tcp/25, accept: [own], otherwise: drop}]\n";

  @TempDir private Path folder;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "plan --stat x|plan has no option --stat; did you mean --state?",
        "plan --agains x|plan has no option --agains; did you mean --against?",
        "plan --against=x --quux=1|plan has no option --quux",
        "check a b c|\"b\" is one word too many: check takes [POLICY] and no more",
        "why|ADDR is missing: why ADDR [PORT] [POLICY]",
        "plan --lock|--lock needs a value: --lock FILE",
        "plan --lock a --lock b|--lock is given more than once: leave one out",
        "plan --format jso|--format \"jso\": did you mean json? write text or json or diff",
        "open --for|--for needs a value: --for TIME",
        "open --for --reason x|--for needs a value: --for TIME",
        "plan -state x|plan has no option -state; did you mean --state?",
        "plan -statex|plan has no option -statex",
        "plan -x|plan has no option -x",
        "plan -qx|plan has no option -qx",
        "plan --lock a -q --lock=b|--lock is given more than once: leave one out",
        "plan -q -q|-q is given more than once: leave one out",
        "plan -q=true|-q takes no value: write -q alone",
        "apply --dry-run=true|--dry-run takes no value: write --dry-run alone",
        "check a -- --lock|\"--lock\" is one word too many: check takes [POLICY] and no more",
        "--stat|postern has no option --stat",
        "--versio|postern has no option --versio; did you mean --version?",
      })
  void theLine(String line, String told) {
    Terminal.Seen seen = type(64, line.split(" ", -1));
    assertTrue(seen.err().contains(told), seen::toString);
    assertTrue(seen.err().contains("see: postern "), seen::toString);
  }

  /** Words of any order, values that look like options, and what ends options. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "check|--policy|%s",
        "check|--policy=%s|-q",
        "-q|check|%s",
        "check|-q|%s",
        "check|%s|--format=json",
        "check|--format|json|%s"
      })
  void whatIsWrittenInAnotherWay(ArgumentsAccessor written) throws IOException {
    Lab lab = new Lab(folder).policy("sets: {own: {sources: [8.8.8.1]}}\n" + RULE);
    String[] words =
        written.toList().stream()
            .map(word -> String.valueOf(word).formatted(lab.file()))
            .toArray(String[]::new);
    int exit = words[0].equals("-q") ? 64 : 0;
    assertEquals(exit, new Terminal(lab).type(words).exit());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " "})
  void timesThatAreEmpty(String text) {
    Terminal.Seen seen = type(64, "open", "--for", text);
    assertTrue(seen.err().contains("--for has no value; write a time such as"), seen::toString);
  }

  @Test
  void aDomainThatIsEmpty() throws IOException {
    Lab lab = new Lab(folder).policy("sets: {own: {sources: [8.8.8.1]}}\n" + RULE);
    Terminal.Seen seen = type(64, "why", "8.8.8.1", "25", lab.file().toString(), "--for", "");
    assertTrue(seen.err().contains("--for \"\" is empty; write a domain"), seen::toString);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"net X", "why X", "simulate X 25", "X", "check X", "plan --X", "check --format X"})
  void whatIsVeryLongIsNotEchoed(String line) {
    String[] words = line.split(" ", -1);
    for (int i = 0; i < words.length; i++) {
      words[i] = words[i].replace("X", "x".repeat(100_000));
    }
    Terminal.Seen seen = new Terminal(new Lab(folder)).type(words);
    assertTrue(seen.exit() != 0, seen::toString);
    assertTrue(seen.err().length() < 2000, () -> "" + seen.err().length());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "port: [[tcp/25]]|fix: write tcp/25 without brackets of its own",
        "port: [[tcp/25, tcp/465], tcp/587]|fix: write tcp/25, tcp/465 without brackets of its own",
        "port: [{a: {b: c}}]|fix: write a port such as tcp/25",
        "port: tcp/25,465|fix: write port: [tcp/25, tcp/465]",
        "port: tcp/25, tcp/465-470|fix: write port: [tcp/25, tcp/465-470]",
      })
  void aPort(String port, String fix) throws IOException {
    Lab lab =
        new Lab(folder)
            .policy("sets: {own: {sources: [8.8.8.1]}}\n" + RULE.replace("port: tcp/25", port));
    Terminal.Seen seen = type(65, "check", lab.file().toString());
    assertTrue(seen.err().contains(fix.replace("\\n", "\n")), seen::toString);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "2001:db8::/ffff:ffff::|fix: write 2001:db8::/32",
        "2001:db8::1/ffff:ffff::|fix: write 2001:db8::/32",
        "2001:db8::/ffff:ffff:ffff:ffff::|fix: write 2001:db8::/64",
        "2001:db8::/ffff:0:ffff::|IPv6 takes a prefix length, and no netmask",
        "2001:db8::/::ffff|IPv6 takes a prefix length, and no netmask",
        "10.0.0.0/255.0.255.0|the set bits of netmask 255.0.255.0 are not the leading ones",
        "10.0.0.2\uFFFD|U+FFFD stands for bytes that are no text",
      })
  void anAddress(String address, String told) throws IOException {
    Lab lab = new Lab(folder).policy("sets: {own: {sources: ['" + address + "']}}\n" + RULE);
    Terminal.Seen literal = type(65, "check", lab.file().toString());
    assertTrue(literal.err().contains(told), literal::toString);
    assertTrue(!literal.err().contains("write file:"), literal::toString);
    Files.writeString(folder.resolve("nodes.txt"), address + "\n");
    lab.policy("sets: {own: {sources: [file: nodes.txt]}}\n" + RULE);
    Terminal.Seen list = type(65, "check", lab.file().toString());
    assertTrue(list.err().contains(told), list::toString);
  }

  @Test
  void whatStandsForLostBytesIsSpelledOut() {
    Terminal.Seen seen = type(64, "net", "8.8.8.1\uFFFD");
    assertTrue(seen.err().contains("8.8.8.1\\u{FFFD}"), seen::toString);
  }

  @Test
  void anEmptyPolicyIsToldHowToBegin() throws IOException {
    Lab lab = new Lab(folder).policy("# nothing yet\n");
    Terminal.Seen seen = type(65, "check", lab.file().toString());
    assertTrue(seen.err().contains("begin with a set and a rule"), seen::toString);
  }

  private Terminal.Seen type(int exit, String... words) {
    Terminal.Seen seen = new Terminal(new Lab(folder)).type(words);
    assertEquals(exit, seen.exit(), seen::toString);
    return seen;
  }
}
