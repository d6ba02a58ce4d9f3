package org.postern.target.mail;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.postern.plan.Recipients;
import org.postern.policy.MailDomain;

/**
 * Recipient domains in the one form that all ways to say the same have in common: what becomes of
 * every domain that is named, and of those below it. The lists of a mail server are written from it
 * and read to it, so that what was read compares with what was meant. Immutable.
 */
public final class DomainTree {
  private static final String NOT = "!";
  private static final String BELOW = "*.";
  private static final String ALL = "*";

  private final boolean others;

  /** The nodes by domain, each domain after those that it is below. */
  private final Map<String, Node> nodes;

  private DomainTree(boolean others, Map<String, Node> nodes) {
    this.others = others;
    this.nodes = Collections.unmodifiableMap(nodes);
  }

  /**
   * The membership of a domain and of the domains below it.
   *
   * @param exact whether the domain is in
   * @param below whether those below it are in, unless they have nodes of their own
   */
  private record Node(boolean exact, boolean below) {}

  private interface Judge {
    Node of(String domain);
  }

  /** Returns a tree without a domain. */
  public static DomainTree none() {
    return new DomainTree(false, Map.of());
  }

  /** Returns the domains of a rule. */
  public static DomainTree of(Recipients recipients) {
    boolean exact = recipients.isExact();
    SortedSet<String> named = recipients.named();
    return made(
        recipients instanceof Recipients.All,
        named,
        name ->
            new Node(
                recipients.contains(name), !exact && recipients.contains(unnamed(named, name))));
  }

  private static String unnamed(SortedSet<String> named, String domain) {
    int number = 0;
    while (named.contains("other" + number + "." + domain)) {
      number++;
    }
    return "other" + number + "." + domain;
  }

  /** Leaves out what goes without saying. */
  private static DomainTree made(boolean others, Set<String> names, Judge judge) {
    Map<String, Node> kept = new LinkedHashMap<>();
    for (String name : downwards(names)) {
      Node node = judge.of(name);
      boolean above = above(others, kept, name);
      if (node.exact() != above || node.below() != above) {
        kept.put(name, node);
      }
    }
    return new DomainTree(others, kept);
  }

  /** Sorts names, those with fewer labels first. */
  private static List<String> downwards(Set<String> names) {
    SortedMap<Integer, List<String>> byLabels = new TreeMap<>();
    for (String name : names) {
      byLabels.computeIfAbsent(labels(name), _ -> new ArrayList<>()).add(name);
    }
    List<String> sorted = new ArrayList<>();
    for (List<String> some : byLabels.values()) {
      some.sort(Comparator.reverseOrder());
      sorted.addAll(some);
    }
    return sorted;
  }

  private static int labels(String domain) {
    int labels = 1;
    for (int at = domain.indexOf('.'); at >= 0; at = domain.indexOf('.', at + 1)) {
      labels++;
    }
    return labels;
  }

  /** Returns what the nearest domain above says of all below it. */
  private static boolean above(boolean others, Map<String, Node> nodes, String domain) {
    for (int dot = domain.indexOf('.'); dot >= 0; dot = domain.indexOf('.', dot + 1)) {
      Node node = nodes.get(domain.substring(dot + 1));
      if (node != null) {
        return node.below();
      }
    }
    return others;
  }

  private Node node(String domain) {
    Node node = nodes.get(domain);
    if (node != null) {
      return node;
    }
    boolean above = above(others, nodes, domain);
    return new Node(above, above);
  }

  /** Tells whether it holds no domain. */
  public boolean isEmpty() {
    return !others && nodes.isEmpty();
  }

  /** Tells whether a domain is in it. */
  public boolean contains(String domain) {
    return node(domain).exact();
  }

  /** Returns the domains that are in both. */
  public DomainTree and(DomainTree other) {
    return made(
        others && other.others,
        named(other),
        name -> {
          Node one = node(name);
          Node two = other.node(name);
          return new Node(one.exact() && two.exact(), one.below() && two.below());
        });
  }

  /** Returns the domains that are in either. */
  public DomainTree or(DomainTree other) {
    return made(
        others || other.others,
        named(other),
        name -> {
          Node one = node(name);
          Node two = other.node(name);
          return new Node(one.exact() || two.exact(), one.below() || two.below());
        });
  }

  private Set<String> named(DomainTree other) {
    Set<String> named = new HashSet<>(nodes.keySet());
    named.addAll(other.nodes.keySet());
    return named;
  }

  /** Tells whether some domain is in both. */
  public boolean intersects(DomainTree other) {
    return !and(other).isEmpty();
  }

  /**
   * Returns the recipients of a rule that the tree stands for: equal for equal trees. A tree that
   * no rule can have, all domains but some, yields those of all domains.
   */
  public Recipients recipients() {
    if (others) {
      return new Recipients.All();
    }
    SortedSet<String> exact = new TreeSet<>();
    List<SortedSet<String>> starts = new ArrayList<>();
    List<SortedSet<String>> ends = new ArrayList<>();
    Map<String, Integer> depths = new HashMap<>();
    for (Map.Entry<String, Node> entry : nodes.entrySet()) {
      String name = entry.getKey();
      Node node = entry.getValue();
      boolean above = above(false, nodes, name);
      int depth = depth(depths, name);
      if (node.below() && !above) {
        depth++;
        if (starts.size() < depth) {
          starts.add(new TreeSet<>());
          ends.add(new TreeSet<>());
        }
        starts.get(depth - 1).add(name);
      } else if (!node.below() && above) {
        ends.get(depth - 1).add(name);
      }
      if (node.exact() && !node.below()) {
        exact.add(name);
      }
      depths.put(name, depth);
    }
    return united(exact, starts, ends);
  }

  private static int depth(Map<String, Integer> depths, String domain) {
    for (int dot = domain.indexOf('.'); dot >= 0; dot = domain.indexOf('.', dot + 1)) {
      Integer depth = depths.get(domain.substring(dot + 1));
      if (depth != null) {
        return depth;
      }
    }
    return 0;
  }

  private static Recipients united(
      SortedSet<String> exact, List<SortedSet<String>> starts, List<SortedSet<String>> ends) {
    List<Recipients.Domains> parts = new ArrayList<>();
    if (!exact.isEmpty() || starts.isEmpty()) {
      parts.add(new Recipients.Domains(exact, false, new TreeSet<>()));
    }
    for (int depth = 0; depth < starts.size(); depth++) {
      parts.add(new Recipients.Domains(starts.get(depth), true, ends.get(depth)));
    }
    return parts.size() == 1 ? parts.getFirst() : new Recipients.Union(parts);
  }

  /**
   * A list of which the first line that fits decides: {@code example.com} for the domain, {@code
   * *.example.com} for those below it, {@code !} before what is not in, {@code *} for all.
   */
  public List<String> lines() {
    List<String> upwards = new ArrayList<>();
    if (others) {
      upwards.add(ALL);
    }
    nodes.forEach(
        (name, node) -> {
          boolean above = above(others, nodes, name);
          if (node.below() != above) {
            upwards.add((node.below() ? "" : NOT) + BELOW + name);
          }
          if (node.exact() != above) {
            upwards.add((node.exact() ? "" : NOT) + name);
          }
        });
    return upwards.reversed();
  }

  /**
   * Reads lines of which the first that fits decides. Lines that {@link #lines} would write in
   * another order or not at all are taken as if it had.
   *
   * @return empty when a line is none of these forms
   */
  public static Optional<DomainTree> read(List<String> lines) {
    Map<String, Boolean> exact = new HashMap<>();
    Map<String, Boolean> below = new HashMap<>();
    boolean others = false;
    for (String line : lines) {
      boolean in = !line.startsWith(NOT);
      String pattern = in ? line : line.substring(NOT.length());
      if (line.equals(ALL)) {
        others = true;
        break;
      }
      boolean wide = pattern.startsWith(BELOW);
      String name = wide ? pattern.substring(BELOW.length()) : pattern;
      if (!(MailDomain.read(name) instanceof MailDomain.Ok ok) || !ok.name().equals(name)) {
        return Optional.empty();
      }
      (wide ? below : exact).putIfAbsent(name, in);
    }
    return Optional.of(filled(others, exact, below));
  }

  private static DomainTree filled(
      boolean others, Map<String, Boolean> exact, Map<String, Boolean> below) {
    Set<String> names = new HashSet<>(exact.keySet());
    names.addAll(below.keySet());
    Map<String, Node> found = new HashMap<>();
    return made(
        others,
        names,
        name -> {
          boolean above = above(others, found, name);
          Node node = new Node(exact.getOrDefault(name, above), below.getOrDefault(name, above));
          found.put(name, node);
          return node;
        });
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof DomainTree that && others == that.others && nodes.equals(that.nodes);
  }

  @Override
  public int hashCode() {
    return Objects.hash(others, nodes);
  }

  @Override
  public String toString() {
    return lines().toString();
  }
}
