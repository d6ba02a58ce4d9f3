package org.postern.host.log;

import java.time.Instant;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.postern.address.Address;

/** Text that nobody here knows: every address in a line counts once. */
final class AnyText implements LogFormat {
  private final LogTimes times;

  AnyText(LogTimes times) {
    this.times = times;
  }

  @Override
  public String name() {
    return "text with addresses";
  }

  @Override
  public String note() {
    return "the form of this log is not known: each line that names an address counts";
  }

  @Override
  public boolean read(String line, Consumer<Arrival> arrivals) {
    Set<Address> found = new HashSet<>();
    Addresses.forEach(line, found::add);
    if (!found.isEmpty()) {
      Optional<Instant> at = Syslog.time(line).flatMap(times::parse);
      found.stream()
          .sorted()
          .forEach(peer -> arrivals.accept(new Arrival(peer, Optional.empty(), at)));
    }
    return !found.isEmpty();
  }
}
