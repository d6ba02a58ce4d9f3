package org.postern.page;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.postern.address.Address;
import org.postern.address.AddressSet;
import org.postern.address.Family;
import org.postern.address.Prefix;
import org.postern.page.html.Attribute;
import org.postern.page.html.Html;
import org.postern.page.html.Tag;
import org.postern.page.html.Words;
import org.postern.picture.Cell;
import org.postern.picture.ChangeRaster;
import org.postern.picture.Raster;
import org.postern.picture.View;
import org.postern.plan.AccessRule;
import org.postern.plan.Peers;

/**
 * Draws where in the address space the accepted peers are: before the change, after it, and the
 * difference.
 */
final class MapSection {
  /**
   * The order of the Hilbert curve: 32 by 32 cells, each a /10 of IPv4; smaller cells cannot be
   * told apart on a phone.
   */
  private static final int ORDER = 5;

  /**
   * The prefix length of the parts of IPv6 that are drawn: those with the most prefixes, and at
   * least two.
   */
  private static final int IP6_PART = 32;

  private static final int IP6_PARTS = 3;

  private final Subject subject;
  private final Html html;
  private final Map<AddressSet, String> drawn = new HashMap<>();

  private MapSection(Subject subject, Html html) {
    this.subject = subject;
    this.html = html;
  }

  static void write(Subject subject, Html html) {
    Sections.open("maps", html);
    MapSection section = new MapSection(subject, html);
    section.legend();
    subject.prepared().meaning().ruleset().rules().forEach(section::rule);
    Sections.close(html);
  }

  private void legend() {
    html.leaf(
            Tag.P,
            "Each map is the whole of its addresses along a Hilbert curve: neighbours as numbers"
                + " are neighbours in the picture, and each prefix is a square or two of them. A"
                + " square of the grid is a /8 of IPv4, named by its first number where something"
                + " is in it.")
        .line();
  }

  private void rule(AccessRule rule) {
    if (!(rule.peers() instanceof Peers.Only only)) {
      return;
    }
    AddressSet after = only.addresses();
    Optional<AddressSet> before = before(rule.name()).filter(one -> !one.equals(after));
    if (after.isEmpty() && before.isEmpty()) {
      return;
    }
    html.open(Tag.H3).text("Rule ").leaf(Tag.CODE, rule.name()).close(Tag.H3).line();
    int withheld = Withheld.of(subject.withheld().peers(), rule.name());
    if (withheld > 0) {
      html.leaf(Tag.P, "Not drawn: " + Words.count(withheld, "prefix") + ", withheld.").line();
    }
    String same = before.isPresent() ? null : drawn.putIfAbsent(after, rule.name());
    if (same != null) {
      html.leaf(Tag.P, "The same as for rule " + same + ".").line();
      return;
    }
    for (Prefix part : parts(after.union(before.orElse(AddressSet.none())))) {
      AddressSet here = AddressSet.of(part);
      maps(
          rule.name(),
          part,
          before.filter(one -> !one.intersect(here).equals(after.intersect(here))),
          after);
    }
    RegionTable.write(rule.name(), before, after, html);
  }

  private Optional<AddressSet> before(String rule) {
    return subject
        .basis()
        .map(
            basis ->
                basis
                    .ruleset()
                    .rule(rule)
                    .filter(one -> one.peers() instanceof Peers.Only)
                    .map(one -> one.peers().asSet())
                    .orElse(AddressSet.none()));
  }

  /**
   * Returns all of IPv4 if the set has IPv4 addresses, and the parts of IPv6 with the most
   * prefixes.
   */
  private static List<Prefix> parts(AddressSet set) {
    List<Prefix> parts = new ArrayList<>();
    if (!set.isEmpty(Family.IP)) {
      parts.add(View.whole(Family.IP));
    }
    Map<Prefix, Integer> found = new HashMap<>();
    set.forEachPrefix(
        Family.IP6,
        (high, low, length) ->
            found.merge(
                Prefix.containing(new Address(Family.IP6, high, low), Math.min(length, IP6_PART)),
                1,
                Integer::sum));
    found.entrySet().stream()
        .filter(one -> one.getValue() > 1)
        .sorted(
            Map.Entry.<Prefix, Integer>comparingByValue()
                .reversed()
                .thenComparing(one -> one.getKey().base()))
        .limit(IP6_PARTS)
        .forEach(one -> parts.add(common(set, one.getKey())));
    return parts;
  }

  /** Returns the smallest prefix that holds all addresses of a set in a part. */
  private static Prefix common(AddressSet set, Prefix part) {
    List<Prefix> inside = set.intersect(AddressSet.of(part)).prefixes();
    Prefix common = inside.getFirst();
    while (!common.interval().contains(inside.getLast().last())) {
      common = Prefix.containing(common.base(), common.length() - 1);
    }
    return common;
  }

  private void maps(String rule, Prefix part, Optional<AddressSet> before, AddressSet after) {
    View view = View.upTo(part, ORDER);
    String id = "map-%s-%s".formatted(rule, part.length() == 0 ? "all" : part.base());
    String where = part.length() == 0 ? "all IPv4" : part.toString();
    html.open(Tag.DIV, Attribute.kind("maps")).line();
    if (before.isPresent()) {
      figure(id + "-before", "Before", where, rule, HilbertMap.of(Raster.of(view, before.get())));
    }
    String title = before.isPresent() ? "After" : "Now";
    figure(id + "-after", title, where, rule, HilbertMap.of(Raster.of(view, after)));
    if (before.isPresent()) {
      ChangeRaster change = ChangeRaster.of(view, before.get(), after);
      figure(id + "-difference", "Difference", where, rule, HilbertMap.of(change));
    }
    if (part.length() == 0) {
      legend(before.isPresent());
    }
    html.close(Tag.DIV).line();
  }

  private void legend(boolean changed) {
    html.open(Tag.DIV);
    html.leaf(Tag.P, "Of a cell may pass:");
    HilbertMap.legend(List.of(Cell.TRACE, Cell.PART, Cell.FULL), html);
    if (changed) {
      html.leaf(Tag.P, "In the difference:");
      HilbertMap.legend(List.of(Cell.KEPT, Cell.ADDED, Cell.REMOVED, Cell.MIXED), html);
    }
    html.close(Tag.DIV).line();
  }

  private void figure(String id, String title, String where, String rule, HilbertMap map) {
    String caption = "%s: %s, a cell is a /%d".formatted(title, where, map.cellLength());
    html.open(Tag.FIGURE).line();
    map.write(id, "Map of rule %s. %s".formatted(rule, caption), html);
    html.leaf(Tag.FIGCAPTION, caption).close(Tag.FIGURE).line();
  }
}
