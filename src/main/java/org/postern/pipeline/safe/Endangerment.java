package org.postern.pipeline.safe;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.postern.address.Address;
import org.postern.address.AddressSet;
import org.postern.address.Prefix;
import org.postern.host.Connection;
import org.postern.host.Connections;
import org.postern.pipeline.Endangered;
import org.postern.plan.AccessRule;
import org.postern.plan.Attempt;
import org.postern.plan.Judgement;
import org.postern.plan.Plan;
import org.postern.policy.Hook;
import org.postern.policy.Rule;

/** Finds the peers that are connected now and would be refused from now on. */
public final class Endangerment {
  private static final AddressSet LOOPBACK =
      AddressSet.builder()
          .add(Prefix.containing(Address.ofBytes(new byte[] {127, 0, 0, 1}), 8))
          .add(Address.ofBytes(new byte[] {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1}))
          .build();

  private Endangerment() {}

  public static List<Endangered> find(Plan plan, List<Connection> connections, Instant now) {
    List<Endangered> found = new ArrayList<>();
    for (Connection connection : connections) {
      if (isOnLoopback(connection)) {
        continue;
      }
      for (AccessRule rule : plan.after().ofPackets().rules()) {
        endangered(plan, rule, connection, now).ifPresent(found::add);
      }
    }
    return found;
  }

  /** Returns which connections cannot be seen on this host, in words. */
  public static List<String> blindness(Plan plan, Connections connections) {
    boolean forwards =
        plan.after().ofPackets().rules().stream()
            .anyMatch(rule -> rule.packets().hooks().contains(Hook.FORWARD));
    return forwards && !plan.isEmpty() && !connections.seesForwarded()
        ? List.of("connections through this host cannot be seen: /proc/net/nf_conntrack is missing")
        : List.of();
  }

  /**
   * Tells whether a connection is of the host to itself: it passes the loopback, which no rule
   * judges.
   */
  private static boolean isOnLoopback(Connection connection) {
    return LOOPBACK.contains(connection.client())
        || connection.client().equals(connection.server());
  }

  private static Optional<Endangered> endangered(
      Plan plan, AccessRule rule, Connection connection, Instant now) {
    Attempt.Opening packet = packet(rule, connection);
    boolean refused = rule.covers(packet) && rule.judge(packet) == Judgement.REFUSED;
    boolean already =
        plan.before()
            .owned()
            .covering(packet)
            .filter(held -> held.judge(packet) == Judgement.REFUSED)
            .filter(held -> !held.isOpenLonger(rule, now))
            .isPresent();
    return refused && !already
        ? Optional.of(
            new Endangered(rule.name(), connection, rule.packets().running() == Rule.Running.CUT))
        : Optional.empty();
  }

  /**
   * Returns the packet of a running connection. The kernel does not tell its interface; any of the
   * rule's will do.
   */
  private static Attempt.Opening packet(AccessRule rule, Connection connection) {
    Hook hook =
        switch (connection.place()) {
          case HERE -> Hook.INPUT;
          case FROM_HERE -> Hook.OUTPUT;
          case THROUGH -> Hook.FORWARD;
        };
    Address peer = hook == Hook.OUTPUT ? connection.server() : connection.client();
    String by =
        hook == Hook.OUTPUT || rule.packets().interfaces().isEmpty()
            ? ""
            : rule.packets().interfaces().first();
    return new Attempt.Opening(hook, by, peer, connection.server(), connection.port(), true);
  }
}
