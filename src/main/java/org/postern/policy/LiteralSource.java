package org.postern.policy;

import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.postern.address.AddressSet;
import org.postern.address.Family;
import org.postern.address.Interval;
import org.postern.address.text.AddressText;
import org.postern.diagnostic.Span;

/**
 * A source of addresses written into the policy.
 *
 * @param text the text as written
 * @param label the reason why it is there, empty when not said
 * @param until the last day on which it counts
 */
public record LiteralSource(
    Span span, Interval interval, String text, String label, Optional<LocalDate> until)
    implements SourceSpec {
  /** The beginning of its id, and of that of no other source. */
  public static final String ID = "literal ";

  /** Returns the addresses that words are, with or without what an id begins with. */
  public static Optional<Interval> addresses(String words) {
    String bare = words.startsWith(ID) ? words.substring(ID.length()) : words;
    return AddressText.parse(bare) instanceof AddressText.Ok ok
        ? Optional.of(ok.interval())
        : Optional.empty();
  }

  /** Returns the addresses of all literals. */
  public static AddressSet union(List<LiteralSource> literals) {
    AddressSet.Builder all = AddressSet.builder();
    literals.forEach(literal -> all.add(literal.interval));
    return all.build();
  }

  @Override
  public LiteralSource withSpan(Span other) {
    return new LiteralSource(other, interval, text, label, until);
  }

  @Override
  public String kindWord() {
    return "net";
  }

  @Override
  public String value() {
    return text;
  }

  @Override
  public String id() {
    return ID + interval;
  }

  @Override
  public Origin origin() {
    return Origin.POLICY;
  }

  @Override
  public Set<Family> families() {
    return Set.of(interval.first().family());
  }

  @Override
  public boolean mayEnd() {
    return until.isPresent();
  }

  @Override
  public Optional<Duration> pollEvery() {
    return Optional.of(until.isPresent() ? LOCAL : FIXED);
  }

  @Override
  public AddressSet addresses() {
    return AddressSet.of(interval);
  }

  @Override
  public List<String> texts() {
    return List.of(label);
  }

  @Override
  public List<String> spellings() {
    return List.of(text);
  }

  @Override
  public boolean isNamedBy(String words) {
    return SourceSpec.super.isNamedBy(words)
        || addresses(words.strip()).equals(Optional.of(interval));
  }
}
