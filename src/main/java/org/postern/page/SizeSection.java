package org.postern.page;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.postern.address.Family;
import org.postern.page.html.Field;
import org.postern.page.html.Html;
import org.postern.page.html.Table;
import org.postern.page.html.Tag;
import org.postern.plan.memory.MemberKind;
import org.postern.plan.memory.SizeSample;

/** Shows how many entries each set had, as far back as is known, as a chart and as a table. */
final class SizeSection {
  private SizeSection() {}

  static void write(Subject subject, Html html) {
    Sections.open("sizes", html);
    Map<String, List<SizeSample>> sets = samples(subject);
    if (sets.isEmpty()) {
      html.leaf(Tag.P, "No size is known yet.").line();
    }
    Map<Boolean, List<Map.Entry<String, List<SizeSample>>>> parts =
        sets.entrySet().stream()
            .collect(Collectors.partitioningBy(one -> SizeChart.isConstant(one.getValue())));
    parts.getOrDefault(false, List.of()).forEach(one -> write(one.getKey(), one.getValue(), html));
    constant(parts.getOrDefault(true, List.of()), html);
    Sections.close(html);
  }

  /** Writes the sets whose size never changed: they need no chart, and share one table. */
  private static void constant(List<Map.Entry<String, List<SizeSample>>> sets, Html html) {
    Table table =
        new Table(
            "Sets whose number of entries has not changed",
            "Set",
            "IPv4 entries",
            "IPv6 entries",
            "Since",
            "Until");
    sets.forEach(
        one -> {
          List<SizeSample> samples = one.getValue();
          table.row(
              Field.code(one.getKey()),
              last(samples, Family.IP),
              last(samples, Family.IP6),
              Field.time(samples.getFirst().at()),
              Field.time(samples.getLast().at()));
        });
    table.write(html);
  }

  private static Field last(List<SizeSample> samples, Family family) {
    return samples.stream()
        .filter(one -> one.kind() == MemberKind.of(family))
        .reduce((first, second) -> second)
        .map(one -> Field.number(one.entries()))
        .orElse(Field.number(0));
  }

  /**
   * Returns the samples of each set, oldest first: those of the generations, and those of the last
   * days.
   */
  static Map<String, List<SizeSample>> samples(Subject subject) {
    Set<SizeSample> all = new LinkedHashSet<>();
    subject.past().generations().forEach(one -> all.addAll(one.sizes()));
    all.addAll(subject.prepared().meaning().settled().memory().samples());
    all.removeIf(one -> one.kind() == MemberKind.DOMAIN);
    List<SizeSample> sorted = new ArrayList<>(all);
    sorted.sort(
        Comparator.comparing((SizeSample one) -> one.set())
            .thenComparing(one -> one.at())
            .thenComparing(one -> one.kind()));
    Map<String, List<SizeSample>> sets = new LinkedHashMap<>();
    sorted.forEach(one -> sets.computeIfAbsent(one.set(), key -> new ArrayList<>()).add(one));
    return sets;
  }

  private static void write(String set, List<SizeSample> samples, Html html) {
    html.open(Tag.H3).text("Set ").leaf(Tag.CODE, set).close(Tag.H3).line();
    SizeChart.write(set, samples, html);
    html.open(Tag.DETAILS).leaf(Tag.SUMMARY, "The same as a table");
    Table table =
        new Table(
            "Entries of set " + set + ", the newest first", "When", "IPv4 entries", "IPv6 entries");
    Set<Instant> times = new TreeSet<>(Comparator.reverseOrder());
    samples.forEach(one -> times.add(one.at()));
    for (Instant time : times) {
      table.row(Field.time(time), at(samples, time, Family.IP), at(samples, time, Family.IP6));
    }
    table.write(html);
    html.close(Tag.DETAILS).line();
  }

  private static Field at(List<SizeSample> samples, Instant time, Family family) {
    return samples.stream()
        .filter(one -> one.at().equals(time) && one.kind() == MemberKind.of(family))
        .reduce((first, second) -> second)
        .map(one -> Field.number(one.entries()))
        .orElse(Field.text(""));
  }
}
