package org.postern.command.outcome;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import org.postern.plan.EffectiveDomains;
import org.postern.plan.Settled;

/**
 * The state of a set of mail domains, as a document for programs.
 *
 * @param domains the domains that are in force
 * @param unseen the domains in force of which no MX but the filter's was ever seen, and until when
 *     rules that reject do not judge them
 * @param waiting the domains that join later
 * @param leftOut the domains that the sources name and that do not join
 * @param unlisted the domains that no source names any more and that a guard holds
 * @param failures the lists and MX records that give no information, in words
 */
public record DomainsDocument(
    String set,
    List<Since> domains,
    List<Until> unseen,
    List<Until> waiting,
    List<LeftOut> leftOut,
    List<String> unlisted,
    List<String> failures) {
  /** The states of all sets. */
  public record All(List<DomainsDocument> domains) {}

  /** A domain with the time since which it is in force. */
  public record Since(String domain, Instant since) {}

  /** A domain with the time until which its state lasts. */
  public record Until(String domain, Instant until) {}

  /** A domain with the reason why it does not join. */
  public record LeftOut(String domain, String why) {}

  /** Returns the states of all sets. */
  static All of(Settled settled) {
    return new All(settled.domains().stream().map(DomainsDocument::of).toList());
  }

  /** Returns the state of one set. */
  public static DomainsDocument of(EffectiveDomains set) {
    return new DomainsDocument(
        set.set(),
        each(set.since(), Since::new),
        each(set.unseen(), Until::new),
        each(set.waiting(), Until::new),
        each(set.leftOut(), LeftOut::new),
        List.copyOf(set.unlisted()),
        set.failures().stream().map(one -> one.sentence(set.set())).toList());
  }

  private static <V, R> List<R> each(Map<String, V> domains, BiFunction<String, V, R> one) {
    return domains.entrySet().stream()
        .map(entry -> one.apply(entry.getKey(), entry.getValue()))
        .toList();
  }
}
