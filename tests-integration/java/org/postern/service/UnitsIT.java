package org.postern.service;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What systemd's own checkers say of the units. */
@ExtendWith(OneGateway.class)
class UnitsIT {
  private final Box box;

  UnitsIT(Gateway gateway) {
    this.box = gateway.box();
  }

  @Test
  void nothingIsWrongWithThem() {
    assertEquals(
        "", box.sh("cd /usr/lib/systemd/system && systemd-analyze verify --man=no postern*"));
  }

  /** 1.5 of 10; others of their kind score 7.5 to 9.6. */
  @ParameterizedTest
  @ValueSource(strings = {"postern", "postern-restore", "postern-refresh"})
  void theyAreExposedByFifteenPercentAtMost(String unit) {
    String verdict =
        box.sh(
            "cd /usr/lib/systemd/system && systemd-analyze security --offline=true --no-pager"
                + " --threshold=15 ./%s.service".formatted(unit));
    System.out.println(verdict.lines().reduce((first, second) -> second).orElseThrow());
  }
}
