package org.postern.policy;

import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.postern.address.AddressSet;
import org.postern.address.AddressText;
import org.postern.address.Family;
import org.postern.address.Interval;
import org.postern.diagnostic.Span;

/**
 * Where addresses of a set come from. What differs between the kinds is behaviour of this type, so
 * that a new kind answers all of it here.
 */
public sealed interface SourceSpec {
  /** Who decides what a source says. */
  enum Origin {
    /** The text of the policy: it changes with that alone. */
    POLICY,
    /** A file of this host: it may change or be missing at any time. */
    HOST,
    /** A provider outside of this host: its answers are guarded. */
    PROVIDER,
    /** Another set of the policy: nothing is asked. */
    SET
  }

  /** Where it is written. */
  Span span();

  /** Returns a copy that is written elsewhere. */
  SourceSpec withSpan(Span other);

  /** The key that makes a source of this kind, {@code net} for addresses. */
  String kindWord();

  /** What is written behind the key. */
  String value();

  /** Who decides what it says. */
  Origin origin();

  /** The families that it is asked for; none where nothing is asked. */
  Set<Family> families();

  /** How a person and the state name this source; equal sources have equal names. */
  default String id() {
    return kindWord() + " " + value();
  }

  /** Whether it is outside of this host and the policy, so that its answers are guarded. */
  default boolean outside() {
    return origin() == Origin.PROVIDER;
  }

  /**
   * Whether a lockfile holds its answers: they are read anew each time, and may change or fail
   * while the policy stays.
   */
  default boolean isLocked() {
    return switch (origin()) {
      case PROVIDER, HOST -> true;
      case POLICY, SET -> false;
    };
  }

  /** Whether the time may come when it names no address while the policy stays. */
  default boolean mayEnd() {
    return isLocked();
  }

  /** How often it is read; empty where each answer says how long it lasts. */
  default Optional<Duration> pollEvery() {
    return Optional.of(LOCAL);
  }

  /** Returns a copy that is asked for those families alone, where its kind can be. */
  default SourceSpec narrowedTo(Set<Family> families) {
    return this;
  }

  /** The addresses that the text of the policy itself spells out. */
  default AddressSet addresses() {
    return AddressSet.none();
  }

  /** What a page that withholds its set must not show, addresses apart. */
  default List<String> texts() {
    return List.of(value());
  }

  /** What can be typed for it beside its id, the most telling one first. */
  default List<String> spellings() {
    return List.of(kindWord() + ": " + value(), kindWord() + ":" + value(), value());
  }

  /** Whether a person who types these words names it. */
  default boolean isNamedBy(String words) {
    String given = words.strip();
    return given.equals(id()) || spellings().contains(given);
  }

  /** What this host itself says and may change is read so often. */
  Duration LOCAL = Duration.ofMinutes(1);

  /** What is in the policy itself changes only with it. */
  Duration FIXED = Duration.ofDays(1);

  /**
   * Addresses written into the policy.
   *
   * @param text as written
   * @param label why it is there, empty when not said
   * @param until the last day on which it counts
   */
  record Literal(Span span, Interval interval, String text, String label, Optional<LocalDate> until)
      implements SourceSpec {
    /** What its id begins with, and that of no other source. */
    public static final String ID = "literal ";

    /** The addresses that words are, with or without what an id begins with. */
    public static Optional<Interval> addresses(String words) {
      String bare = words.startsWith(ID) ? words.substring(ID.length()) : words;
      return AddressText.parse(bare) instanceof AddressText.Ok ok
          ? Optional.of(ok.interval())
          : Optional.empty();
    }

    @Override
    public Literal withSpan(Span other) {
      return new Literal(other, interval, text, label, until);
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

  /**
   * The A and AAAA records of a name.
   *
   * @param name absolute, lower case, without the final dot
   * @param families which of the two are asked
   */
  record Dns(Span span, String name, Set<Family> families) implements SourceSpec {
    public Dns {
      families = Set.copyOf(families);
    }

    /** A name as the policy keeps it. */
    public static String kept(String name) {
      String lower = name.toLowerCase(Locale.ROOT);
      return lower.endsWith(".") ? lower.substring(0, lower.length() - 1) : lower;
    }

    @Override
    public Dns withSpan(Span other) {
      return new Dns(other, name, families);
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
    public Dns narrowedTo(Set<Family> families) {
      return new Dns(span, name, families);
    }

    @Override
    public boolean isNamedBy(String words) {
      return SourceSpec.super.isNamedBy(words)
          || kept(words.strip().replaceFirst("^dns:? *", "")).equals(name);
    }
  }

  /**
   * What the SPF record of a domain lets send (RFC 7208): who may send, which may be more or less
   * than who delivers.
   *
   * @param name the domain, as {@link Dns#kept} keeps it
   * @param families which of the two are taken
   * @param follow the host names in the record that are followed to their addresses; empty where
   *     the policy does not say so, and a record with such names is refused
   */
  record Spf(Span span, String name, Set<Family> families, Optional<Set<Hosts>> follow)
      implements SourceSpec {
    public Spf {
      families = Set.copyOf(families);
      follow = follow.map(Set::copyOf);
    }

    /** Mechanisms that name hosts (RFC 7208 sections 5.3 and 5.4). */
    public enum Hosts {
      /** The hosts with that name. */
      A,
      /** The mail exchangers of that domain. */
      MX;

      /** As a record and a policy write it. */
      public String text() {
        return name().toLowerCase(Locale.ROOT);
      }
    }

    @Override
    public Spf withSpan(Span other) {
      return new Spf(other, name, families, follow);
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
      return SourceSpec.super.id() + follow.map(Spf::followed).orElse("");
    }

    private static String followed(Set<Hosts> hosts) {
      return hosts.isEmpty()
          ? " follow none"
          : hosts.stream()
              .sorted()
              .map(Hosts::text)
              .collect(Collectors.joining(" ", " follow ", ""));
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
    public Spf narrowedTo(Set<Family> families) {
      return new Spf(span, name, families, follow);
    }
  }

  /**
   * A list on this host: one address, prefix or range a line, text after it is its label, {@code #}
   * starts a comment.
   *
   * @param path relative to the policy file, even where an include names it, or absolute
   * @param resolvedPath the path to open
   */
  record ListFile(Span span, String path, String resolvedPath) implements SourceSpec {
    @Override
    public ListFile withSpan(Span other) {
      return new ListFile(other, path, resolvedPath);
    }

    @Override
    public String kindWord() {
      return "file";
    }

    @Override
    public String value() {
      return path;
    }

    @Override
    public Origin origin() {
      return Origin.HOST;
    }

    @Override
    public Set<Family> families() {
      return Set.of(Family.values());
    }

    @Override
    public List<String> texts() {
      return List.of(path, resolvedPath);
    }
  }

  /** All that another set holds, after its own {@code never}. */
  record Reference(Span span, String set) implements SourceSpec {
    @Override
    public Reference withSpan(Span other) {
      return new Reference(other, set);
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

    /** Another set is withheld by its own name, or it is not. */
    @Override
    public List<String> texts() {
      return List.of();
    }
  }
}
