package org.postern.pipeline.doctor;

import java.util.Optional;

/**
 * Checks whether the clock is kept: signatures of DNS, ages of answers and ends of openings go by
 * it.
 */
final class ClockCheck implements Check {
  @Override
  public String name() {
    return "clock";
  }

  @Override
  public void look(HostView host, Findings found) {
    Optional<String> synchronised =
        host.told("timedatectl", "show", "-p", "NTPSynchronized", "--value").map(String::strip);
    if (synchronised.filter("no"::equals).isPresent()) {
      found.should(
          "the clock is not synchronised",
          "timedatectl show: NTPSynchronized=no",
          "timedatectl set-ntp true");
    } else if (synchronised.filter("yes"::equals).isEmpty()) {
      found.unseen(
          "whether the clock is synchronised",
          "timedatectl show -p NTPSynchronized tells nothing",
          "chronyc tracking, or ntpq -p, tells it where they run");
    }
  }
}
