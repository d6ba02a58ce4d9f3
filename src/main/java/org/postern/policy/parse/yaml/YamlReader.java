package org.postern.policy.parse.yaml;

import java.util.Optional;
import org.postern.diagnostic.Code;
import org.postern.diagnostic.Span;
import org.postern.policy.parse.text.Scope;
import org.postern.policy.parse.text.TextCheck;
import org.postern.policy.parse.text.Words;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.common.ScalarStyle;
import org.snakeyaml.engine.v2.events.AliasEvent;
import org.snakeyaml.engine.v2.events.CollectionEndEvent;
import org.snakeyaml.engine.v2.events.CollectionStartEvent;
import org.snakeyaml.engine.v2.events.DocumentStartEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.MappingStartEvent;
import org.snakeyaml.engine.v2.events.NodeEvent;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/**
 * Reads YAML 1.2 text into a tree with places, straight from the parser's events: nothing recurses,
 * so that no nesting can exhaust the stack, and repeated keys are seen with both places. Anchors,
 * aliases and tags are refused.
 */
public final class YamlReader {
  static final int DEEPEST = 32;

  /** Bounds the memory that a text of the largest size can take. */
  public static final int MOST_NODES = 500_000;

  private final Scope scope;
  private final TreeBuilder tree;
  private int documents;
  private int nodes;

  private YamlReader(Scope scope) {
    this.scope = scope;
    this.tree = new TreeBuilder(scope);
  }

  /** Returns the tree, or nothing when the report says why. */
  public static Optional<Node> read(Scope scope) {
    return new YamlReader(scope).read();
  }

  private Optional<Node> read() {
    int before = scope.errors();
    LoadSettings settings =
        LoadSettings.builder().setCodePointLimit(TextCheck.MOST_CHARACTERS + 1).build();
    try {
      for (Event event : new Parse(settings).parseString(scope.source().text())) {
        if (!take(event)) {
          return Optional.empty();
        }
      }
    } catch (MarkedYamlEngineException fault) {
      YamlFaults.add(scope, fault);
    } catch (YamlEngineException versionUnknown) {
      int line = 1 + Math.max(0, scope.source().lines().indexOf(directive()));
      scope.add(
          Code.LAYOUT,
          scope.source().wholeLine(line),
          "the file asks for another YAML than 1.2",
          "remove the line that starts with %YAML");
    }
    return scope.errors() == before ? tree.root() : Optional.empty();
  }

  private String directive() {
    return scope.source().lines().stream().filter(l -> l.startsWith("%")).findFirst().orElse("");
  }

  /** Takes an event, and tells whether to read on. */
  private boolean take(Event event) {
    return switch (event) {
      case DocumentStartEvent start -> document(start);
      case AliasEvent alias -> {
        refuseAlias(alias);
        yield true;
      }
      case CollectionStartEvent start -> open(start);
      case CollectionEndEvent _ -> {
        tree.close();
        yield true;
      }
      case ScalarEvent scalar -> scalar(scalar);
      default -> true;
    };
  }

  private boolean document(DocumentStartEvent start) {
    documents++;
    if (documents > 1) {
      scope.add(
          Code.SECOND_DOCUMENT,
          span(start),
          "a second YAML document starts here",
          "keep one document in a file, and name others with include:");
      return false;
    }
    if (!start.getTags().isEmpty()) {
      scope.add(Code.TAG, span(start), "the file declares YAML tags", "remove the %TAG line");
    }
    return true;
  }

  private boolean open(CollectionStartEvent start) {
    refuseProperties(start, start.getTag().isPresent());
    if (tree.depth() >= DEEPEST) {
      scope.add(
          Code.TOO_DEEP,
          span(start),
          "values are nested more than " + DEEPEST + " deep",
          "a policy needs six levels; look for brackets that are not closed");
      return false;
    }
    tree.open(openingSpan(start), start instanceof MappingStartEvent);
    return counted(start);
  }

  private boolean scalar(ScalarEvent scalar) {
    refuseProperties(scalar, scalar.getTag().isPresent());
    boolean plain = scalar.getScalarStyle() == ScalarStyle.PLAIN;
    tree.scalar(new Node.Scalar(span(scalar), scalar.getValue(), plain));
    return counted(scalar);
  }

  private boolean counted(Event event) {
    nodes++;
    if (nodes > MOST_NODES) {
      scope.add(
          Code.TOO_LARGE,
          span(event),
          "the file has more than %s values".formatted(Words.number(MOST_NODES)),
          "put long lists of addresses into files of their own and name them with file:");
    }
    return nodes <= MOST_NODES;
  }

  private void refuseAlias(AliasEvent alias) {
    String text = "*" + alias.getAlias();
    scope.add(
        Code.ANCHOR,
        span(alias),
        Words.quoted(text) + " is a YAML alias, which a policy cannot have",
        "write out what is meant, or quote the value: \"" + Words.clip(text) + "\"");
    tree.scalar(new Node.Scalar(span(alias), text, true));
  }

  private void refuseProperties(NodeEvent event, boolean tagged) {
    if (event.getAnchor().isPresent()) {
      String anchor = "&" + event.getAnchor().get();
      scope.add(
          Code.ANCHOR,
          span(event),
          Words.quoted(anchor) + " is a YAML anchor, which a policy cannot have",
          "remove it, or quote the value");
    }
    if (tagged) {
      scope.add(
          Code.TAG,
          span(event),
          "a value that starts with \"!\" is a YAML tag, which a policy cannot have",
          "remove the tag, or quote the value");
    }
  }

  /** A list or mapping is shown by its first character: its end is far away. */
  private Span openingSpan(Event event) {
    return event.getStartMark().map(mark -> span(mark, 1)).orElseThrow();
  }

  private Span span(Event event) {
    Mark start = event.getStartMark().orElseThrow();
    Mark end = event.getEndMark().orElse(start);
    boolean oneLine = start.getLine() == end.getLine();
    return span(start, oneLine ? end.getColumn() - start.getColumn() : Integer.MAX_VALUE);
  }

  private Span span(Mark mark, int length) {
    return scope.source().span(mark.getLine() + 1, mark.getColumn() + 1, Math.max(1, length));
  }
}
