package org.postern.policy;

import java.util.Set;
import org.postern.address.Family;
import org.postern.diagnostic.Span;

/**
 * The addresses whose confirmed name is a domain or below it: their PTR record has the name, and
 * that name resolves back to the address. They cannot be listed; each is learned when it is first
 * seen.
 *
 * @param name the domain, as {@link DnsSource#kept} keeps it
 * @param families the address families that are learned
 */
public record PtrSource(Span span, String name, Set<Family> families) implements SourceSpec {
  public PtrSource {
    families = Set.copyOf(families);
  }

  @Override
  public PtrSource withSpan(Span other) {
    return new PtrSource(other, name, families);
  }

  @Override
  public String kindWord() {
    return "ptr";
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
  public boolean learns() {
    return true;
  }

  @Override
  public PtrSource narrowedTo(Set<Family> families) {
    return new PtrSource(span, name, families);
  }
}
