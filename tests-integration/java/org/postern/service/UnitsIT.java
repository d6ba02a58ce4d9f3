package org.postern.service;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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

  /** In per cent; others of their kind score 75 to 96. Mail programs need what others do not. */
  @ParameterizedTest
  @CsvSource({
    "postern, 15",
    "postern-restore, 15",
    "postern-refresh, 15",
    "postern-confirm, 15",
    "postern-sets, 15",
    "postern-prove@, 35",
    "postern-failed@, 5",
    "postern-alarm, 25"
  })
  void theyAreExposedByThisMuchAtMost(String unit, int percent) {
    String verdict =
        box.sh(
            "cd /usr/lib/systemd/system && systemd-analyze security --offline=true --no-pager"
                + " --threshold=%d ./%s.service".formatted(percent, unit));
    System.out.println(verdict.lines().reduce((first, second) -> second).orElseThrow());
  }
}
