package org.postern.plan.memory;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.postern.policy.ProtectSpec;
import org.postern.source.MailRoute;

/**
 * The MX records that were seen of a domain. They tell which records the resolvers of senders may
 * still hold in their caches: a domain whose mail may still come by another way is not judged.
 *
 * @param since the time when a look-up first brought an answer
 * @param filtered whether all MX were the filter's in the last answer
 * @param others an MX that was not the filter's, in words; empty when all were
 * @param until the time when the last cache forgets an MX that was not the filter's; empty when
 *     none was ever seen
 */
public record MxMemory(Instant since, boolean filtered, String others, Optional<Instant> until) {
  /** The longest time that a cache keeps an answer: the default of max-cache-ttl of BIND 9. */
  public static final Duration LONGEST_CACHE = Duration.ofDays(7);

  /**
   * Returns the memory after a look-up; empty when nothing is known after it either.
   *
   * @param route the result of the look-up
   * @param at the time of the look-up
   */
  public static Optional<MxMemory> seen(
      Optional<MxMemory> before, MailRoute route, Instant at, ProtectSpec protects) {
    return switch (route) {
      case MailRoute.NoInformation _ -> before;
      case MailRoute.Nowhere _ ->
          Optional.of(
              new MxMemory(
                  since(before, at), false, "it takes no mail", before.flatMap(MxMemory::until)));
      case MailRoute.Hosts hosts -> Optional.of(seen(before, hosts, at, protects));
    };
  }

  private static MxMemory seen(
      Optional<MxMemory> before, MailRoute.Hosts hosts, Instant at, ProtectSpec protects) {
    Optional<Instant> until = before.flatMap(MxMemory::until);
    String others = "";
    for (MailRoute.Exchanger one : hosts.exchangers()) {
      if (!protects.isFilter(one.name())) {
        others = others.isEmpty() ? other(one) : others;
        boolean leads = !one.addresses().isEmpty() || !one.unknown().isEmpty();
        Instant end = at.plus(shorter(one.reach(), LONGEST_CACHE));
        until = leads && until.filter(end::isBefore).isEmpty() ? Optional.of(end) : until;
      }
    }
    return new MxMemory(since(before, at), others.isEmpty(), others, until);
  }

  private static String other(MailRoute.Exchanger one) {
    return one.implicit() ? "it has no MX" : "its MX " + one.name() + " is not the filter's";
  }

  private static Instant since(Optional<MxMemory> before, Instant at) {
    return before.map(MxMemory::since).orElse(at);
  }

  private static Duration shorter(Duration one, Duration other) {
    return one.compareTo(other) < 0 ? one : other;
  }

  /**
   * Returns until when a rule that rejects has to wait even if no MX but the filter's was ever
   * seen.
   */
  public Instant unseenUntil() {
    return since.plus(LONGEST_CACHE);
  }

  MxMemory shifted(Duration by) {
    return new MxMemory(since.plus(by), filtered, others, until.map(end -> end.plus(by)));
  }

  /**
   * Returns a copy without dates that lie too far ahead: they were written by a clock that was
   * ahead.
   */
  MxMemory notAfter(Instant now) {
    Instant last = now.plus(LONGEST_CACHE);
    return new MxMemory(
        since.isAfter(now) ? now : since,
        filtered,
        others,
        until.map(end -> end.isAfter(last) ? last : end));
  }
}
