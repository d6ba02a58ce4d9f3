package org.postern.page;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.postern.page.html.Attribute;
import org.postern.page.html.Field;
import org.postern.page.html.Html;
import org.postern.page.html.Tag;
import org.postern.page.html.Words;
import org.postern.pipeline.Prepared;
import org.postern.plan.AccessRule;
import org.postern.plan.Obstacle;
import org.postern.plan.Plan;
import org.postern.plan.memory.PendingChange;
import org.postern.policy.Rule;
import org.postern.source.Resolution;
import org.postern.state.Orders;

/** Tells what a reader with one minute is to know. */
final class SummarySection {
  private final Subject subject;
  private final Prepared prepared;
  private final Html html;

  private SummarySection(Subject subject, Html html) {
    this.subject = subject;
    this.prepared = subject.prepared();
    this.html = html;
  }

  static void write(Subject subject, Html html) {
    Sections.open("summary", html);
    new SummarySection(subject, html).write();
    Sections.close(html);
  }

  private void write() {
    html.open(Tag.UL, Attribute.kind("sentences")).line();
    prepared.policy().rules().forEach(this::sentence);
    html.close(Tag.UL).line();
    concerns();
    facts();
  }

  private void sentence(Rule rule) {
    html.open(Tag.LI);
    Optional<AccessRule> filter = prepared.meaning().ruleset().rule(rule.name());
    html.open(Tag.A, Attribute.to("why-" + rule.name()))
        .leaf(Tag.STRONG, rule.name())
        .close(Tag.A)
        .text(", ");
    if (filter.isEmpty()) {
      html.text("not in force, see below");
    } else {
      String others = RuleWords.otherwise(rule.otherwise());
      html.text(
          "%s: %s%s"
              .formatted(
                  RuleWords.covers(filter.get()),
                  RuleWords.accepts(rule, filter.get(), subject.withheld()),
                  others.isEmpty() ? "" : "; " + others));
      prepared
          .orders()
          .openUntil(rule.name())
          .ifPresent(until -> html.text("; open to everybody until " + Words.time(until)));
    }
    html.text(".").close(Tag.LI).line();
  }

  /** Tells what a person has to look at. */
  private void concerns() {
    List<String> found = new ArrayList<>();
    for (Obstacle obstacle : prepared.meaning().obstacles()) {
      found.add("Rule %s cannot be in force: %s.".formatted(obstacle.rule(), obstacle.why()));
    }
    for (Resolution resolution : prepared.resolved().resolutions()) {
      silent(resolution).ifPresent(found::add);
    }
    for (PendingChange held : prepared.meaning().settled().pending()) {
      found.add("Held: %s of set %s.".formatted(held.side().text(), held.set()));
    }
    prepared.meaning().settled().refused().forEach(one -> found.add("Refused: " + one + "."));
    orders(prepared.orders(), found);
    if (!found.isEmpty()) {
      html.open(Tag.DIV, Attribute.kind("concern"))
          .leaf(Tag.H3, "A person has to look at this")
          .open(Tag.UL);
      found.forEach(one -> html.leaf(Tag.LI, one));
      html.close(Tag.UL).close(Tag.DIV).line();
    }
  }

  private static Optional<String> silent(Resolution resolution) {
    String name =
        "%s of set %s (%s)"
            .formatted(
                resolution.key().source(),
                resolution.key().set(),
                resolution.key().family().label());
    return switch (resolution) {
      case Resolution.Fresh fresh -> Optional.empty();
      case Resolution.Stale stale ->
          Optional.of(
              "%s gives no information; its answer of %s stands."
                  .formatted(name, Words.time(stale.last().at())));
      case Resolution.Failed failed -> Optional.of(name + " never answered.");
    };
  }

  private static void orders(Orders orders, List<String> found) {
    orders
        .pin()
        .ifPresent(
            pin ->
                found.add(
                    "Generation %d is pinned since %s by %s."
                        .formatted(
                            pin.generation(), Words.time(pin.given().at()), pin.given().who())));
    orders
        .pause()
        .ifPresent(
            pause ->
                found.add(
                    "Nothing is changed%s, ordered by %s."
                        .formatted(
                            pause.until().map(end -> " until " + Words.time(end)).orElse(""),
                            pause.given().who())));
    orders
        .removal()
        .ifPresent(
            removal ->
                found.add(
                    "Everything was taken out %s by %s."
                        .formatted(Words.time(removal.given().at()), removal.given().who())));
  }

  private void facts() {
    html.open(Tag.DL, Attribute.kind("facts")).line();
    fact("Policy", Field.code(prepared.policy().file()));
    fact("Looked at", Field.time(subject.at()));
    fact("Answers", Field.text(answers()));
    fact(
        "Sets and rules",
        Field.text(
            Words.count(prepared.policy().sets().size(), "set")
                + ", "
                + Words.count(prepared.policy().rules().size(), "rule")));
    fact(
        "Entries in force",
        Field.text(Words.number(prepared.meaning().settled().rows().size() + withheld())));
    fact("Change", Field.text(change()));
    subject.counted().ifPresent(one -> fact("Past the filter", Field.text(past(one))));
    fact("Accepted", this::accepted);
    if (!subject.withheld().named().isEmpty()) {
      fact("Withheld", Field.text("what is in " + sets(subject.withheld().named())));
    }
    html.close(Tag.DL).line();
  }

  private static String past(Counted counted) {
    return "%s of %s connections at port 25 %s"
        .formatted(
            counted.bypass().part(),
            Words.number(counted.bypass().all()),
            counted
                .since()
                .map(since -> "since " + Words.time(since))
                .orElse("since the rules were made"));
  }

  private String answers() {
    if (subject.running()) {
      return "as remembered; no source was asked for this page";
    }
    return prepared.lock().isPresent() ? "from a lockfile" : "asked for this page";
  }

  private int withheld() {
    return subject.withheld().entries().values().stream().mapToInt(Integer::intValue).sum();
  }

  private static String sets(List<String> names) {
    return (names.size() == 1 ? "set " : "sets ") + Words.list(names);
  }

  private void fact(String name, Field value) {
    html.leaf(Tag.DT, name).open(Tag.DD);
    value.write(html);
    html.close(Tag.DD).line();
  }

  private String change() {
    if (subject.basis().isEmpty()) {
      return "nothing was accepted before";
    }
    Basis basis = subject.basis().get();
    Plan plan = ChangeSection.plan(basis.ruleset(), prepared.meaning().ruleset());
    return ChangeSection.counts(plan, subject.withheld()) + " against " + basis.name();
  }

  private void accepted(Html html) {
    Optional<PastGeneration> found = subject.inForce();
    if (found.isEmpty()) {
      html.text("nothing yet");
      return;
    }
    PastGeneration one = found.get();
    html.text("generation %d, ".formatted(one.number()));
    Field.time(html, one.accepted());
    html.text(
        " by %s%s, digest "
            .formatted(one.who(), one.why().isEmpty() ? "" : ": \"" + one.why() + "\""));
    Field.code(html, one.digest());
  }
}
