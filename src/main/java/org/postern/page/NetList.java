package org.postern.page;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.postern.address.Address;
import org.postern.address.AddressSet;
import org.postern.address.Family;
import org.postern.address.Interval;
import org.postern.address.Prefix;
import org.postern.page.html.Attribute;
import org.postern.page.html.Html;
import org.postern.page.html.Tag;
import org.postern.page.html.Words;
import org.postern.plan.EffectiveEntry;

/**
 * Writes a list of addresses, however long. A short one is a list; a long one is cut into blocks
 * that open one by one, each a single text of some hundred lines, so that a browser lays out no
 * more than what is looked at.
 */
final class NetList {
  /** The most lines of a list; more are a block of text. */
  private static final int LISTED = 100;

  /**
   * The most lines of a block: as many as a browser lays out without a pause, several blocks at a
   * time.
   */
  private static final int BLOCK = 512;

  private final List<Net> nets;

  private NetList(List<Net> nets) {
    this.nets = nets;
  }

  /**
   * A line of the list.
   *
   * @param addresses the addresses of the line
   * @param label the text about them; empty for none
   */
  private record Net(Interval addresses, String label) {
    private String text() {
      return addresses.toString();
    }

    private Address first() {
      return addresses.first();
    }

    private String line() {
      return label.isEmpty() ? text() : text() + "  " + label;
    }

    /**
     * Returns the region by which long lists are cut where they can be: the /8 of IPv4, the /16 of
     * IPv6.
     */
    private long region() {
      Address first = first();
      return first.family() == Family.IP ? first.low() >>> 24 : -(first.high() >>> 48) - 1;
    }
  }

  static NetList of(AddressSet set) {
    return of(set.prefixes());
  }

  /** Returns a list of prefixes in order. */
  static NetList of(List<Prefix> prefixes) {
    return new NetList(prefixes.stream().map(one -> new Net(one.interval(), "")).toList());
  }

  /** Lists intervals as published. */
  static NetList intervals(List<Interval> intervals) {
    return new NetList(
        intervals.stream()
            .sorted(Comparator.comparing(Interval::first))
            .map(one -> new Net(one, ""))
            .toList());
  }

  /** Returns a list of entries with their labels. */
  static NetList entries(List<EffectiveEntry> entries) {
    return new NetList(
        entries.stream()
            .map(EffectiveEntry::entry)
            .map(one -> new Net(one.interval(), one.label()))
            .toList());
  }

  /** Writes it. */
  void write(Html html) {
    if (nets.isEmpty()) {
      return;
    }
    if (nets.size() <= LISTED) {
      html.open(Tag.UL, Attribute.kind(kind(nets)));
      nets.forEach(net -> html.leaf(Tag.LI, net.line()));
      html.close(Tag.UL).line();
    } else if (nets.size() <= BLOCK) {
      block(nets, html);
    } else if (html.isCounting()) {
      counted(html);
    } else {
      blocks().forEach(block -> folded(block, html));
    }
  }

  /** Writes a line for each block, and the place where each address of it is told. */
  private void counted(Html html) {
    html.open(Tag.P, Attribute.kind("aside"))
        .text("Counted by ranges; ")
        .leaf(Tag.A, "the data", Attribute.to("data"))
        .text(" have each of them, and ")
        .leaf(Tag.CODE, "postern why ADDRESS")
        .text(" tells of one where it comes from.")
        .close(Tag.P)
        .line();
    html.open(Tag.DETAILS, Attribute.kind("block"))
        .leaf(Tag.SUMMARY, title(nets))
        .open(Tag.P, Attribute.kind("nets wide"))
        .lines(blocks().stream().map(NetList::title).toList())
        .close(Tag.P)
        .close(Tag.DETAILS)
        .line();
  }

  private static String title(List<Net> block) {
    return "%s to %s: %s"
        .formatted(block.getFirst().text(), block.getLast().text(), Words.number(block.size()));
  }

  private static void folded(List<Net> block, Html html) {
    html.open(Tag.DETAILS, Attribute.kind("block")).leaf(Tag.SUMMARY, title(block));
    block(block, html);
    html.close(Tag.DETAILS).line();
  }

  private static void block(List<Net> nets, Html html) {
    html.open(Tag.P, Attribute.kind(kind(nets)))
        .lines(nets.stream().map(Net::line).toList())
        .close(Tag.P)
        .line();
  }

  /** Returns the class of the list: narrow lines stand in several columns. */
  private static String kind(List<Net> nets) {
    boolean wide =
        nets.stream().anyMatch(net -> !net.label().isEmpty() || net.first().family() == Family.IP6);
    return wide ? "nets wide" : "nets";
  }

  /** Returns the blocks: whole regions as long as they fit; one that does not is cut. */
  private List<List<Net>> blocks() {
    List<List<Net>> blocks = new ArrayList<>();
    List<Net> block = new ArrayList<>();
    int from = 0;
    while (from < nets.size()) {
      int to = endOfRegion(from);
      if (!block.isEmpty() && block.size() + to - from > BLOCK) {
        blocks.add(block);
        block = new ArrayList<>();
      }
      block.addAll(nets.subList(from, Math.min(to, from + BLOCK)));
      from = Math.min(to, from + BLOCK);
    }
    blocks.add(block);
    return blocks;
  }

  private int endOfRegion(int from) {
    long region = nets.get(from).region();
    int to = from + 1;
    while (to < nets.size() && nets.get(to).region() == region) {
      to++;
    }
    return to;
  }
}
