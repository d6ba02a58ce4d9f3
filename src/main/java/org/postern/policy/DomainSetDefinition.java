package org.postern.policy;

import java.util.List;
import org.postern.diagnostic.Span;

/**
 * A named set of mail domains: the recipients that a rule on a mail server judges.
 *
 * @param name the name, which no set of addresses has
 * @param span the place where it is defined
 * @param sources the sources of its domains, never empty
 * @param filtered whether only those domains are taken whose MX all are the filter's
 * @param subdomains whether each domain stands for all domains below it too
 * @param never domains taken out of this set whatever its sources say; with {@code subdomains} with
 *     all below them
 * @param guard the guard that may hold a change of it
 */
public record DomainSetDefinition(
    String name,
    Span span,
    List<DomainSource> sources,
    boolean filtered,
    boolean subdomains,
    List<String> never,
    DomainGuard guard) {
  public DomainSetDefinition {
    sources = List.copyOf(sources);
    never = List.copyOf(never);
  }

  /** Returns a copy behind another guard. */
  public DomainSetDefinition withGuard(DomainGuard other) {
    return new DomainSetDefinition(name, span, sources, filtered, subdomains, never, other);
  }

  /** Returns a copy with other sources. */
  public DomainSetDefinition withSources(List<DomainSource> others) {
    return new DomainSetDefinition(name, span, others, filtered, subdomains, never, guard);
  }

  /** Tells whether {@code never} takes a domain out. */
  public boolean excludes(String domain) {
    return never.stream()
        .anyMatch(one -> domain.equals(one) || (subdomains && domain.endsWith("." + one)));
  }
}
