package org.postern.policy;

import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.postern.address.Family;
import org.postern.diagnostic.Span;

/**
 * The addresses that the SPF record of a domain lets send (RFC 7208): the hosts that may send,
 * which may be more or less than those that deliver.
 *
 * @param name the domain, as {@link DnsSource#kept} keeps it
 * @param families the families that are taken
 * @param follow the host names in the record that are followed to their addresses; empty where the
 *     policy does not say so, and a record with such names is refused
 */
public record SpfSource(Span span, String name, Set<Family> families, Optional<Set<Hosts>> follow)
    implements SourceSpec {
  public SpfSource {
    families = Set.copyOf(families);
    follow = follow.map(Set::copyOf);
  }

  /** Mechanisms that name hosts (RFC 7208 sections 5.3 and 5.4). */
  public enum Hosts {
    /** The hosts with that name. */
    A,
    /** The mail exchangers of that domain. */
    MX;

    /** Returns the word as a record and a policy write it. */
    public String text() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  @Override
  public SpfSource withSpan(Span other) {
    return new SpfSource(other, name, families, follow);
  }

  @Override
  public String kindWord() {
    return "spf";
  }

  @Override
  public String value() {
    return name;
  }

  @Override
  public String id() {
    return SourceSpec.super.id() + follow.map(SpfSource::followed).orElse("");
  }

  private static String followed(Set<Hosts> hosts) {
    return hosts.isEmpty()
        ? " follow none"
        : hosts.stream().sorted().map(Hosts::text).collect(Collectors.joining(" ", " follow ", ""));
  }

  @Override
  public Origin origin() {
    return Origin.PROVIDER;
  }

  @Override
  public SpfSource narrowedTo(Set<Family> families) {
    return new SpfSource(span, name, families, follow);
  }
}
