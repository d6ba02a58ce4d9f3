package org.postern.command.map;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.postern.address.AddressSet;
import org.postern.address.Family;
import org.postern.address.Prefix;
import org.postern.command.Line;
import org.postern.command.Reply;
import org.postern.diagnostic.Counted;
import org.postern.picture.Block;
import org.postern.picture.Picture;
import org.postern.picture.Tally;
import org.postern.picture.View;
import org.postern.pipeline.check.Comparison;
import org.postern.plan.AccessRule;
import org.postern.plan.Peers;
import org.postern.plan.tree.PortsTree;
import org.postern.policy.Refusal;

/** Maps in a reply: what they are of, the pictures, and the same for programs. */
final class MapReport {
  /**
   * The length of the prefix that a provider has: IPv6 is drawn in such parts, for in the whole of
   * it all are specks.
   */
  private static final int PROVIDER = 32;

  /** The most parts that are drawn, and the most of the others that are listed. */
  private static final int DRAWN = 6;

  private static final int LISTED = 10;

  private final Reply.Builder reply;
  private final MapSubject subject;
  private final Comparison.Side.Rules meant;
  private final Optional<Comparison.Side.Rules> other;
  private final AddressSet before;
  private final AddressSet after;
  private final List<MapDocument.Drawn> pictures = new ArrayList<>();
  private Optional<List<MapDocument.Part>> parts = Optional.empty();

  /**
   * Creates a report into this reply.
   *
   * @param meant the policy's side
   * @param other the side that it is compared with
   */
  MapReport(
      Reply.Builder reply,
      MapSubject subject,
      Comparison.Side.Rules meant,
      Optional<Comparison.Side.Rules> other) {
    this.reply = reply;
    this.subject = subject;
    this.meant = meant;
    this.other = other;
    this.after = subject.addresses(meant);
    this.before = other.map(subject::addresses).orElse(after);
  }

  /** Draws these views of a prefix, or of all of a family. */
  void add(Optional<Prefix> zoom, Family family, List<MapView> views) {
    String from = other.map(side -> "from " + side.name() + " to ").orElse("");
    reply.line(Line.Style.HEADING, "%s%s: %s".formatted(from, meant.name(), subject.text(meant)));
    notes(meant);
    other.ifPresent(this::notes);
    if (!isEverybody()) {
      pictures(zoom, family, views);
    }
    reply.document(
        new MapDocument(
            Optional.of(subject.text(meant)),
            rules(),
            other.map(Comparison.Side.Rules::name),
            parts,
            pictures));
  }

  private void pictures(Optional<Prefix> zoom, Family family, List<MapView> views) {
    MapView told = views.size() == 1 ? views.getFirst() : MapView.DIFFERENCE;
    elsewhere(zoom, family, told);
    if (zoom.isEmpty() && family == Family.IP6) {
      parts(views, told);
    } else {
      Prefix prefix = zoom.orElseGet(() -> View.whole(family));
      views.forEach(view -> draw(view, prefix, views.size() > 1));
    }
  }

  /** Tells whether there is nothing to see but that everybody may come. */
  private boolean isEverybody() {
    return before.equals(AddressSet.all()) && after.equals(AddressSet.all());
  }

  private void notes(Comparison.Side.Rules side) {
    for (AccessRule rule : subject.rules(side)) {
      if (rule.peers() instanceof Peers.Any) {
        reply.line(
            Line.Style.CAUTION,
            "rule %s of %s accepts any peer: %s"
                .formatted(
                    rule.name(),
                    side.name(),
                    subject.isDrawn(rule) ? "that is all of both families" : "it is not drawn"));
      } else if (rule.otherwise().filter(Refusal.OBSERVE::equals).isPresent()) {
        reply.line(
            Line.Style.CAUTION,
            "rule %s of %s only observes: it lets everybody else through too"
                .formatted(rule.name(), side.name()));
      }
    }
  }

  private List<MapDocument.Rule> rules() {
    return subject.rules(meant).stream()
        .map(
            rule ->
                new MapDocument.Rule(
                    rule.name(),
                    rule.scope().named().map(PortsTree::write),
                    rule.peers() instanceof Peers.Any,
                    rule.otherwise()))
        .toList();
  }

  /** Replies what is not on the map. */
  private void elsewhere(Optional<Prefix> zoom, Family drawn, MapView told) {
    AddressSet both = before.union(after);
    for (Family family : Family.values()) {
      if (family != drawn && !both.isEmpty(family)) {
        reply.line(
            Line.Style.ASIDE,
            "%s: %s, see --family %s"
                .formatted(family.label(), amount(told, View.whole(family)), family.text()));
      }
    }
    if (zoom.isPresent()) {
      AddressSet outside = both.only(drawn).subtract(AddressSet.of(zoom.get()));
      if (!outside.isEmpty()) {
        reply.line(
            Line.Style.ASIDE,
            "outside of %s: %s".formatted(zoom.get(), Tally.of(outside, drawn).text()));
      }
    }
  }

  private String amount(MapView view, Prefix prefix) {
    return switch (view) {
      case BEFORE -> held(before, prefix);
      case AFTER -> held(after, prefix);
      case DIFFERENCE -> change(prefix);
    };
  }

  private static String held(AddressSet set, Prefix prefix) {
    Tally tally = Tally.of(set.intersect(AddressSet.of(prefix)), prefix.family());
    return tally.isNone() ? "nothing" : tally.text();
  }

  private String change(Prefix prefix) {
    AddressSet inside = AddressSet.of(prefix);
    Family family = prefix.family();
    Tally kept = Tally.of(before.intersect(after).intersect(inside), family);
    Tally added = Tally.of(after.subtract(before).intersect(inside), family);
    Tally removed = Tally.of(before.subtract(after).intersect(inside), family);
    return change(new Block(prefix, kept, added, removed));
  }

  private static String change(Block block) {
    List<String> words = new ArrayList<>();
    if (!block.added().isNone()) {
      words.add(Tally.number(block.added().addresses()) + " added");
    }
    if (!block.removed().isNone()) {
      words.add(Tally.number(block.removed().addresses()) + " removed");
    }
    if (!block.kept().isNone()) {
      words.add(Tally.number(block.kept().addresses()) + " as before");
    }
    return words.isEmpty() ? "nothing" : String.join(", ", words);
  }

  /** Draws IPv6: maps of the first parts, and a list of the others. */
  private void parts(List<MapView> views, MapView told) {
    AddressSet from = told == MapView.AFTER ? after : before;
    AddressSet to = told == MapView.BEFORE ? before : after;
    List<Block> blocks =
        Block.of(Family.IP6, PROVIDER, from, to).stream()
            .filter(block -> block.isChanged() || !views.equals(List.of(MapView.DIFFERENCE)))
            .toList();
    reply.line(
        Line.Style.HEADING,
        "IPv6: %s; %s of /%d"
            .formatted(
                amount(told, View.whole(Family.IP6)),
                Counted.of(blocks.size(), "provider block"),
                PROVIDER));
    boolean isChange = told == MapView.DIFFERENCE;
    List<Block> drawn = blocks.subList(0, Math.min(DRAWN, blocks.size()));
    undrawn(blocks.subList(drawn.size(), blocks.size()), isChange);
    for (Block block : drawn) {
      Prefix part =
          Prefix.containing(block.prefix().base(), Math.min(PROVIDER, block.prefix().length()));
      views.forEach(view -> draw(view, part, views.size() > 1));
    }
    parts = Optional.of(MapDocument.Part.of(blocks, isChange));
  }

  private void undrawn(List<Block> blocks, boolean isChange) {
    if (!blocks.isEmpty()) {
      reply.line(Line.Style.ASIDE, "these are not drawn, except with --zoom PREFIX:");
    }
    for (Block block : blocks.subList(0, Math.min(LISTED, blocks.size()))) {
      String amount = isChange ? change(block) : block.kept().text();
      reply.line("  " + block.prefix() + "  " + amount);
    }
    if (blocks.size() > LISTED) {
      reply.line(
          Line.Style.ASIDE,
          "  and %,d more (--format json lists all)".formatted(blocks.size() - LISTED));
    }
  }

  private void draw(MapView view, Prefix prefix, boolean named) {
    String place = prefix.length() == 0 ? prefix.family().label() : prefix.toString();
    String label = named || view == MapView.BEFORE ? view.text() + ", " : "";
    String title = label + place + ": " + amount(view, prefix);
    Picture picture =
        switch (view) {
          case BEFORE -> Picture.of(title, prefix, before);
          case AFTER -> Picture.of(title, prefix, after);
          case DIFFERENCE -> Picture.ofChange(title, prefix, before, after);
        };
    reply.picture(picture);
    pictures.add(MapDocument.Drawn.of(view, picture));
  }
}
