package org.postern.target.mail.exim;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.SortedSet;
import java.util.TreeSet;
import org.postern.plan.AccessRule;
import org.postern.plan.Peers;
import org.postern.plan.Recipients;
import org.postern.plan.Ruleset;
import org.postern.plan.Scope;
import org.postern.plan.ToyWorld;
import org.postern.policy.Refusal;

/** Random rules of mail over a few domains and addresses, no two of which judge the same mail. */
final class EximWorld {
  static final List<String> DOMAINS =
      List.of("a.example", "x.a.example", "y.x.a.example", "b.example", "x.b.example");

  /** Each domain that is named, and others below and beside. */
  static final List<String> PROBES =
      List.of(
          "a.example",
          "o.a.example",
          "x.a.example",
          "o.x.a.example",
          "y.x.a.example",
          "o.y.x.a.example",
          "b.example",
          "o.b.example",
          "x.b.example",
          "example",
          "other.invalid");

  static final List<String> PEERS =
      List.of("192.0.2.1", "192.0.2.2", "192.0.2.129", "2001:db8::1", "2001:db8::2", "203.0.113.9");

  private static final List<String> SETS =
      List.of("192.0.2.1", "192.0.2.2", "192.0.2.0/24", "2001:db8::/127", "2001:db8::1");

  private static final Instant UNTIL = Instant.parse("2031-01-02T03:04:05Z");

  private final Random random;

  EximWorld(long seed) {
    this.random = new Random(seed);
  }

  Ruleset ruleset() {
    List<AccessRule> rules = new ArrayList<>();
    for (String name : List.of("inner", "mta", "smtp")) {
      AccessRule rule = rule(name);
      boolean meets = rules.stream().anyMatch(one -> one.scope().overlaps(rule.scope()));
      if (random.nextInt(4) > 0 && !meets) {
        rules.add(rule);
      }
    }
    return new Ruleset(rules);
  }

  AccessRule rule(String name) {
    Scope.Mail scope =
        new Scope.Mail(
            recipients(),
            Optional.empty(),
            random.nextBoolean(),
            random.nextBoolean() ? "" : "deliver to: the MX (of " + random.nextInt(3) + ")");
    if (random.nextInt(8) == 0) {
      return new AccessRule(
          name, scope, new Peers.Any(), Optional.empty(), Optional.empty(), Optional.empty());
    }
    Refusal verdict =
        List.of(Refusal.DEFER, Refusal.REJECT, Refusal.OBSERVE).get(random.nextInt(3));
    boolean opened = verdict.refuses() && random.nextInt(4) == 0;
    return new AccessRule(
        name,
        scope,
        new Peers.Only(ToyWorld.set(some(SETS).toArray(String[]::new))),
        Optional.of(verdict),
        Optional.empty(),
        opened ? Optional.of(UNTIL) : Optional.empty());
  }

  /** In the one form that is compared. */
  Recipients recipients() {
    Recipients some =
        switch (random.nextInt(6)) {
          case 0 -> new Recipients.All();
          case 1 -> domains(true);
          case 2 -> new Recipients.Union(List.of(domains(false), domains(true), domains(true)));
          default -> domains(random.nextInt(3) == 0);
        };
    return some;
  }

  private Recipients.Domains domains(boolean below) {
    SortedSet<String> names = new TreeSet<>(some(DOMAINS));
    SortedSet<String> except =
        random.nextBoolean() ? new TreeSet<>() : new TreeSet<>(some(DOMAINS));
    except.removeAll(names);
    return new Recipients.Domains(names, below, except);
  }

  private List<String> some(List<String> all) {
    return all.stream().filter(_ -> random.nextInt(3) == 0).toList();
  }
}
