package org.postern.policy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.postern.address.Family;
import org.postern.diagnostic.Span;

/**
 * A source of those addresses of another source whose name is a domain or below it: their PTR
 * record says so, and that name has the address.
 *
 * @param of the source that publishes the addresses
 * @param below the domain, as {@link DnsSource#kept} keeps it
 */
public record NamedSource(SourceSpec of, String below) implements SourceSpec {
  @Override
  public Span span() {
    return of.span();
  }

  @Override
  public NamedSource withSpan(Span other) {
    return new NamedSource(of.withSpan(other), below);
  }

  @Override
  public SourceSpec base() {
    return of.base();
  }

  @Override
  public String kindWord() {
    return of.kindWord();
  }

  @Override
  public String value() {
    return of.value();
  }

  @Override
  public String id() {
    return of.id() + " ptr " + below;
  }

  /** Returns that a provider decides: the zones of the names do, also for a list of this host. */
  @Override
  public Origin origin() {
    return Origin.PROVIDER;
  }

  @Override
  public Set<Family> families() {
    return of.families();
  }

  @Override
  public Optional<Duration> pollEvery() {
    return of.pollEvery();
  }

  @Override
  public NamedSource narrowedTo(Set<Family> families) {
    return new NamedSource(of.narrowedTo(families), below);
  }

  @Override
  public List<String> texts() {
    List<String> texts = new ArrayList<>(of.texts());
    texts.add(below);
    return List.copyOf(texts);
  }
}
