package org.postern.target.iptables;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.postern.address.Family;
import org.postern.policy.LogRate;

/** Names fit into the kernel's room for them, and no two rules share one. */
class NamesTest {
  private static final String LONGEST = "abcdefghijklmnopqrstuvwxyz-01234";

  @Test
  void allNamesFit() {
    for (String rule : List.of("a", "thirteen-char", "fourteen-chars", LONGEST)) {
      for (boolean source : List.of(true, false)) {
        assertTrue(Names.judge(rule, source).length() <= 28);
        assertTrue(Names.scope(rule, source).length() <= 28);
      }
      assertTrue(Names.accepted(rule).length() <= 28);
      assertTrue(Names.seen(rule, Family.IP6).length() <= 31);
      assertTrue(Names.calls(rule, Family.IP6).length() <= 31);
      assertTrue(Names.peers(rule, Family.IP6, 'a').length() <= 31);
      assertTrue(("postern " + Names.logged(rule) + " observed: ").length() <= 29);
    }
  }

  @Test
  void shortNamesStayAndLongOnesDiffer() {
    assertEquals("smtp", Names.stem("smtp"));
    assertEquals("thirteen-char", Names.stem("thirteen-char"));
    Set<String> stems = new HashSet<>();
    for (int i = 0; i < 1_000; i++) {
      stems.add(Names.stem("a-rule-of-a-long-name-" + i));
    }
    assertEquals(1_000, stems.size());
    assertEquals("a-ru_2e4e5ac8".length(), Names.stem("a-rule-of-a-long-name-1").length());
  }

  /** As iptables-save was seen to print them. */
  @Test
  void limitsAreWrittenAsTheyArePrinted() {
    assertEquals("-m limit --limit 1/sec --limit-burst 5 ", limit(60, LogRate.Unit.MINUTE));
    assertEquals("-m limit --limit 7/hour --limit-burst 5 ", limit(7, LogRate.Unit.HOUR));
    assertEquals("-m limit --limit 50/day --limit-burst 5 ", limit(50, LogRate.Unit.DAY));
    assertEquals("-m limit --limit 1/day --limit-burst 1 ", limit(1, LogRate.Unit.DAY));
    assertEquals("-m limit --limit 5/min --limit-burst 5 ", limit(5, LogRate.Unit.MINUTE));
  }

  private static String limit(int count, LogRate.Unit unit) {
    return RuleChains.limit(new LogRate(count, unit));
  }
}
