package org.postern.command.outcome;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import org.postern.plan.EffectiveDomains;
import org.postern.plan.Settled;

/**
 * All that is known of a set of mail domains.
 *
 * @param domains that are in force
 * @param unseen those of them of which no MX but the filter's was ever seen, and until when rules
 *     that reject do not judge them
 * @param waiting those that join later
 * @param leftOut those that the sources name and that do not join
 * @param unlisted those that no source names any more and that a guard holds
 * @param failures what gives no information, in words
 */
public record DomainsDocument(
    String set,
    List<Since> domains,
    List<Until> unseen,
    List<Until> waiting,
    List<LeftOut> leftOut,
    List<String> unlisted,
    List<String> failures) {
  /** All sets. */
  public record All(List<DomainsDocument> domains) {}

  /** A domain, and since when it is in force. */
  public record Since(String domain, Instant since) {}

  /** A domain, and until when it is as it is. */
  public record Until(String domain, Instant until) {}

  /** A domain, and why it does not join. */
  public record LeftOut(String domain, String why) {}

  /** Returns what is known of each set. */
  static All of(Settled settled) {
    return new All(settled.domains().stream().map(DomainsDocument::of).toList());
  }

  /** Returns what is known of one. */
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
