package org.postern.page;

import java.util.List;
import java.util.Map;
import org.postern.address.AddressSet;
import org.postern.address.Prefix;
import org.postern.page.html.Attribute;
import org.postern.page.html.Html;
import org.postern.page.html.Tag;
import org.postern.page.html.Words;
import org.postern.pipeline.check.Comparison;
import org.postern.plan.AccessRule;
import org.postern.plan.Change;
import org.postern.plan.Peers;
import org.postern.plan.Plan;
import org.postern.plan.Ruleset;

/** Shows the difference to what was accepted last, or to another policy, and why it is there. */
final class ChangeSection {
  private final Subject subject;
  private final Basis basis;
  private final ChangeReasons reasons;
  private final Html html;

  private ChangeSection(Subject subject, Basis basis, Html html) {
    this.subject = subject;
    this.basis = basis;
    this.reasons = new ChangeReasons(subject, basis);
    this.html = html;
  }

  /** Returns the way from one ruleset to another. */
  static Plan plan(Ruleset before, Ruleset after) {
    return Comparison.plan(before, after);
  }

  /** Returns how much changes, in a few words. */
  static String counts(Plan plan, Withheld withheld) {
    int rules = 0;
    int added = sum(withheld.added());
    int removed = sum(withheld.removed());
    for (Change change : plan.changes()) {
      switch (change) {
        case Change.RuleAdded one -> rules++;
        case Change.RuleRemoved one -> rules++;
        case Change.RuleChanged one -> rules++;
        case Change.PeersChanged one -> {
          added += Words.count(one.added());
          removed += Words.count(one.removed());
        }
        case Change.Repair one -> {
          // A repair is about a target, and a page looks at none.
        }
      }
    }
    return rules + added + removed == 0
        ? "none"
        : "%s, %s added, %s removed"
            .formatted(
                Words.count(rules, "rule change"),
                Words.count(added, "prefix"),
                Words.count(removed, "prefix"));
  }

  private static int sum(Map<String, Integer> counts) {
    return counts.values().stream().mapToInt(Integer::intValue).sum();
  }

  static void write(Subject subject, Html html) {
    Sections.open("change", html);
    if (subject.basis().isEmpty()) {
      html.leaf(Tag.P, "Nothing was accepted on this host before: all of it is new.").line();
    } else {
      new ChangeSection(subject, subject.basis().get(), html).write();
    }
    Sections.close(html);
  }

  private void write() {
    Plan plan = plan(basis.ruleset(), subject.prepared().meaning().ruleset());
    html.leaf(Tag.P, "Against %s: %s.".formatted(basis.name(), counts(plan, subject.withheld())))
        .line();
    plan.changes().forEach(this::change);
    withheld("added", subject.withheld().added());
    withheld("removed", subject.withheld().removed());
  }

  private void change(Change change) {
    switch (change) {
      case Change.RuleAdded one -> {
        head("New rule ", one.rule().name());
        html.leaf(Tag.P, frame(one.rule())).line();
      }
      case Change.RuleRemoved one -> {
        head("Rule that goes: ", one.rule().name());
        html.leaf(Tag.P, frame(one.rule())).line();
      }
      case Change.RuleChanged one -> {
        head("Rule that judges differently: ", one.after().name());
        html.open(Tag.UL);
        one.what().forEach(what -> html.leaf(Tag.LI, what.text()));
        html.close(Tag.UL).line();
      }
      case Change.PeersChanged one -> {
        head("Peers of rule ", one.rule());
        groups("Added", reasons.added(one.added().prefixes()));
        groups("Removed", reasons.removed(one.rule(), one.removed().prefixes()));
      }
      case Change.Repair one -> head("Repair: ", one.what());
    }
  }

  private void head(String before, String name) {
    html.open(Tag.H3).text(before).leaf(Tag.CODE, name).close(Tag.H3).line();
  }

  private static String frame(AccessRule rule) {
    AddressSet peers =
        rule.peers() instanceof Peers.Only only ? only.addresses() : AddressSet.none();
    String accepts =
        rule.peers() instanceof Peers.Any ? "everybody may pass" : Words.prefixes(peers);
    return "%s; accepted: %s; %s."
        .formatted(
            RuleWords.covers(rule),
            accepts,
            rule.otherwise().map(verdict -> "otherwise " + verdict.text()).orElse("no otherwise"));
  }

  private void groups(String title, Map<String, List<Prefix>> groups) {
    String kind = title.equals("Added") ? "added" : "removed";
    groups.forEach(
        (reason, prefixes) -> {
          html.open(Tag.DIV, Attribute.kind("change " + kind))
              .open(Tag.H4)
              .leaf(Tag.SPAN, title, Attribute.kind("sign"))
              .text(" %s: %s".formatted(Words.count(prefixes.size(), "prefix"), reason))
              .close(Tag.H4)
              .line();
          NetList.of(prefixes).write(html);
          html.close(Tag.DIV).line();
        });
  }

  private void withheld(String kind, Map<String, Integer> counts) {
    counts.forEach(
        (rule, count) ->
            html.leaf(
                    Tag.P,
                    "Rule %s: %s %s, withheld.".formatted(rule, Words.count(count, "prefix"), kind))
                .line());
  }
}
