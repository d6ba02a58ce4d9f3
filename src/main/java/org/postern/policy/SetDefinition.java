package org.postern.policy;

import java.util.List;
import java.util.Optional;
import org.postern.diagnostic.Span;

/**
 * A named set of addresses and how it is to be kept.
 *
 * @param name lower-case letters, digits and dashes, starting with a letter, at most 32 long
 * @param span the place where it is defined
 * @param sources the sources of its addresses, never empty
 * @param never addresses taken out of this set whatever its sources say
 * @param guard the guard that may hold a change of it
 * @param keep how long addresses outlive their source
 * @param widen how far it may be widened, or not at all
 * @param initial a lockfile that is the last good of a host that has none
 */
public record SetDefinition(
    String name,
    Span span,
    List<SourceSpec> sources,
    List<LiteralSource> never,
    GuardSpec guard,
    KeepSpec keep,
    Optional<WidenSpec> widen,
    Optional<String> initial) {
  public SetDefinition {
    sources = List.copyOf(sources);
    never = List.copyOf(never);
  }

  /** Returns the source of that id, if the set names it. */
  public Optional<SourceSpec> source(String id) {
    return sources.stream().filter(source -> source.id().equals(id)).findFirst();
  }

  /** Tells whether its addresses are learned when they are met. */
  public boolean learns() {
    return sources.stream().anyMatch(SourceSpec::learns);
  }

  /** Returns a copy with other sources. */
  public SetDefinition withSources(List<SourceSpec> others) {
    return new SetDefinition(name, span, others, never, guard, keep, widen, initial);
  }

  /** Returns a copy with other guards. */
  public SetDefinition withGuard(GuardSpec other) {
    return new SetDefinition(name, span, sources, never, other, keep, widen, initial);
  }
}
