package org.postern.target;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PassingTargetsTest {
  @ParameterizedTest
  @CsvSource({
    "LOG, true",
    "CONNSECMARK, true",
    "SECMARK, true",
    "SET, true",
    "ACCEPT, false",
    "DROP, false",
    "REJECT, false",
    "NFQUEUE, false",
    "TPROXY, false",
    "DNAT, false",
    "newer, false"
  })
  void thoseThatDecideNothing(String name, boolean passing) {
    assertEquals(passing, PassingTargets.contain(name));
  }
}
