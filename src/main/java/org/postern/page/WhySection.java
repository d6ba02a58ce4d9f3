package org.postern.page;

import java.util.Optional;
import java.util.Set;
import org.postern.page.html.Attribute;
import org.postern.page.html.Html;
import org.postern.page.html.Tag;
import org.postern.page.html.Words;
import org.postern.plan.AccessRule;
import org.postern.plan.Peers;
import org.postern.policy.Rule;

/** Leads from each rule down to the records: rule, set, source, answer, entries. */
final class WhySection {
  private final Subject subject;
  private final SetTree sets;
  private final Html html;

  private WhySection(Subject subject, Html html) {
    this.subject = subject;
    this.sets = new SetTree(subject, html);
    this.html = html;
  }

  static void write(Subject subject, Html html) {
    Sections.open("why", html);
    WhySection section = new WhySection(subject, html);
    subject.prepared().policy().rules().forEach(section::rule);
    section.unused();
    Sections.close(html);
  }

  private void rule(Rule rule) {
    html.open(Tag.SECTION, Attribute.id("why-" + rule.name()), Attribute.kind("rule")).line();
    html.open(Tag.H3).text("Rule ").leaf(Tag.CODE, rule.name()).close(Tag.H3).line();
    html.open(Tag.P)
        .text("Written at ")
        .leaf(Tag.CODE, subject.place(rule.span()))
        .text(". " + meaning(rule))
        .close(Tag.P)
        .line();
    if (rule.accept() instanceof Rule.Accept.Sets named) {
      html.open(Tag.UL, Attribute.kind("tree")).line();
      named.names().forEach(sets::write);
      html.close(Tag.UL).line();
    }
    subject.prepared().meaning().ruleset().rule(rule.name()).ifPresent(this::peers);
    html.close(Tag.SECTION).line();
  }

  private static String meaning(Rule rule) {
    return switch (rule.accept()) {
      case Rule.Accept.Any any -> "It lets everybody pass, and promises only that.";
      case Rule.Accept.None none -> "It lets no peer pass: the port is closed.";
      case Rule.Accept.Sets sets ->
          "It lets pass the peers in "
              + (sets.names().size() == 1 ? "this set" : "one of these sets")
              + (rule.never().isEmpty()
                  ? "."
                  : ", but never " + RulesSection.literals(rule.never()) + ".");
    };
  }

  private void peers(AccessRule rule) {
    if (!(rule.peers() instanceof Peers.Only only) || only.addresses().isEmpty()) {
      return;
    }
    Optional<String> same = sameAs(rule);
    if (same.isPresent()) {
      html.open(Tag.P)
          .text("What it amounts to is the same as for rule ")
          .leaf(Tag.A, same.get(), Attribute.to("peers-" + same.get()))
          .text(".")
          .close(Tag.P)
          .line();
      return;
    }
    html.open(Tag.DETAILS, Attribute.id("peers-" + rule.name()))
        .leaf(
            Tag.SUMMARY,
            "What it amounts to: %s, as few as hold exactly these addresses"
                .formatted(Words.prefixes(only.addresses())));
    NetList.of(only.addresses()).write(html);
    html.close(Tag.DETAILS).line();
  }

  /** Returns an earlier rule of the policy that accepts the same. */
  private Optional<String> sameAs(AccessRule rule) {
    return subject.prepared().policy().rules().stream()
        .map(Rule::name)
        .takeWhile(name -> !name.equals(rule.name()))
        .filter(
            name ->
                subject
                    .prepared()
                    .meaning()
                    .ruleset()
                    .rule(name)
                    .filter(one -> one.peers().equals(rule.peers()))
                    .isPresent())
        .findFirst();
  }

  private void unused() {
    Set<String> unused = new Reach(subject.prepared().policy()).unused();
    if (!unused.isEmpty()) {
      html.leaf(Tag.H3, "Sets that no rule accepts").line();
      html.open(Tag.UL, Attribute.kind("tree")).line();
      unused.forEach(sets::write);
      html.close(Tag.UL).line();
    }
  }
}
