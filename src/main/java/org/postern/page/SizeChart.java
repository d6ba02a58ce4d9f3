package org.postern.page;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.postern.address.Family;
import org.postern.page.html.Attribute;
import org.postern.page.html.Html;
import org.postern.page.html.Tag;
import org.postern.page.html.Words;
import org.postern.plan.memory.MemberKind;
import org.postern.plan.memory.SizeSample;

/**
 * Draws the size of a set over time as a line a family, drawn in steps because a size holds until
 * the next. The lines stretch with the page; all words stand beside them as text of the page.
 */
final class SizeChart {
  private static final int WIDTH = 1_000;
  private static final int HEIGHT = 200;

  /** The place of the last sample: what it says holds beyond it. */
  private static final int LAST = 960;

  private final List<SizeSample> samples;
  private final Instant from;
  private final long span;
  private final int most;

  private SizeChart(List<SizeSample> samples) {
    this.samples = samples;
    this.from = samples.getFirst().at();
    this.span = Math.max(1, Duration.between(from, samples.getLast().at()).toSeconds());
    this.most = Math.max(1, samples.stream().mapToInt(SizeSample::entries).max().orElse(1));
  }

  /**
   * Writes the chart.
   *
   * @param samples the samples of one set, oldest first, at least one
   */
  static void write(String set, List<SizeSample> samples, Html html) {
    new SizeChart(samples).figure(set, html);
  }

  /** Tells whether no family ever had another size. */
  static boolean isConstant(List<SizeSample> samples) {
    return samples.stream()
        .collect(
            Collectors.groupingBy(
                SizeSample::kind, Collectors.mapping(SizeSample::entries, Collectors.toSet())))
        .values()
        .stream()
        .allMatch(sizes -> sizes.size() == 1);
  }

  private void figure(String set, Html html) {
    List<String> words = new ArrayList<>();
    for (Family family : Family.values()) {
      if (!of(family).isEmpty()) {
        words.add(words(family));
      }
    }
    String summary = String.join("; ", words) + ".";
    html.open(Tag.FIGURE, Attribute.kind("chart")).line();
    html.leaf(Tag.DIV, Words.number(most), Attribute.kind("most"), hidden());
    html.open(
            Tag.SVG,
            Attribute.of("viewBox", "0 0 %d %d".formatted(WIDTH, HEIGHT)),
            Attribute.of("preserveAspectRatio", "none"),
            Attribute.of("role", "img"),
            Attribute.of("aria-labelledby", "chart-" + set))
        .line()
        .leaf(Tag.TITLE, "Set " + set + ": " + summary, Attribute.id("chart-" + set))
        .line();
    for (Family family : Family.values()) {
      line(family, html);
    }
    html.close(Tag.SVG).line();
    html.open(Tag.DIV, Attribute.kind("axis"), hidden())
        .leaf(Tag.SPAN, Words.time(from))
        .leaf(Tag.SPAN, Words.time(samples.getLast().at()))
        .close(Tag.DIV)
        .line();
    html.leaf(Tag.FIGCAPTION, summary).close(Tag.FIGURE).line();
  }

  /**
   * Returns the attribute that hides the drawing from readers who hear the page: the figure's own
   * words say the same.
   */
  private static Attribute hidden() {
    return Attribute.of("aria-hidden", "true");
  }

  private List<SizeSample> of(Family family) {
    return samples.stream().filter(one -> one.kind() == MemberKind.of(family)).toList();
  }

  private String words(Family family) {
    List<SizeSample> own = of(family);
    int least = own.stream().mapToInt(SizeSample::entries).min().orElse(0);
    int largest = own.stream().mapToInt(SizeSample::entries).max().orElse(0);
    String range =
        least == largest
            ? "always"
            : "from %s to %s, now".formatted(Words.number(least), Words.number(largest));
    return "%s (%s line) %s %s"
        .formatted(
            family.label(),
            family == Family.IP ? "solid" : "dashed",
            range,
            Words.number(own.getLast().entries()));
  }

  private void line(Family family, Html html) {
    StringBuilder path = new StringBuilder();
    for (SizeSample one : of(family)) {
      int y = HEIGHT - (int) ((long) one.entries() * HEIGHT / most);
      long x = Duration.between(from, one.at()).toSeconds() * LAST / span;
      path.append(path.isEmpty() ? "M%d %d".formatted(x, y) : "H%dV%d".formatted(x, y));
    }
    if (!path.isEmpty()) {
      html.empty(
              Tag.PATH,
              Attribute.kind("line " + family.text()),
              Attribute.of("d", path.append("H").append(WIDTH).toString()))
          .line();
    }
  }
}
