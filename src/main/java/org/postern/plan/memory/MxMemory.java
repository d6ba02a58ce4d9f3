package org.postern.plan.memory;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.postern.policy.ProtectSpec;
import org.postern.source.MailRoute;

/**
 * What was seen of the MX records of a domain. What caches of senders may hold is told by this: a
 * domain whose mail may still come by another way is not judged.
 *
 * @param since the first look that brought information
 * @param filtered whether all MX were the filter's at the last such look
 * @param others the hosts that were not, in words; empty when all were
 * @param until when the last cache forgets an MX that was not the filter's; empty when none was
 *     ever seen
 */
public record MxMemory(Instant since, boolean filtered, String others, Optional<Instant> until) {
  /** No cache keeps an answer longer, seen or not: max-cache-ttl of BIND 9. */
  public static final Duration LONGEST_CACHE = Duration.ofDays(7);

  /**
   * What a look adds; empty when nothing is known after it either.
   *
   * @param route what it brought
   * @param at when
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

  /** Until when a rule that rejects is to wait, where no MX but the filter's was ever seen. */
  public Instant unseenUntil() {
    return since.plus(LONGEST_CACHE);
  }

  MxMemory shifted(Duration by) {
    return new MxMemory(since.plus(by), filtered, others, until.map(end -> end.plus(by)));
  }

  /** A date that no look before now can have led to is of a clock that was ahead. */
  MxMemory notAfter(Instant now) {
    Instant last = now.plus(LONGEST_CACHE);
    return new MxMemory(
        since.isAfter(now) ? now : since,
        filtered,
        others,
        until.map(end -> end.isAfter(last) ? last : end));
  }
}
