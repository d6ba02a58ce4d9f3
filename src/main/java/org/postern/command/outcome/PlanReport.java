package org.postern.command.outcome;

import java.util.List;
import java.util.Map;
import org.postern.address.AddressSet;
import org.postern.address.Family;
import org.postern.address.Prefix;
import org.postern.command.Line;
import org.postern.command.Listing;
import org.postern.command.Reply;
import org.postern.diagnostic.Counted;
import org.postern.plan.AccessRule;
import org.postern.plan.Change;
import org.postern.plan.Peers;
import org.postern.plan.Plan;
import org.postern.plan.Reason;
import org.postern.plan.Reasoned;

/** Tells a plan to people and to programs: how much changes and why first, the prefixes after. */
public final class PlanReport {
  /**
   * The width of the column of prefixes: an IPv4 prefix is no longer; one IPv6 prefix does not push
   * all the others aside.
   */
  private static final int COLUMN = 18;

  private PlanReport() {}

  static String summary(Plan plan) {
    int rules = 0;
    int repairs = 0;
    int added = 0;
    int removed = 0;
    for (Change change : plan.changes()) {
      switch (change) {
        case Change.PeersChanged peers -> {
          added += prefixCount(peers.added());
          removed += prefixCount(peers.removed());
        }
        case Change.RuleAdded rule -> {
          rules++;
          added += prefixes(rule.rule());
        }
        case Change.RuleRemoved rule -> rules++;
        case Change.RuleChanged rule -> rules++;
        case Change.Repair repair -> repairs++;
      }
    }
    String repair = repairs == 0 ? "" : ", " + Counted.of(repairs, "repair");
    return "%s, %s to add, %s to delete%s"
        .formatted(
            Counted.of(rules, "rule change"),
            Counted.of(added, "prefix"),
            Counted.of(removed, "prefix"),
            repair);
  }

  private static int prefixes(AccessRule rule) {
    return rule.peers() instanceof Peers.Only only ? prefixCount(only.addresses()) : 0;
  }

  static void lines(Reasoned reasoned, Origins origins, Listing listing, Reply.Builder reply) {
    reasoned.rules().forEach(rule -> counts(rule, reply));
    reasoned.repairs().forEach(what -> reply.line(Line.Style.CAUTION, "! repair: " + what));
    int unlisted = 0;
    for (Reasoned.OfRule rule : reasoned.rules()) {
      for (Reasoned.Group group : rule.groups()) {
        int prefixes = prefixCount(group.peers());
        if (prefixes <= listing.most() || listing.isPartial()) {
          list(rule.rule().name(), group, origins, listing, reply);
        } else {
          unlisted += prefixes;
        }
      }
    }
    if (unlisted > 0) {
      reply.line(
          Line.Style.ASIDE,
          "    %s not listed (-v lists all)"
              .formatted(Counted.of(unlisted, "prefix") + Counted.one(unlisted, " is", " are")));
    }
  }

  private static void counts(Reasoned.OfRule one, Reply.Builder reply) {
    reply.line(style(one), mark(one) + " rule " + head(one));
    one.frame().forEach(what -> reply.line(Line.Style.CAUTION, "    ~ " + what.text()));
    countLines(one).forEach(line -> reply.line(line.style(), "    " + line.text()));
  }

  /** Returns one line for each reason, such as {@code + 12 prefixes new at the provider}. */
  public static List<Line> countLines(Reasoned.OfRule one) {
    int width =
        one.groups().stream()
            .mapToInt(group -> String.valueOf(prefixCount(group.peers())).length())
            .max()
            .orElse(1);
    return one.groups().stream()
        .map(
            group ->
                Line.of(
                    style(group.reason()),
                    ("%s %" + width + "d %s, %s")
                        .formatted(
                            mark(group.reason()),
                            prefixCount(group.peers()),
                            Counted.noun(prefixCount(group.peers()), "prefix"),
                            group.reason().explained())))
        .toList();
  }

  private static String mark(Reasoned.OfRule one) {
    if (one.before().isEmpty()) {
      return "+";
    }
    return one.after().isEmpty() ? "-" : one.isChanged() ? "~" : " ";
  }

  private static Line.Style style(Reasoned.OfRule one) {
    if (one.before().isEmpty()) {
      return Line.Style.ADDED;
    }
    return one.after().isEmpty() ? Line.Style.REMOVED : Line.Style.HEADING;
  }

  private static String head(Reasoned.OfRule one) {
    boolean both = one.before().isPresent() && one.after().isPresent();
    return both ? frame(one.rule()) : describe(one.rule());
  }

  public static String mark(Reason reason) {
    return switch (reason.effect()) {
      case ADDS -> "+";
      case REMOVES -> "-";
      case KEEPS -> "=";
    };
  }

  public static Line.Style style(Reason reason) {
    return switch (reason.effect()) {
      case ADDS -> Line.Style.ADDED;
      case REMOVES -> Line.Style.REMOVED;
      case KEEPS -> Line.Style.ASIDE;
    };
  }

  /** Returns what a rule covers and does to the rest. */
  public static String frame(AccessRule rule) {
    return "%s: %s%s".formatted(rule.name(), rule.scope().describe(), otherwise(rule));
  }

  /** Returns a rule and how many prefixes it accepts. */
  public static String describe(AccessRule rule) {
    return rule.name() + ": " + judges(rule);
  }

  /** Returns how many prefixes a rule accepts, without its name. */
  public static String judges(AccessRule rule) {
    String accepts =
        switch (rule.peers()) {
          case Peers.Any any -> "accepts any";
          case Peers.Only only -> "accepts " + Counted.of(prefixCount(only.addresses()), "prefix");
        };
    return "%s %s%s".formatted(rule.scope().describe(), accepts, otherwise(rule));
  }

  private static String otherwise(AccessRule rule) {
    return rule.otherwise().map(verdict -> ", otherwise " + verdict.text()).orElse("");
  }

  private static void list(
      String rule, Reasoned.Group group, Origins origins, Listing listing, Reply.Builder reply) {
    List<Prefix> prefixes = group.peers().prefixes();
    List<Prefix> shown = prefixes.subList(0, Math.min(listing.most(), prefixes.size()));
    Map<Prefix, String> whence = origins.of(group.reason().effect(), shown, true);
    reply.line(Line.Style.HEADING, "rule " + rule + ", " + group.reason().text() + ":");
    for (Prefix prefix : shown) {
      reply.line(
          style(group.reason()),
          "    " + mark(group.reason()) + " " + row(prefix, whence.getOrDefault(prefix, ""), "  "));
    }
    if (prefixes.size() > listing.most()) {
      reply.line(
          Line.Style.ASIDE,
          "      and %s (-v lists all)"
              .formatted(Counted.of(prefixes.size() - listing.most(), "more prefix")));
    }
  }

  /** Returns a prefix with the words about it in a column behind. */
  public static String row(Prefix prefix, String words, String between) {
    return words.isEmpty()
        ? prefix.text()
        : ("%-" + COLUMN + "s%s%s").formatted(prefix.text(), between, words);
  }

  public static int prefixCount(AddressSet set) {
    return set.prefixCount(Family.IP) + set.prefixCount(Family.IP6);
  }
}
