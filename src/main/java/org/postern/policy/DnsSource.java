package org.postern.policy;

import java.util.Locale;
import java.util.Set;
import org.postern.address.Family;
import org.postern.diagnostic.Span;

/**
 * The A and AAAA records of a name, or of the hosts that its MX records name.
 *
 * @param name absolute, lower case, without the final dot
 * @param families the families that are asked
 * @param hosts the hosts that are meant
 * @param secure whether only answers count that are signed up to a trust anchor (DNSSEC)
 */
public record DnsSource(Span span, String name, Set<Family> families, Hosts hosts, boolean secure)
    implements SourceSpec {
  /** The hosts that a name leads to. */
  public enum Hosts {
    /** Addresses of the hosts with that name. */
    NAMED,
    /** The mail exchangers of that domain. */
    EXCHANGERS
  }

  /** The hosts with that name, whether its answers are signed or not. */
  public DnsSource(Span span, String name, Set<Family> families) {
    this(span, name, families, Hosts.NAMED, false);
  }

  public DnsSource {
    families = Set.copyOf(families);
  }

  /** Returns a name as the policy keeps it. */
  public static String kept(String name) {
    String lower = name.toLowerCase(Locale.ROOT);
    return lower.endsWith(".") ? lower.substring(0, lower.length() - 1) : lower;
  }

  @Override
  public DnsSource withSpan(Span other) {
    return new DnsSource(other, name, families, hosts, secure);
  }

  @Override
  public String kindWord() {
    return "dns";
  }

  @Override
  public String value() {
    return name;
  }

  @Override
  public String id() {
    String of =
        switch (hosts) {
          case NAMED -> "";
          case EXCHANGERS -> " type mx";
        };
    return SourceSpec.super.id() + of + (secure ? " secure" : "");
  }

  @Override
  public Origin origin() {
    return Origin.PROVIDER;
  }

  @Override
  public DnsSource narrowedTo(Set<Family> families) {
    return new DnsSource(span, name, families, hosts, secure);
  }

  @Override
  public boolean isNamedBy(String words) {
    return SourceSpec.super.isNamedBy(words)
        || kept(words.strip().replaceFirst("^dns:? *", "")).equals(name);
  }
}
