package org.postern.target.mail.postfix;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.postern.plan.Recipients;

/**
 * The map of recipients of all rules that are for some domains, a {@code regexp:} table: which rule
 * judges mail to a domain. The comments at its head say how the policy names the domains; the lines
 * below say it to Postfix, of which the first that matches counts. An entry of a table of another
 * type would be for all domains below it too (parent_domain_matches_subdomains).
 */
final class RecipientMap {
  /** The action for recipients that no rule is for. */
  static final String NONE = "DUNNO";

  private static final String RULE = "# rule ";
  private static final String PART = "#  for";
  private static final String BELOW = " and below";
  private static final String NAME = "#   ";
  private static final String EXCEPT = "#   but not ";
  private static final Pattern DOMAIN =
      Pattern.compile("[a-z0-9_](?:[a-z0-9_.-]{0,253}[a-z0-9_])?");

  /**
   * The number of lines that are tried one after the other for each recipient; more are put into
   * blocks.
   */
  private static final int LINES = 64;

  private static final int START = 2;

  private RecipientMap() {}

  /**
   * Returns the class of restrictions that main.cf has for a rule: names of rules have no
   * underscore.
   */
  static String restrictionClass(String rule) {
    return "postern_" + rule.replace('-', '_');
  }

  /** Returns the text of the whole table. */
  static String text(SortedMap<String, Recipients> rules) {
    StringBuilder text = new StringBuilder(ClientMap.WRITTEN);
    rules.forEach((rule, recipients) -> head(rule, recipients, text));
    Map<String, String> exact = new LinkedHashMap<>();
    List<String> below = new ArrayList<>();
    actions(rules, exact, below);
    blocks(exact, text);
    below.forEach(line -> text.append(line).append('\n'));
    return text.toString();
  }

  private static void head(String rule, Recipients recipients, StringBuilder text) {
    text.append(RULE).append(rule).append('\n');
    for (Recipients.Domains part : parts(recipients)) {
      text.append(PART).append(part.withSubdomains() ? BELOW : "").append('\n');
      part.names().forEach(name -> text.append(NAME).append(name).append('\n'));
      part.except().forEach(name -> text.append(EXCEPT).append(name).append('\n'));
    }
  }

  private static List<Recipients.Domains> parts(Recipients recipients) {
    return switch (recipients) {
      case Recipients.Domains domains -> List.of(domains);
      case Recipients.Union union -> union.parts();
      case Recipients.All _ -> throw new IllegalStateException("a rule for all has no domains");
    };
  }

  /** A line for each domain that is named, and one for those below where they are judged so. */
  private static void actions(
      SortedMap<String, Recipients> rules, Map<String, String> exact, List<String> below) {
    SortedSet<String> named =
        new TreeSet<>(
            Comparator.comparingLong(RecipientMap::depth)
                .reversed()
                .thenComparing(Comparator.naturalOrder()));
    rules.values().forEach(recipients -> named.addAll(recipients.named()));
    boolean deep = !rules.values().stream().allMatch(Recipients::isExact);
    for (String domain : named) {
      String own = action(rules, domain);
      String under = deep ? action(rules, unnamed(named, domain)) : NONE;
      exact.put(domain, own);
      if (deep) {
        below.add("/\\." + quoted(domain) + "$/ " + under);
      }
    }
  }

  private static long depth(String domain) {
    return domain.chars().filter(one -> one == '.').count();
  }

  private static String unnamed(SortedSet<String> named, String domain) {
    int number = 0;
    while (named.contains("other" + number + "." + domain)) {
      number++;
    }
    return "other" + number + "." + domain;
  }

  private static String action(SortedMap<String, Recipients> rules, String domain) {
    return rules.entrySet().stream()
        .filter(rule -> rule.getValue().contains(domain))
        .findFirst()
        .map(rule -> restrictionClass(rule.getKey()))
        .orElse(NONE);
  }

  private static String quoted(String domain) {
    return domain.replace(".", "\\.");
  }

  /**
   * Appends the domains. Those that begin alike stand in a block that is passed over by one
   * comparison.
   */
  private static void blocks(Map<String, String> exact, StringBuilder text) {
    SortedMap<String, StringBuilder> blocks = new TreeMap<>();
    exact.forEach(
        (domain, action) ->
            blocks
                .computeIfAbsent(
                    exact.size() > LINES ? start(domain) : "", _ -> new StringBuilder())
                .append("/@%s$/ %s\n".formatted(quoted(domain), action)));
    blocks.forEach(
        (start, lines) -> {
          if (start.isEmpty()) {
            text.append(lines);
          } else {
            text.append("if /@%s/\n".formatted(quoted(start))).append(lines).append("endif\n");
          }
        });
  }

  private static String start(String domain) {
    return domain.substring(0, Math.min(START, domain.length()));
  }

  /**
   * Reads from the head what the rules are for; the caller compares it with what would be written.
   */
  static SortedMap<String, Recipients> read(String text) {
    SortedMap<String, Recipients> rules = new TreeMap<>();
    Optional<String> rule = Optional.empty();
    List<Part> parts = new ArrayList<>();
    for (String line : text.lines().skip(1).takeWhile(one -> one.startsWith("#")).toList()) {
      if (line.startsWith(RULE)) {
        rule.ifPresent(name -> rules.put(name, recipients(parts)));
        rule = Optional.of(line.substring(RULE.length()));
        parts.clear();
      } else if (line.equals(PART) || line.equals(PART + BELOW)) {
        parts.add(new Part(line.endsWith(BELOW), new TreeSet<>(), new TreeSet<>()));
      } else if (!parts.isEmpty()) {
        parts.getLast().add(line);
      }
    }
    rule.ifPresent(name -> rules.put(name, recipients(parts)));
    return rules;
  }

  private record Part(boolean below, SortedSet<String> names, SortedSet<String> except) {
    void add(String line) {
      boolean taken = line.startsWith(EXCEPT);
      String name = line.substring(Math.min(line.length(), (taken ? EXCEPT : NAME).length()));
      Matcher domain = DOMAIN.matcher(name);
      if (domain.matches()) {
        (taken ? except : names).add(name);
      }
    }
  }

  private static Recipients recipients(List<Part> parts) {
    List<Recipients.Domains> domains =
        parts.stream()
            .map(part -> new Recipients.Domains(part.names(), part.below(), part.except()))
            .toList();
    return domains.size() == 1 ? domains.getFirst() : new Recipients.Union(domains);
  }
}
