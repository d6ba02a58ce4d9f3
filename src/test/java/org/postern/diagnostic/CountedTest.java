package org.postern.diagnostic;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CountedTest {
  private static final Path SOURCES = Path.of("src/main/java");

  /** A number that may be 1, and a noun that is written for several. */
  private static final Pattern PLURAL =
      Pattern.compile(
          "(?:%,?[0-9]*d (?:[a-zA-Z0-9%]+ )?|\\+ \""
              + " )(entries|prefixes|addresses|lines|times|changes|"
              + "connections|answers|elements|hosts|peers|rules|sets|sources|names|literals|"
              + "intervals|openings|alarms|events|files|messages|repairs|failures|days|hours|targets)"
              + "\\b");

  /** Numbers that are never 1, or columns. */
  private static final Set<String> CONSTANT =
      Set.of(
          "time.toDays() + 1 + \" days\"", // command.RehearsalReport: three and more
          "MOST_PEERS + \" peers\"", // command.RulesFor: thousands
          "\" messages and rejected commands", // host.log.Exim: no number before it
          "family.label() + \" rules\"", // target.iptables.Compiler: no number before it
          "%d of the %d times", // source.Resolution: three
          "%d times over", // daemon.Conditions: three
          "%d prefixes a rule", // plan.pass.CapabilityCheck: thousands
          "%,d hosts", // command.RehearsalReport: beside its singular
          "within %d days", // plan.guard.Guards: seven
          "%,d prefixes" // picture.Tally: beside its singular
          );

  @ParameterizedTest
  @CsvSource({
    "0, rule, 0 rules",
    "1, rule, 1 rule",
    "2, rule, 2 rules",
    "1, entry, 1 entry",
    "2, entry, 2 entries",
    "2, day, 2 days",
    "1, prefix, 1 prefix",
    "2, prefix, 2 prefixes",
    "2, address, 2 addresses",
    "2, match, 2 matches",
    "1, more line, 1 more line",
    "3, more entry, 3 more entries",
    "2000, change, 2000 changes",
  })
  void aNounFollowsItsNumber(long number, String noun, String text) {
    assertEquals(text, Counted.of(number, noun));
  }

  @Test
  void largeNumbersAreGroupedWhereThatIsAsked() {
    assertEquals("1 time", Counted.grouped(1, "time"));
    assertEquals("2,000,000 times", Counted.grouped(2_000_000, "time"));
    assertEquals("1 address", Counted.of(BigInteger.ONE, "address"));
    assertEquals("4,294,967,296 addresses", Counted.grouped(BigInteger.TWO.pow(32), "address"));
  }

  @Test
  void aVerbFollowsToo() {
    assertEquals("are", Counted.one(0, "is", "are"));
    assertEquals("is", Counted.one(1, "is", "are"));
  }

  @Test
  void noMessageCountsOneInThePlural() throws IOException {
    List<String> found = new ArrayList<>();
    try (Stream<Path> files = Files.walk(SOURCES)) {
      for (Path file : files.filter(one -> one.toString().endsWith(".java")).toList()) {
        for (String line : Files.readAllLines(file)) {
          Matcher matcher = PLURAL.matcher(line);
          while (matcher.find()) {
            if (CONSTANT.stream().noneMatch(line::contains)) {
              found.add(SOURCES.relativize(file) + ": " + line.strip());
            }
          }
        }
      }
    }
    assertEquals(new TreeSet<>(), new TreeSet<>(found));
  }
}
