package org.postern.pipeline.safe;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.postern.address.Address;
import org.postern.host.Connection;
import org.postern.pipeline.Endangered;
import org.postern.pipeline.Objection;
import org.postern.plan.AccessRule;
import org.postern.plan.Attempt;
import org.postern.plan.Judgement;
import org.postern.plan.Plan;
import org.postern.policy.Hook;

/**
 * Decides whether a plan would refuse what this host is administrated by, or what it needs: the
 * connections of the user who runs this, its name servers, and where it is connected to.
 */
final class LockOut {
  private final Plan plan;
  private final Instant now;

  /** A name server by address. */
  record Resolver(Address address, int port) {}

  /** Creates the judge of one plan. */
  LockOut(Plan plan, Instant now) {
    this.plan = plan;
    this.now = now;
  }

  /**
   * Finds the connections that would be refused from now on.
   *
   * @param invoker the connections by which the user who runs this came
   * @param established all connections that this host knows
   */
  List<Objection> connections(List<Connection> invoker, List<Connection> established) {
    Set<Objection> found = new LinkedHashSet<>();
    for (Endangered one : Endangerment.find(plan, invoker, now)) {
      found.add(new Objection.LockedOut(one, true));
    }
    Set<Address> peers = invoker.stream().map(LockOut::peer).collect(Collectors.toSet());
    List<Connection> others = new ArrayList<>(established);
    others.removeAll(new HashSet<>(invoker));
    for (Endangered one : Endangerment.find(plan, others, now)) {
      if (one.connection().place() == Connection.Place.FROM_HERE) {
        found.add(new Objection.NoWayOut(one));
      } else if (peers.contains(one.connection().client())) {
        found.add(new Objection.LockedOut(one, false));
      }
    }
    return List.copyOf(found);
  }

  private static Address peer(Connection connection) {
    return switch (connection.place()) {
      case HERE, THROUGH -> connection.client();
      case FROM_HERE -> connection.server();
    };
  }

  /** Finds the name servers that would be refused from now on. */
  List<Objection> resolvers(List<Resolver> resolvers) {
    List<Objection> found = new ArrayList<>();
    for (Resolver resolver : resolvers) {
      Attempt.Opening packet =
          new Attempt.Opening(
              Hook.OUTPUT, "", resolver.address(), resolver.address(), resolver.port(), true);
      if (plan.before().owned().verdict(packet) != Judgement.REFUSED
          && plan.after().verdict(packet) == Judgement.REFUSED) {
        String rule = plan.after().covering(packet).map(AccessRule::name).orElseThrow();
        found.add(new Objection.NoResolver(rule, resolver.address(), resolver.port()));
      }
    }
    return found;
  }
}
