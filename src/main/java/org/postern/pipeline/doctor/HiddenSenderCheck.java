package org.postern.pipeline.doctor;

import java.io.IOException;
import java.time.ZoneId;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.postern.address.Address;
import org.postern.address.AddressSet;
import org.postern.address.text.SpecialPurpose;
import org.postern.diagnostic.Counted;
import org.postern.host.Connection;
import org.postern.host.log.LogReader;
import org.postern.host.log.line.Arrival;
import org.postern.plan.AccessRule;

/**
 * Checks whether something hides the senders: one inner address carries nearly all connections to
 * port 25, as behind source NAT, a balancer or the proxy of a container. Then no list tells them
 * apart here.
 */
final class HiddenSenderCheck implements Check {
  /**
   * The fewest connections that tell of hidden senders: fewer may well be those of one inner host.
   */
  private static final long ENOUGH = 20;

  /** The percentage that counts as nearly all. */
  private static final long NEARLY_ALL = 90;

  private static final String PLACE =
      "do not enforce here; hold the rule where the senders are still seen: on the host of the"
          + " container or the gateway, port: tcp/25, hook: forward; or have the balancer or proxy"
          + " keep the address";

  @Override
  public String name() {
    return "hidden senders";
  }

  @Override
  public void look(HostView host, Findings found) throws IOException {
    Tally open = new Tally();
    for (Connection one : host.connections().established()) {
      if (one.port() == HostView.SMTP && one.place() != Connection.Place.FROM_HERE) {
        open.add(one.client());
      }
    }
    told(host, open, "connections that stand now", found);
    for (MailLogs.End log : MailLogs.of(host, found)) {
      told(host, logged(host, log), log.name(), found);
    }
  }

  private static Tally logged(HostView host, MailLogs.End log) throws IOException {
    Tally tally = new Tally();
    LogReader reader = new LogReader(host.now(), ZoneId.systemDefault());
    reader.read(log.stream(), log.name(), new LogReader.Takers(tally::arrived, _ -> {}, _ -> {}));
    return tally;
  }

  private static void told(HostView host, Tally tally, String where, Findings found) {
    Optional<Address> most = tally.most();
    if (most.isEmpty()
        || tally.all < ENOUGH
        || tally.of(most.get()) * 100 < tally.all * NEARLY_ALL
        || !SpecialPurpose.INNER.contains(most.get())
        || isKnown(host, most.get())) {
      return;
    }
    found.must(
        "something hides the senders from this host",
        "%s: %s carries %d of %s to port 25"
            .formatted(
                where, most.get(), tally.of(most.get()), Counted.grouped(tally.all, "connection")),
        PLACE);
  }

  /**
   * Tells whether an address is a filter of one's own network, which a rule names as a single host.
   */
  private static boolean isKnown(HostView host, Address address) {
    for (AccessRule rule : host.mailRules()) {
      AddressSet accepted = rule.peers().asSet();
      boolean isAmong = accepted.contains(address);
      boolean isWide =
          address.next().filter(accepted::contains).isPresent()
              && address.previous().filter(accepted::contains).isPresent();
      if (isAmong && !isWide) {
        return true;
      }
    }
    return false;
  }

  /** Counts connections by peer; those of the loopback do not count. */
  private static final class Tally {
    private final Map<Address, Long> counts = new HashMap<>();
    private long all;

    void arrived(Arrival arrival) {
      if (arrival.port().orElse(HostView.SMTP) == HostView.SMTP) {
        add(arrival.peer());
      }
    }

    void add(Address peer) {
      if (!SpecialPurpose.LOOPBACK.contains(peer)) {
        counts.merge(peer, 1L, Long::sum);
        all++;
      }
    }

    long of(Address peer) {
      return counts.getOrDefault(peer, 0L);
    }

    Optional<Address> most() {
      return counts.entrySet().stream()
          .max(Comparator.comparing(Map.Entry::getValue))
          .map(Map.Entry::getKey);
    }
  }
}
