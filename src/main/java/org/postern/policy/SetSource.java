package org.postern.policy;

import java.util.List;
import java.util.Set;
import org.postern.address.Family;
import org.postern.diagnostic.Span;

/** A source of all that another set holds, after its own {@code never}. */
public record SetSource(Span span, String set) implements SourceSpec {
  @Override
  public SetSource withSpan(Span other) {
    return new SetSource(other, set);
  }

  @Override
  public String kindWord() {
    return "set";
  }

  @Override
  public String value() {
    return set;
  }

  @Override
  public Origin origin() {
    return Origin.SET;
  }

  @Override
  public Set<Family> families() {
    return Set.of();
  }

  /** Returns nothing: another set is withheld by its own name, or it is not. */
  @Override
  public List<String> texts() {
    return List.of();
  }
}
