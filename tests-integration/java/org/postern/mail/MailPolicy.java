package org.postern.mail;

import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.postern.address.AddressSet;
import org.postern.address.Interval;
import org.postern.plan.AccessRule;
import org.postern.plan.Peers;
import org.postern.plan.Recipients;
import org.postern.plan.Ruleset;
import org.postern.plan.Scope;
import org.postern.policy.Refusal;

/**
 * A policy with one rule for mail, and what it means.
 *
 * @param accepted the peers
 * @param domains whose mail; none stands for all
 * @param subdomains whether that of domains below too
 * @param except domains that are not meant
 * @param otherwise what happens to other peers
 */
record MailPolicy(
    AddressSet accepted,
    List<String> domains,
    boolean subdomains,
    List<String> except,
    Refusal otherwise) {
  private static final int LONG = 1_000;

  MailPolicy {
    domains = List.copyOf(domains);
    except = List.copyOf(except);
  }

  /** One for the mail of all. */
  static MailPolicy global(AddressSet accepted, Refusal otherwise) {
    return new MailPolicy(accepted, List.of(), false, List.of(), otherwise);
  }

  /** Returns a copy that does something else with other peers. */
  MailPolicy with(Refusal other) {
    return new MailPolicy(accepted, domains, subdomains, except, other);
  }

  /** Returns a copy that accepts other peers. */
  MailPolicy with(AddressSet others) {
    return new MailPolicy(others, domains, subdomains, except, otherwise);
  }

  /** The peers that the tests know by their addresses. */
  static AddressSet of(String... intervals) {
    AddressSet.Builder set = AddressSet.builder();
    for (String interval : intervals) {
      String[] ends = interval.split("-", 2);
      set.add(new Interval(Dialogues.address(ends[0]), Dialogues.address(ends[ends.length - 1])));
    }
    return set.build();
  }

  Ruleset ruleset() {
    Recipients recipients =
        domains.isEmpty()
            ? new Recipients.All()
            : new Recipients.Domains(new TreeSet<>(domains), subdomains, new TreeSet<>(except));
    return new Ruleset(
        List.of(
            new AccessRule(
                "mta",
                new Scope.Mail(recipients, Optional.empty(), true, ""),
                new Peers.Only(accepted),
                Optional.of(otherwise),
                Optional.empty(),
                Optional.empty())));
  }

  /** Whether its peers are in a file beside it, named {@code peers}. */
  boolean isLong() {
    return accepted.intervals().size() > LONG;
  }

  /** Its peers, as the language of policies and lists have them. */
  Stream<String> peers() {
    return accepted.intervals().stream().map(i -> i.first() + "-" + i.last());
  }

  /** In the language of policies, for a server. */
  String text(MailHost host) {
    String sources =
        isLong()
            ? "      - {file: peers}\n"
            : peers().map("      - \"%s\"\n"::formatted).collect(Collectors.joining());
    String hosted =
        domains.isEmpty()
            ? ""
            : "domains: {hosted: {sources: %s, subdomains: %s%s}}\n"
                .formatted(domains, subdomains, except.isEmpty() ? "" : ", never: " + except);
    return """
    sets:
      own:
        guard: {shrink: 100%%, grow: 100000%%, at-most: 1000000}
        keep: {removed: 0s}
        sources:
    %s%srules: [{name: mta, hook: smtp, %saccept: [own], otherwise: %s}]
    targets: [%s]
    """
        .formatted(
            sources,
            hosted,
            domains.isEmpty() ? "" : "for: [hosted], ",
            host.refusal(otherwise).text(),
            host.target());
  }
}
