package org.postern.page;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.postern.address.Family;
import org.postern.address.widening.Tradeoff;
import org.postern.diagnostic.Counted;
import org.postern.page.html.Attribute;
import org.postern.page.html.Field;
import org.postern.page.html.Html;
import org.postern.page.html.Table;
import org.postern.page.html.Tag;
import org.postern.page.html.Words;
import org.postern.plan.EffectiveEntries;
import org.postern.plan.EffectiveEntry;
import org.postern.plan.EffectiveSet;
import org.postern.plan.WidenedWords;
import org.postern.policy.LiteralSource;
import org.postern.policy.SetDefinition;
import org.postern.policy.SetSource;
import org.postern.policy.SourceSpec;
import org.postern.source.LastGood;
import org.postern.source.Resolution;

/**
 * Writes a set with its sources, their answers and the entries of each; told once, then linked to.
 */
final class SetTree {
  private final Subject subject;
  private final Html html;
  private final Map<LastGood.Key, List<EffectiveEntry>> entries = new LinkedHashMap<>();
  private final Map<LastGood.Key, Resolution> answers = new LinkedHashMap<>();
  private final Set<String> told = new HashSet<>();

  SetTree(Subject subject, Html html) {
    this.subject = subject;
    this.html = html;
    for (EffectiveEntries part : subject.prepared().meaning().settled().entries()) {
      if (part.size() > 0) {
        entries.computeIfAbsent(part.key(), _ -> new ArrayList<>()).addAll(part.rows());
      }
    }
    subject.prepared().resolved().resolutions().forEach(one -> answers.put(one.key(), one));
  }

  /** Writes an item of a list. */
  void write(String name) {
    html.open(Tag.LI);
    if (!told.add(name)) {
      html.text("Set ")
          .leaf(Tag.A, name, Attribute.to("set-" + name))
          .text(", as above")
          .close(Tag.LI)
          .line();
      return;
    }
    SetDefinition set = subject.prepared().policy().set(name).orElseThrow();
    html.open(Tag.DETAILS, Attribute.id("set-" + name), Attribute.of("open", "open"))
        .open(Tag.SUMMARY)
        .text("Set ")
        .leaf(Tag.STRONG, name)
        .text(": " + counts(set))
        .close(Tag.SUMMARY)
        .line();
    about(set);
    subject.prepared().meaning().set(name).ifPresent(this::tradeoff);
    html.open(Tag.UL, Attribute.kind("tree")).line();
    literals(set);
    sources(set);
    withdrawn(set);
    html.close(Tag.UL).close(Tag.DETAILS).close(Tag.LI).line();
  }

  private String counts(SetDefinition set) {
    int withheld = Withheld.of(subject.withheld().entries(), set.name());
    if (subject.withheld().isNamed(set.name())) {
      return Words.count(withheld, "entry") + ", all withheld";
    }
    int own =
        entries.entrySet().stream()
            .filter(half -> half.getKey().set().equals(set.name()))
            .mapToInt(half -> half.getValue().size())
            .sum();
    String amount =
        subject
            .prepared()
            .meaning()
            .set(set.name())
            .map(EffectiveSet::addresses)
            .map(Words::prefixes)
            .orElse("not usable");
    return "%s, %s%s"
        .formatted(
            Words.count(own, "entry"),
            amount,
            withheld == 0 ? "" : ", and " + Words.count(withheld, "entry") + " withheld");
  }

  private void about(SetDefinition set) {
    html.open(Tag.P, Attribute.kind("aside"))
        .text("Defined at ")
        .leaf(Tag.CODE, subject.place(set.span()));
    if (!set.never().isEmpty()) {
      html.text("; never " + RulesSection.literals(set.never()));
    }
    set.widen()
        .ifPresent(
            widen ->
                html.text(
                    "; widened %s, which adds %s that no source named%s"
                        .formatted(widen.words(), excess(set.name()), proof(set.name()))));
    html.text(".").close(Tag.P).line();
  }

  private String excess(String set) {
    return subject
        .prepared()
        .meaning()
        .set(set)
        .map(one -> Counted.of(one.excess().size(), "address"))
        .orElse("nothing");
  }

  private String proof(String set) {
    return subject.prepared().meaning().set(set).map(WidenedWords::proof).orElse("");
  }

  /** Writes what each number of entries would cost, where the set has a budget. */
  private void tradeoff(EffectiveSet set) {
    Table table = new Table("Widening set " + set.name(), "Entries", "Extra addresses");
    for (Tradeoff.Point point : set.curve()) {
      table.row(
          Field.number(point.entries()),
          Field.text(String.format(Locale.ROOT, "%,d", point.extra())));
    }
    table.write(html);
  }

  private void literals(SetDefinition set) {
    List<EffectiveEntry> found = new ArrayList<>();
    int written = 0;
    for (SourceSpec source : set.sources()) {
      if (source instanceof LiteralSource) {
        written++;
        found.addAll(halves(set, source.id()));
      }
    }
    if (written > 0) {
      String title = "Addresses in the policy: " + Words.count(found.size(), "entry");
      html.open(Tag.LI).open(Tag.DETAILS).leaf(Tag.SUMMARY, title);
      EntryList.write("Addresses of set " + set.name() + " in the policy", found, html);
      html.close(Tag.DETAILS).close(Tag.LI).line();
    }
  }

  private List<EffectiveEntry> halves(SetDefinition set, String source) {
    List<EffectiveEntry> found = new ArrayList<>();
    for (Family family : Family.values()) {
      found.addAll(entries.getOrDefault(new LastGood.Key(set.name(), source, family), List.of()));
    }
    return found;
  }

  private void sources(SetDefinition set) {
    Set<String> seen = new LinkedHashSet<>();
    for (SourceSpec source : set.sources()) {
      if (source instanceof SetSource reference) {
        write(reference.set());
      } else if (source.isLocked()) {
        // Addresses in the policy are told together, above.
        source(set, source, seen);
      }
    }
  }

  private void source(SetDefinition set, SourceSpec source, Set<String> seen) {
    if (seen.add(source.id())) {
      source(set, source.id(), Optional.of(subject.place(source.span())));
    }
  }

  private void source(SetDefinition set, String id, Optional<String> position) {
    html.open(Tag.LI)
        .open(Tag.DETAILS)
        .open(Tag.SUMMARY)
        .leaf(Tag.CODE, id)
        .text(": " + Words.count(halves(set, id).size(), "entry"))
        .close(Tag.SUMMARY)
        .line();
    html.open(Tag.P, Attribute.kind("aside"));
    if (position.isPresent()) {
      html.text("Written at ").leaf(Tag.CODE, position.get()).text(".");
    } else {
      html.text("No longer in the policy.");
    }
    html.close(Tag.P).line();
    for (Family family : Family.values()) {
      half(new LastGood.Key(set.name(), id, family));
    }
    html.close(Tag.DETAILS).close(Tag.LI).line();
  }

  private void half(LastGood.Key key) {
    List<EffectiveEntry> found = entries.getOrDefault(key, List.of());
    Optional<Resolution> answer = Optional.ofNullable(answers.get(key));
    if (found.isEmpty() && answer.isEmpty()) {
      return;
    }
    html.open(Tag.P)
        .leaf(Tag.STRONG, key.family().label())
        .text(": " + answer.map(SetTree::words).orElse("it is not asked any more."))
        .close(Tag.P)
        .line();
    EntryList.write("%s entries of %s".formatted(key.family().label(), key.source()), found, html);
  }

  private static String words(Resolution resolution) {
    return switch (resolution) {
      case Resolution.Fresh fresh -> fresh(fresh);
      case Resolution.Stale stale ->
          "no information since its answer of %s, which stands: %s."
              .formatted(Words.time(stale.last().at()), stale.why().detail());
      case Resolution.Failed failed -> "it never answered: " + failed.why().detail() + ".";
    };
  }

  private static String fresh(Resolution.Fresh fresh) {
    String named = Words.count(fresh.entries().size(), "entry");
    if (fresh.server().isEmpty()) {
      return named + " read " + Words.time(fresh.at()) + ".";
    }
    if (fresh.server().equals("lockfile")) {
      return named + " from the lockfile.";
    }
    String via = fresh.via().isEmpty() ? "" : " by way of " + Words.list(fresh.via());
    return "%s answered by %s%s %s, good for %s, until %s."
        .formatted(
            named,
            fresh.server(),
            via,
            Words.time(fresh.at()),
            Words.duration(fresh.ttl()),
            Words.time(fresh.at().plus(fresh.ttl())));
  }

  private void withdrawn(SetDefinition set) {
    Set<String> named = new HashSet<>();
    set.sources().forEach(source -> named.add(source.id()));
    Set<String> left = new LinkedHashSet<>();
    entries.keySet().stream()
        .filter(key -> key.set().equals(set.name()) && !named.contains(key.source()))
        .forEach(key -> left.add(key.source()));
    left.forEach(id -> source(set, id, Optional.empty()));
  }
}
