package org.postern.plan;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The recipients of mail that a rule judges, by their domain. */
public sealed interface Recipients {
  /**
   * Tells whether mail to that domain is judged.
   *
   * @param domain A-labels in lower case, without the final dot
   */
  boolean contains(String domain);

  /** Returns the recipients in words. */
  String text();

  /** Tells whether some domain is in both. */
  default boolean intersects(Recipients other) {
    Stream<String> some =
        isExact() ? judged().stream() : other.isExact() ? other.judged().stream() : probes(other);
    return some.anyMatch(domain -> contains(domain) && other.contains(domain));
  }

  /** Tells whether all of the other's domains are in this one. */
  default boolean containsAll(Recipients other) {
    Stream<String> all = other.isExact() ? other.judged().stream() : probes(other);
    return all.allMatch(domain -> contains(domain) || !other.contains(domain));
  }

  /**
   * Returns one domain of each kind that both tell apart: each that is named, one below each of
   * these, and one that has to do with none.
   */
  private Stream<String> probes(Recipients other) {
    return probes(Stream.of(this, other)).stream();
  }

  /** Returns the probes of many recipients together. */
  static SortedSet<String> probes(Stream<Recipients> all) {
    SortedSet<String> named = new TreeSet<>();
    all.forEach(one -> named.addAll(one.named()));
    SortedSet<String> probes = new TreeSet<>(named);
    for (String domain : named) {
      probes.add(unnamed(named, domain.isEmpty() ? OTHER : "." + domain));
    }
    probes.add(unnamed(named, OTHER));
    return probes;
  }

  /** A domain that no domain is below: RFC 6761 6.4. */
  String OTHER = ".invalid";

  private static String unnamed(SortedSet<String> named, String end) {
    int number = 0;
    while (named.contains("other" + number + end)) {
      number++;
    }
    return "other" + number + end;
  }

  /** Tells whether it is for no domain but those that it names. */
  boolean isExact();

  /** Returns the domains that it names. */
  SortedSet<String> named();

  /** Returns those of the named domains that it is for. */
  SortedSet<String> judged();

  /** The recipients of every domain. */
  record All() implements Recipients {
    @Override
    public String text() {
      return "all recipients";
    }

    @Override
    public SortedSet<String> named() {
      return new TreeSet<>();
    }

    @Override
    public SortedSet<String> judged() {
      return new TreeSet<>();
    }

    @Override
    public boolean isExact() {
      return false;
    }

    @Override
    public boolean contains(String domain) {
      return true;
    }
  }

  /**
   * Some domains; without any, nothing is judged.
   *
   * @param names the names, in the same form as a single domain
   * @param withSubdomains whether each stands for all domains below it too
   * @param except the names taken out again, in the same way
   */
  record Domains(SortedSet<String> names, boolean withSubdomains, SortedSet<String> except)
      implements Recipients {
    /** The most domains that are named in words; the rest is counted. */
    private static final int NAMED = 8;

    public Domains {
      names = Collections.unmodifiableSortedSet(new TreeSet<>(names));
      except = Collections.unmodifiableSortedSet(new TreeSet<>(except));
    }

    @Override
    public String text() {
      if (names.isEmpty()) {
        return "no domain";
      }
      String shown = names.stream().limit(NAMED).collect(Collectors.joining(", "));
      return shown
          + (names.size() > NAMED ? " and %d more".formatted(names.size() - NAMED) : "")
          + (withSubdomains ? " and below" : "")
          + (except.isEmpty() ? "" : ", but for " + String.join(", ", except));
    }

    @Override
    public SortedSet<String> named() {
      SortedSet<String> all = new TreeSet<>(names);
      all.addAll(except);
      return all;
    }

    @Override
    public SortedSet<String> judged() {
      return names;
    }

    @Override
    public boolean isExact() {
      return !withSubdomains;
    }

    @Override
    public boolean contains(String domain) {
      return holds(names, domain) && !holds(except, domain);
    }

    private boolean holds(SortedSet<String> some, String domain) {
      for (String above = domain; ; above = above.substring(above.indexOf('.') + 1)) {
        if (some.contains(above)) {
          return true;
        }
        if (!withSubdomains || above.indexOf('.') < 0) {
          return false;
        }
      }
    }
  }

  /**
   * The domains of several parts; each part is with the domains below its own or without.
   *
   * @param parts each with domains below or without
   */
  record Union(List<Domains> parts) implements Recipients {
    public Union {
      parts = List.copyOf(parts);
    }

    @Override
    public boolean contains(String domain) {
      return parts.stream().anyMatch(part -> part.contains(domain));
    }

    @Override
    public String text() {
      return parts.stream().map(Domains::text).collect(Collectors.joining("; "));
    }

    @Override
    public SortedSet<String> named() {
      SortedSet<String> all = new TreeSet<>();
      parts.forEach(part -> all.addAll(part.named()));
      return all;
    }

    @Override
    public SortedSet<String> judged() {
      SortedSet<String> all = new TreeSet<>();
      parts.forEach(part -> all.addAll(part.names()));
      return all;
    }

    @Override
    public boolean isExact() {
      return parts.stream().allMatch(Domains::isExact);
    }
  }

  /** Returns all that some sets of domains hold, in as few parts as can be. */
  static Recipients of(List<Domains> sets) {
    List<Domains> parts = new ArrayList<>();
    SortedSet<String> names = new TreeSet<>();
    for (Domains set : sets) {
      if (set.withSubdomains()) {
        parts.add(set);
      } else {
        set.names().stream().filter(name -> !set.except().contains(name)).forEach(names::add);
      }
    }
    if (!names.isEmpty() || parts.isEmpty()) {
      parts.addFirst(new Domains(names, false, new TreeSet<>()));
    }
    return parts.size() == 1 ? parts.getFirst() : new Union(parts);
  }
}
