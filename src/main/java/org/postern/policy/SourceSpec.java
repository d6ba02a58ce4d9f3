package org.postern.policy;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.postern.address.AddressSet;
import org.postern.address.Family;
import org.postern.diagnostic.Span;

/**
 * A source of addresses of a set. What differs between the kinds is behaviour of this type, so that
 * a new kind answers all of it here.
 */
public sealed interface SourceSpec
    permits DnsSource,
        FileSource,
        LiteralSource,
        NamedSource,
        PtrSource,
        SetSource,
        SpfSource,
        UrlSource {
  /** The place where it is decided what a source names. */
  enum Origin {
    /** The text of the policy: it changes with that alone. */
    POLICY,
    /** A file of this host: it may change or be missing at any time. */
    HOST,
    /** A provider outside of this host: its answers are guarded. */
    PROVIDER,
    /** Another set of the policy; nothing is asked. */
    SET
  }

  /** Returns the place where it is written. */
  Span span();

  /** Returns a copy that is written elsewhere. */
  SourceSpec withSpan(Span other);

  /** Returns the source that is asked, without what is kept of its answers. */
  default SourceSpec base() {
    return this;
  }

  /** Returns the key that makes a source of this kind, {@code net} for addresses. */
  String kindWord();

  /** Returns the text that is written behind the key. */
  String value();

  /** Returns where it is decided what it names. */
  Origin origin();

  /** Returns the families that it is asked for; none where nothing is asked. */
  Set<Family> families();

  /** Returns how a person and the state name this source; equal sources have equal names. */
  default String id() {
    return kindWord() + " " + value();
  }

  /** Tells whether it is outside of this host and the policy, so that its answers are guarded. */
  default boolean outside() {
    return origin() == Origin.PROVIDER;
  }

  /**
   * Tells whether a lockfile holds its answers: they are read anew each time, and may change or
   * fail while the policy stays.
   */
  default boolean isLocked() {
    return switch (origin()) {
      case PROVIDER, HOST -> true;
      case POLICY, SET -> false;
    };
  }

  /**
   * Tells whether it names no addresses by itself: each is learned when it is met, and proven by
   * itself.
   */
  default boolean learns() {
    return false;
  }

  /** Tells whether the time may come when it names no address while the policy stays. */
  default boolean mayEnd() {
    return isLocked();
  }

  /** Returns how often it is read; empty where each answer says how long it lasts. */
  default Optional<Duration> pollEvery() {
    return outside() ? Optional.empty() : Optional.of(LOCAL);
  }

  /** Returns a copy that is asked for those families alone, where its kind can be. */
  default SourceSpec narrowedTo(Set<Family> families) {
    return this;
  }

  /** Returns the addresses that the text of the policy itself spells out. */
  default AddressSet addresses() {
    return AddressSet.none();
  }

  /** Returns the texts that a page which withholds its set must not show, addresses apart. */
  default List<String> texts() {
    return List.of(value());
  }

  /** Returns the texts that can be typed for it beside its id, the most telling one first. */
  default List<String> spellings() {
    return List.of(kindWord() + ": " + value(), kindWord() + ":" + value(), value());
  }

  /** Tells whether these words of a person name the source. */
  default boolean isNamedBy(String words) {
    String given = words.strip();
    return given.equals(id()) || spellings().contains(given);
  }

  /** The interval between reads of a source that this host itself publishes and may change. */
  Duration LOCAL = Duration.ofMinutes(1);

  /** The interval between reads of a source in the policy itself, which changes only with it. */
  Duration FIXED = Duration.ofDays(1);
}
