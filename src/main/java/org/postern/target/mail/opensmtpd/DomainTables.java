package org.postern.target.mail.opensmtpd;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.postern.plan.Recipients;
import org.postern.target.mail.DomainTree;

/**
 * Recipients as two tables: a domain is judged that is in the first and not in the second. In a
 * table {@code *} stands for one label where it is followed by a dot (hostname_match in OpenSMTPD's
 * to.c does not go back to try a longer one), so that all domains below another take a line for
 * each number of labels that a name can have.
 *
 * @param exact names that stand for themselves
 * @param below names that stand for all domains below them too; the empty one for every domain
 * @param except names that, with all below them, are taken out again
 */
record DomainTables(SortedSet<String> exact, SortedSet<String> below, SortedSet<String> except) {
  /** The most domains with all below them; each takes over a hundred lines. */
  static final int MOST_BELOW = 2_000;

  /** The longest name, RFC 1035 2.3.4, without the length of the first label and the root. */
  private static final int LONGEST = 253;

  private static final String HEAD = "# Postern writes this file: ";
  private static final String NONE = "# no domain";

  /** A table without a line keeps smtpd from starting; RFC 6761 6.4: no domain is below it. */
  private static final String NO_DOMAIN = "none.invalid";

  private static final String ALL = "*";
  private static final String LABEL = "*.";
  private static final String AT = "@";

  DomainTables {
    exact = Collections.unmodifiableSortedSet(new TreeSet<>(exact));
    below = Collections.unmodifiableSortedSet(new TreeSet<>(below));
    except = Collections.unmodifiableSortedSet(new TreeSet<>(except));
  }

  /** Returns tables without a domain. */
  static DomainTables none() {
    return new DomainTables(new TreeSet<>(), new TreeSet<>(), new TreeSet<>());
  }

  /** Returns the tables of a rule; empty where two tables cannot express it. */
  static Optional<DomainTables> of(Recipients recipients) {
    return of(DomainTree.of(recipients));
  }

  /** Returns the tables of a tree. */
  static Optional<DomainTables> of(DomainTree tree) {
    Recipients recipients = tree.recipients();
    DomainTables tables =
        switch (recipients) {
          case Recipients.All _ ->
              new DomainTables(new TreeSet<>(), new TreeSet<>(List.of("")), new TreeSet<>());
          case Recipients.Domains part -> of(List.of(part));
          case Recipients.Union(List<Recipients.Domains> parts) -> of(parts);
        };
    boolean same =
        Recipients.probes(Stream.of(recipients)).stream()
            .allMatch(domain -> tables.contains(domain) == recipients.contains(domain));
    return same ? Optional.of(tables) : Optional.empty();
  }

  private static DomainTables of(List<Recipients.Domains> parts) {
    SortedSet<String> exact = new TreeSet<>();
    SortedSet<String> below = new TreeSet<>();
    SortedSet<String> except = new TreeSet<>();
    for (Recipients.Domains part : parts) {
      (part.withSubdomains() ? below : exact).addAll(part.names());
      except.addAll(part.except());
    }
    return new DomainTables(exact, below, except);
  }

  /** Tells whether mail to a domain is judged. */
  boolean contains(String domain) {
    return (exact.contains(domain) || holds(below, domain)) && !holds(except, domain);
  }

  private static boolean holds(SortedSet<String> names, String domain) {
    for (String above = domain; ; above = above.substring(above.indexOf('.') + 1)) {
      if (names.contains(above)) {
        return true;
      }
      if (above.indexOf('.') < 0) {
        return names.contains("");
      }
    }
  }

  /** Returns the domains as the recipients of a rule. */
  Recipients recipients() {
    if (below.contains("")) {
      return new Recipients.All();
    }
    List<Recipients.Domains> parts = new ArrayList<>();
    parts.add(new Recipients.Domains(exact, false, new TreeSet<>()));
    parts.add(new Recipients.Domains(below, true, except));
    return DomainTree.of(new Recipients.Union(parts)).recipients();
  }

  /** Returns the text of the table of domains. */
  String domains(String rule) {
    List<String> lines = new ArrayList<>(exact);
    below.forEach(name -> withBelow(name, "", lines));
    return text(
        "rule %s judges mail for these domains, * is one label.".formatted(rule), lines, "");
  }

  /** Returns the table of what is taken out again. */
  String except(String rule) {
    List<String> lines = new ArrayList<>();
    except.forEach(name -> withBelow(name, AT, lines));
    return text(
        "rule %s does not judge mail for these domains, * is one label.".formatted(rule),
        lines,
        AT);
  }

  private static String text(String head, List<String> lines, String mark) {
    List<String> all = new ArrayList<>(List.of(HEAD + head));
    all.addAll(lines.isEmpty() ? List.of(NONE, mark + NO_DOMAIN) : lines);
    return String.join("\n", all) + "\n";
  }

  private static void withBelow(String name, String mark, List<String> lines) {
    if (name.isEmpty()) {
      lines.add(mark + ALL);
      return;
    }
    lines.add(mark + name);
    StringBuilder labels = new StringBuilder(LABEL);
    while (labels.length() + name.length() <= LONGEST) {
      lines.add(mark + labels + name);
      labels.append(LABEL);
    }
  }

  /** Reads tables, as far as their lines are those that are written here. */
  static DomainTables read(String domains, String except) {
    SortedSet<String> exact = new TreeSet<>();
    SortedSet<String> below = new TreeSet<>();
    SortedSet<String> without = new TreeSet<>();
    for (String pattern : patterns(domains, "")) {
      (isWide(pattern) ? below : exact).add(name(pattern));
    }
    patterns(except, AT).forEach(pattern -> without.add(name(pattern)));
    exact.removeAll(below);
    return new DomainTables(exact, below, without);
  }

  private static boolean isWide(String pattern) {
    return pattern.equals(ALL) || pattern.startsWith(LABEL);
  }

  private static String name(String pattern) {
    return pattern.equals(ALL)
        ? ""
        : pattern.startsWith(LABEL)
            ? pattern.substring(pattern.lastIndexOf(LABEL) + LABEL.length())
            : pattern;
  }

  private static List<String> patterns(String text, String mark) {
    List<String> lines = text.lines().toList();
    return lines.contains(NONE)
        ? List.of()
        : lines.stream()
            .filter(line -> !line.isEmpty() && !line.startsWith("#") && line.startsWith(mark))
            .map(line -> line.substring(mark.length()))
            .toList();
  }

  /** Returns a copy that takes out what another does too. */
  DomainTables takingOut(DomainTables other) {
    SortedSet<String> both = new TreeSet<>(except);
    both.addAll(other.except);
    return new DomainTables(exact, below, both);
  }
}
