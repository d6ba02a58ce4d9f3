package org.postern.command.aggregate;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.postern.host.JsonTree;

/** Budgets for a list as {@code widen} has them for a set. */
class LossyStepTest {
  private static final String LIST =
      "192.0.2.0\n192.0.2.3\n192.0.2.9\n198.51.100.1\n2001:db8::1\n2001:db8::2\n";

  @TempDir private Path folder;

  private Filter filter = new Filter(Path.of("unset"));
  private String list = "";
  private String never = "";

  @BeforeEach
  void write() {
    filter = new Filter(folder);
    list = filter.list("list.txt", LIST);
    never = filter.list("never.txt", "192.0.2.1\n192.0.2.9\n");
  }

  private Filter.Seen done(int exit, String options) {
    String words = options.replace("LIST", list).replace("NEVER", never);
    Filter.Seen seen = filter.run(words.split(" "));
    assertEquals(exit, seen.exit(), seen::toString);
    return seen;
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--entries 5 | 192.0.2.0/30 192.0.2.9 198.51.100.1 2001:db8::1 2001:db8::2"
            + " | added 2 addresses that no list holds, in 5 entries, which is optimal",
        "--entries 9 | 192.0.2.0 192.0.2.3 192.0.2.9 198.51.100.1 2001:db8::1 2001:db8::2"
            + " | added 0 addresses that no list holds, in 6 entries, which is optimal",
        "--extra 4 | 192.0.2.0/30 192.0.2.9 198.51.100.1 2001:db8::/126"
            + " | added 4 addresses that no list holds, in 4 entries, which is optimal",
        "--entries 4 --extra 4 --family ip | 192.0.2.0 192.0.2.3 192.0.2.9 198.51.100.1"
            + " | added 0 addresses that no list holds, in 4 entries, which is optimal",
        "--extra 99 --prefix 30 --family ip | 192.0.2.0/30 192.0.2.9 198.51.100.1"
            + " | added 2 addresses that no list holds, in 3 entries, which is optimal",
        "--extra 99 --never NEVER --family ip | 192.0.2.0 192.0.2.3 198.51.100.1"
            + " | added 0 addresses that no list holds, in 3 entries, which is optimal",
        "--extra 7 --print ranges --family ip | 192.0.2.0-192.0.2.9 198.51.100.1-198.51.100.1"
            + " | added 7 addresses that no list holds, in 2 entries, which is optimal",
        "--prefix 24 --family ip | 192.0.2.0/24 198.51.100.0/24"
            + " | added 508 addresses that no list holds",
      })
  void eachBudgetIsMetAndItsPriceTold(String options, String lines, String told) {
    Filter.Seen seen = done(0, "LIST " + options);
    List<String> expected = List.of(lines.split(" "));
    assertEquals(expected, seen.lines());
    assertEquals(told + "\n", seen.err());
  }

  @Test
  void theTableShowsWhatEachNumberOfEntriesCosts() {
    Filter.Seen seen = done(0, "LIST --curve --family ip --prefix 24");
    assertEquals(
        List.of(
            "    ENTRIES  EXTRA ADDRESSES",
            "          4                0",
            "          3                2",
            "          2               13"),
        seen.lines());
  }

  @Test
  void programsGetTheSame() throws IOException {
    JsonTree curve = done(0, "LIST --curve --family ip --prefix 24 --format json").json();
    List<JsonTree> points = curve.objects("curve");
    assertEquals(3, points.size());
    assertEquals("13", points.getLast().string("extra"));
    JsonTree found = done(0, "LIST --entries 5 --format json").json();
    assertEquals("2", found.object("widened").string("extraBound"));
    assertEquals(5, found.list("elements").size());
  }

  @Test
  void whatCannotBeHadIsSaidWithWhatCan() {
    Filter.Seen seen = done(65, "LIST --entries 2 --prefix 24");
    assertEquals("", seen.out());
    assertEquals(
        "2 entries cannot be had: the fewest are 3 entries, which add 15 addresses\n", seen.err());
    assertEquals(
        "3 entries add 15 addresses, more than is allowed; within that 4 entries can be had\n",
        done(65, "LIST --entries 3 --extra 5 --prefix 24").err());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "LIST --entries 0",
        "LIST --entries many",
        "LIST --extra -1",
        "LIST --prefix 33",
        "LIST --prefix 7",
        "LIST --prefix6 18",
        "LIST --prefix6 129",
        "LIST --curve --entries 3",
        "LIST --never NEVER",
        "--diff LIST LIST --entries 3"
      })
  void contradictionsAreMistakesOfUsage(String options) {
    done(64, options);
  }
}
