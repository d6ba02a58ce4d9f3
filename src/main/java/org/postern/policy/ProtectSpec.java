package org.postern.policy;

import java.util.List;

/**
 * Whose mail the filter protects.
 *
 * @param domains the mail domains whose MX must all be the filter before anybody is refused; lower
 *     case, without the final dot
 * @param mx names of the filter, with all names below them; like the domains
 */
public record ProtectSpec(List<String> domains, List<String> mx) {
  /** Nothing is said about it. */
  public static final ProtectSpec NONE = new ProtectSpec(List.of(), List.of());

  public ProtectSpec {
    domains = List.copyOf(domains);
    mx = List.copyOf(mx);
  }

  /** Whether a host is the filter's by its name: it equals one of {@code mx} or lies below it. */
  public boolean isFilter(String host) {
    return mx.stream().anyMatch(name -> host.equals(name) || host.endsWith("." + name));
  }
}
