package org.postern.policy.parse.edit;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import org.postern.policy.parse.text.TextCheck;
import org.postern.policy.parse.yaml.YamlReader;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.common.ScalarStyle;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.MappingEndEvent;
import org.snakeyaml.engine.v2.events.MappingStartEvent;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.events.SequenceEndEvent;
import org.snakeyaml.engine.v2.events.SequenceStartEvent;
import org.snakeyaml.engine.v2.exceptions.Mark;

/**
 * The tree of a text that {@link YamlReader} has accepted: not too deep, one document, without
 * anchors and with words for keys.
 */
final class PlacedReader {
  private static final char BYTE_ORDER_MARK = '\uFEFF';

  private final String text;
  private final int shift;
  private final Iterator<Event> events;
  private int seenPoints;
  private int seenChars;

  private PlacedReader(String text) {
    this.text = text;
    this.shift = text.indexOf(BYTE_ORDER_MARK) == 0 ? 1 : 0;
    this.seenChars = shift;
    LoadSettings settings =
        LoadSettings.builder().setCodePointLimit(TextCheck.MOST_CHARACTERS + 1).build();
    this.events = new Parse(settings).parseString(text.substring(shift)).iterator();
  }

  /** Returns the value that the text is; nothing when it says nothing. */
  static Optional<Placed> read(String text) {
    return new PlacedReader(text).root();
  }

  private Optional<Placed> root() {
    while (events.hasNext()) {
      Event event = events.next();
      if (isValue(event)) {
        return Optional.of(node(event));
      }
    }
    return Optional.empty();
  }

  private static boolean isValue(Event event) {
    return event instanceof ScalarEvent
        || event instanceof SequenceStartEvent
        || event instanceof MappingStartEvent;
  }

  private Placed node(Event event) {
    return switch (event) {
      case SequenceStartEvent start -> items(start);
      case MappingStartEvent start -> mapping(start);
      default -> scalar((ScalarEvent) event);
    };
  }

  private Placed.Scalar scalar(ScalarEvent event) {
    int start = offset(event.getStartMark());
    int end = offset(event.getEndMark());
    boolean block =
        event.getScalarStyle() == ScalarStyle.LITERAL
            || event.getScalarStyle() == ScalarStyle.FOLDED;
    return new Placed.Scalar(start, block ? trimmed(start, end) : end, event.getValue());
  }

  private Placed.Items items(SequenceStartEvent event) {
    int start = offset(event.getStartMark());
    List<Placed> nodes = new ArrayList<>();
    Event next = events.next();
    while (!(next instanceof SequenceEndEvent)) {
      nodes.add(node(next));
      next = events.next();
    }
    int end = event.isFlow() ? offset(next.getEndMark()) : last(start, nodes);
    return new Placed.Items(start, end, event.isFlow(), nodes);
  }

  private Placed.Mapping mapping(MappingStartEvent event) {
    int start = offset(event.getStartMark());
    List<Placed.Entry> entries = new ArrayList<>();
    Event next = events.next();
    while (!(next instanceof MappingEndEvent)) {
      Placed.Scalar key = scalar((ScalarEvent) next);
      entries.add(new Placed.Entry(key, node(events.next())));
      next = events.next();
    }
    // Of a pair without braces in a list in brackets, [a: b], the parser tells the list's end.
    boolean braced = event.isFlow() && text.charAt(start) == '{';
    int end =
        braced ? offset(next.getEndMark()) : entries.isEmpty() ? start : entries.getLast().end();
    return new Placed.Mapping(start, end, event.isFlow(), entries);
  }

  /** Returns the end that the parser tells of a block is where the next one starts. */
  private static int last(int start, List<Placed> nodes) {
    return nodes.isEmpty() ? start : nodes.getLast().end();
  }

  private int trimmed(int start, int end) {
    int at = end;
    while (at > start && Character.isWhitespace(text.charAt(at - 1))) {
      at--;
    }
    return at;
  }

  /**
   * Returns the place of a mark in the text. The parser counts code points; marks mostly go
   * forward, so little is counted twice.
   */
  private int offset(Optional<Mark> mark) {
    int points = mark.orElseThrow().getIndex();
    seenChars = text.offsetByCodePoints(seenChars, points - seenPoints);
    seenPoints = points;
    return seenChars;
  }
}
