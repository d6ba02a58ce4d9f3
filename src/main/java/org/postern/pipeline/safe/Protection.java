package org.postern.pipeline.safe;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.postern.address.Address;
import org.postern.address.AddressSet;
import org.postern.pipeline.Objection;
import org.postern.plan.AccessRule;
import org.postern.plan.Judgement;
import org.postern.plan.Peers;
import org.postern.plan.Plan;
import org.postern.plan.Scope;
import org.postern.policy.Hook;
import org.postern.policy.ProtectSpec;
import org.postern.source.MailRoute;
import org.postern.state.PastFilter;

/**
 * Decides whether mail of the protected domains would be refused once a rule refuses for the first
 * time: whether an exchanger of theirs is another host than the filter, or was within the reach of
 * caches.
 *
 * <p>Rules for port 25 count and no others: senders who follow MX records dial no other port (RFC
 * 5321 section 2.3.8), and a rule's port is the one that is dialled. The filter is the peers that
 * such rules accept, and every host that the policy names as the filter's; the nodes that deliver
 * often are not those that the MX records name. A server that the rules protect never is, even if a
 * set of own networks holds its address.
 */
public final class Protection {
  private static final int SMTP = 25;

  /**
   * The longest time for which a cache keeps an answer: max-cache-ttl of BIND 9; Unbound keeps it
   * for a day.
   */
  private static final Duration LONGEST_CACHE = Duration.ofDays(7);

  /** The most ways past the filter that are remembered; no domain has as many. */
  private static final int MOST_REMEMBERED = 1_000;

  private final ProtectSpec protects;
  private final Plan plan;
  private final List<AccessRule> rules;
  private final AddressSet accepted;
  private final AddressSet ours;

  /**
   * The findings of a decision.
   *
   * @param objections the objections to this plan
   * @param remembered the ways that the next decision needs to know
   */
  public record Findings(List<Objection> objections, List<PastFilter> remembered) {
    public Findings {
      objections = List.copyOf(objections);
      remembered = List.copyOf(remembered);
    }

    /** Returns the domains to which something is objected. */
    public Set<String> domains() {
      Set<String> domains = new HashSet<>();
      for (Objection objection : objections) {
        switch (objection) {
          case Objection.PastTheFilter past -> domains.add(past.domain());
          case Objection.NoMail none -> domains.add(none.domain());
          case Objection.Untold untold -> domains.add(untold.domain());
          case Objection.WatchedTooShort _,
              Objection.LockedOut _,
              Objection.NoResolver _,
              Objection.NoInterface _,
              Objection.UsersCutOff _,
              Objection.NoWayOut _ -> {
            // These are about the host or the time, not about where mail goes.
          }
        }
      }
      return domains;
    }
  }

  /**
   * Creates the protection against one plan.
   *
   * @param host the addresses of this host
   */
  public Protection(ProtectSpec protects, Plan plan, AddressSet host) {
    this.protects = protects;
    this.plan = plan;
    this.rules = plan.after().rules().stream().filter(Protection::isForMail).toList();
    this.accepted =
        rules.stream()
            .map(AccessRule::peers)
            .map(peers -> peers instanceof Peers.Only only ? only.addresses() : AddressSet.none())
            .reduce(AddressSet.none(), AddressSet::union);
    this.ours =
        rules.stream()
            .map(rule -> servers(rule.scope(), host))
            .reduce(AddressSet.none(), AddressSet::union);
  }

  private static AddressSet servers(Scope scope, AddressSet host) {
    return switch (scope) {
      case Scope.Packets packets ->
          packets.servers().orElse(isForHost(packets) ? host : AddressSet.none());
      case Scope.Mail _ -> host;
    };
  }

  private static boolean isForMail(AccessRule rule) {
    return switch (rule.scope()) {
      case Scope.Packets packets ->
          packets.ports().contains(SMTP)
              && (isForHost(packets) || packets.hooks().contains(Hook.FORWARD));
      case Scope.Mail _ -> true;
    };
  }

  private static boolean isForHost(Scope.Packets packets) {
    return packets.hooks().contains(Hook.INPUT);
  }

  /**
   * Tells whether it matters where the mail goes: a rule refuses anew, or observes and may refuse
   * soon. The latter brings no objection, but what is seen meanwhile is remembered.
   */
  boolean matters() {
    return !protects.domains().isEmpty()
        && (refusesAnew() || rules.stream().anyMatch(r -> r.refusal() == Judgement.OBSERVED));
  }

  /** Tells whether a mail server refuses packets that none of our rules refused before. */
  boolean refusesAnew() {
    return rules.stream().anyMatch(this::refusesAnew);
  }

  private boolean refusesAnew(AccessRule rule) {
    return rule.refusal() == Judgement.REFUSED
        && plan.before().owned().rules().stream()
            .noneMatch(
                old -> old.refusal() == Judgement.REFUSED && old.scope().containsAll(rule.scope()));
  }

  /**
   * Decides on the plan.
   *
   * @param routes the route of the mail of each domain
   * @param before the ways that were remembered
   */
  public Findings judge(Map<String, MailRoute> routes, List<PastFilter> before, Instant now) {
    List<Objection> objections = new ArrayList<>();
    Map<Way, PastFilter> ways = new LinkedHashMap<>();
    routes.forEach((domain, route) -> judge(domain, route, now, objections, ways));
    for (PastFilter old : before) {
      Way way = new Way(old.domain(), old.exchanger(), old.address());
      if (ways.containsKey(way)) {
        ways.computeIfPresent(way, (same, seen) -> longer(seen, old.ttl()));
      } else if (old.until().isAfter(now)) {
        ways.put(way, old);
        whose(old.exchanger(), old.address())
            .filter(whose -> protects.domains().contains(old.domain()))
            .map(whose -> way.objection(whose, Optional.of(old.until())))
            .ifPresent(objections::add);
      }
    }
    return new Findings(
        refusesAnew() ? objections : List.of(),
        ways.values().stream().limit(MOST_REMEMBERED).toList());
  }

  /** A way by which mail goes. */
  private record Way(String domain, String exchanger, Address address) {
    Objection objection(Objection.Whose whose, Optional<Instant> until) {
      return new Objection.PastTheFilter(domain, exchanger, address, whose, until);
    }
  }

  /**
   * Returns the way with the longer lifetime: a caching resolver counts down, and other caches may
   * have asked when it began.
   */
  private static PastFilter longer(PastFilter seen, Duration ttl) {
    return seen.ttl().compareTo(ttl) >= 0
        ? seen
        : new PastFilter(seen.domain(), seen.exchanger(), seen.address(), seen.lastSeen(), ttl);
  }

  private void judge(
      String domain,
      MailRoute route,
      Instant now,
      List<Objection> objections,
      Map<Way, PastFilter> ways) {
    switch (route) {
      case MailRoute.Nowhere() -> {
        // No mail, no way past the filter.
      }
      case MailRoute.NoInformation(_, String detail) ->
          objections.add(new Objection.Untold(domain, detail));
      case MailRoute.Hosts(List<MailRoute.Exchanger> exchangers) -> {
        if (exchangers.stream().allMatch(this::isNobody)) {
          objections.add(new Objection.NoMail(domain));
        }
        for (MailRoute.Exchanger exchanger : exchangers) {
          judge(domain, exchanger, now, objections, ways);
        }
      }
    }
  }

  private boolean isNobody(MailRoute.Exchanger exchanger) {
    return exchanger.addresses().isEmpty()
        && exchanger.unknown().isEmpty()
        && !protects.isFilter(exchanger.name());
  }

  private void judge(
      String domain,
      MailRoute.Exchanger exchanger,
      Instant now,
      List<Objection> objections,
      Map<Way, PastFilter> ways) {
    Duration reach =
        exchanger.reach().compareTo(LONGEST_CACHE) > 0 ? LONGEST_CACHE : exchanger.reach();
    for (Address address : exchanger.addresses()) {
      Optional<Objection.Whose> whose = whose(exchanger.name(), address);
      if (whose.isPresent()) {
        Way way = new Way(domain, exchanger.name(), address);
        objections.add(way.objection(whose.get(), Optional.empty()));
        ways.put(way, new PastFilter(domain, exchanger.name(), address, now, reach));
      }
    }
    if (!protects.isFilter(exchanger.name())) {
      exchanger.unknown().forEach(why -> objections.add(new Objection.Untold(domain, why)));
    }
  }

  /** Returns the owner of an exchanger; empty when it is the filter's. */
  private Optional<Objection.Whose> whose(String exchanger, Address address) {
    if (ours.contains(address)) {
      return Optional.of(Objection.Whose.OURS);
    }
    return protects.isFilter(exchanger) || accepted.contains(address)
        ? Optional.empty()
        : Optional.of(Objection.Whose.OTHERS);
  }
}
