package org.postern.policy;

import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.postern.address.Family;
import org.postern.diagnostic.Span;

/**
 * The A and AAAA records of a name.
 *
 * @param name absolute, lower case, without the final dot
 * @param families which of the two are asked
 */
public record DnsSource(Span span, String name, Set<Family> families) implements SourceSpec {
  public DnsSource {
    families = Set.copyOf(families);
  }

  /** A name as the policy keeps it. */
  public static String kept(String name) {
    String lower = name.toLowerCase(Locale.ROOT);
    return lower.endsWith(".") ? lower.substring(0, lower.length() - 1) : lower;
  }

  @Override
  public DnsSource withSpan(Span other) {
    return new DnsSource(other, name, families);
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
  public Origin origin() {
    return Origin.PROVIDER;
  }

  @Override
  public Optional<Duration> pollEvery() {
    return Optional.empty();
  }

  @Override
  public DnsSource narrowedTo(Set<Family> families) {
    return new DnsSource(span, name, families);
  }

  @Override
  public boolean isNamedBy(String words) {
    return SourceSpec.super.isNamedBy(words)
        || kept(words.strip().replaceFirst("^dns:? *", "")).equals(name);
  }
}
