package org.postern.plan.guard;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.postern.address.text.AddressText;
import org.postern.diagnostic.Span;
import org.postern.plan.EffectiveDomains;
import org.postern.plan.Settled;
import org.postern.plan.memory.Approval;
import org.postern.plan.memory.GuardMemory;
import org.postern.policy.DomainGuard;
import org.postern.policy.DomainSetDefinition;
import org.postern.policy.DomainSource;
import org.postern.policy.Policy;
import org.postern.policy.ProtectSpec;
import org.postern.policy.ResolveSettings;
import org.postern.source.Answer;
import org.postern.source.HeardDomains;
import org.postern.source.MailRoute;
import org.postern.source.ResolvedSets;

/** The life of one set of domains called {@code hosted}, of which the filter is filter.example. */
public final class DomainStory {
  static final String SET = "hosted";
  static final Instant START = Instant.parse("2026-03-01T12:00:00Z");

  private final List<DomainSource> sources = new ArrayList<>();
  private boolean filtered;
  private DomainGuard guard = DomainGuard.DEFAULT;
  private List<String> never = List.of();
  private ProtectSpec protects = new ProtectSpec(List.of(), List.of("filter.example"));
  private final Map<String, HeardDomains.ListAnswer> lists = new LinkedHashMap<>();
  private final SortedMap<String, MailRoute> routes = new TreeMap<>();
  private GuardMemory memory = GuardMemory.empty();
  private Instant now = START;

  DomainStory names(String... domains) {
    List.of(domains).forEach(one -> sources.add(new DomainSource.Name(Span.wholeFile("p"), one)));
    return this;
  }

  DomainStory list(String file, String... domains) {
    DomainSource.ListFile source = new DomainSource.ListFile(Span.wholeFile("p"), file, file);
    if (!lists.containsKey(source.id())) {
      sources.add(source);
    }
    lists.put(source.id(), new HeardDomains.Names(new TreeSet<>(List.of(domains))));
    return this;
  }

  DomainStory silent(String file) {
    DomainSource.ListFile source = new DomainSource.ListFile(Span.wholeFile("p"), file, file);
    if (!lists.containsKey(source.id())) {
      sources.add(source);
    }
    lists.put(source.id(), new HeardDomains.NoList(Answer.Cause.MISSING, file + " is not there"));
    return this;
  }

  DomainStory filtered() {
    filtered = true;
    return this;
  }

  DomainStory guarded(int shrink, int grow) {
    guard = new DomainGuard(shrink, grow);
    return this;
  }

  DomainStory never(String... domains) {
    never = List.of(domains);
    return this;
  }

  DomainStory protecting(ProtectSpec spec) {
    protects = spec;
    return this;
  }

  /** The MX of a domain are these hosts, for so long. */
  DomainStory mx(String domain, Duration ttl, String... hosts) {
    routes.put(
        domain,
        new MailRoute.Hosts(
            List.of(hosts).stream()
                .map(
                    host ->
                        new MailRoute.Exchanger(
                            host,
                            host.equals(domain),
                            List.of(
                                ((AddressText.Ok) AddressText.parse("192.0.2.9"))
                                    .interval()
                                    .first()),
                            ttl,
                            List.of()))
                .toList()));
    return this;
  }

  DomainStory route(String domain, MailRoute route) {
    routes.put(domain, route);
    return this;
  }

  DomainStory later(Duration time) {
    now = now.plus(time);
    return this;
  }

  DomainStory approve(String digest) {
    memory = memory.withApproval(new Approval(digest, "uid 0", "", now));
    return this;
  }

  GuardMemory memory() {
    return memory;
  }

  DomainStory remembering(GuardMemory other) {
    memory = other;
    return this;
  }

  Settled apply() {
    Settled settled = look();
    memory = settled.memory();
    return settled;
  }

  Settled look() {
    DomainSetDefinition set =
        new DomainSetDefinition(SET, Span.wholeFile("p"), sources, filtered, false, never, guard);
    Policy policy =
        new Policy(
            "p",
            List.of(),
            List.of(set),
            List.of(),
            protects,
            ResolveSettings.DEFAULT,
            List.of(),
            List.of());
    Map<String, HeardDomains.ListLook> looks = new LinkedHashMap<>();
    lists.forEach((id, answer) -> looks.put(id, new HeardDomains.ListLook(answer, now, "")));
    SortedMap<String, HeardDomains.RouteLook> seen = new TreeMap<>();
    routes.forEach((domain, route) -> seen.put(domain, new HeardDomains.RouteLook(route, now)));
    return Settlement.settle(
        policy, new ResolvedSets(now, List.of(), new HeardDomains(looks, seen)), memory);
  }

  static EffectiveDomains of(Settled settled) {
    return settled.domains(SET).orElseThrow();
  }

  /** What is in force, sorted. */
  public static List<String> inForce(Settled settled) {
    return List.copyOf(of(settled).since().keySet());
  }

  public static String[] many(int from, int to) {
    String[] names = new String[to - from];
    for (int i = from; i < to; i++) {
      names[i - from] = "d%05d.example".formatted(i);
    }
    return names;
  }
}
