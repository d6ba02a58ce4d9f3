package org.postern.policy;

import java.time.LocalDate;
import java.util.List;
import java.util.Optional;

/**
 * The domains whose mail the filter protects.
 *
 * @param domains the mail domains whose MX must all be the filter before a peer is refused; lower
 *     case, without the final dot
 * @param mx names of the filter, with all names below them; like the domains
 * @param cleanSince the day since which the MX records of all domains name the filter alone, as the
 *     administrator knows it; it begins at midnight UTC
 */
public record ProtectSpec(List<String> domains, List<String> mx, Optional<LocalDate> cleanSince) {
  /** The specification where the policy has none. */
  public static final ProtectSpec NONE = new ProtectSpec(List.of(), List.of());

  /** Creates a specification that does not say since when the domains name the filter alone. */
  public ProtectSpec(List<String> domains, List<String> mx) {
    this(domains, mx, Optional.empty());
  }

  public ProtectSpec {
    domains = List.copyOf(domains);
    mx = List.copyOf(mx);
  }

  /**
   * Tells whether a host is the filter's by its name: it equals one of {@code mx} or lies below it.
   */
  public boolean isFilter(String host) {
    return mx.stream().anyMatch(name -> host.equals(name) || host.endsWith("." + name));
  }
}
