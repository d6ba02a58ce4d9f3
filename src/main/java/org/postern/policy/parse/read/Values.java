package org.postern.policy.parse.read;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.postern.diagnostic.Code;
import org.postern.diagnostic.Span;
import org.postern.diagnostic.Visible;
import org.postern.policy.parse.text.Scope;
import org.postern.policy.parse.text.Words;
import org.postern.policy.parse.yaml.Eaten;
import org.postern.policy.parse.yaml.Node;

/** Reads single values and lists of them; what is wrong is reported and left out. */
public final class Values {
  private static final int LONGEST_TEXT = 120;
  private static final int LONGEST_PATH = 1024;

  private final Scope scope;

  public Values(Scope scope) {
    this.scope = scope;
  }

  Scope scope() {
    return scope;
  }

  /** Reports a fault, with what mends it. */
  void add(Code code, Span span, String fault, String fix) {
    scope.add(code, span, fault, fix);
  }

  /** Reads a single value, whatever it says. */
  Optional<Node.Scalar> scalar(Node node, String what) {
    if (node.blank()) {
      scope.add(Code.NO_VALUE, node.span(), "nothing is written here", "write " + what);
      return Optional.empty();
    }
    if (node instanceof Node.Scalar scalar) {
      return Optional.of(scalar);
    }
    if (!Eaten.report(scope, node)) {
      scope.add(
          Code.WRONG_KIND,
          node.span(),
          "%s belongs here, and this is %s".formatted(what, node.kind()),
          "write " + what);
    }
    return Optional.empty();
  }

  /** Returns the entries of a list that has at least one. */
  List<Node> list(Node node, String what) {
    if (!(node instanceof Node.Items items)) {
      if (!Eaten.report(scope, node)) {
        String bracketed =
            node instanceof Node.Scalar scalar && !scalar.blank()
                ? "[" + Words.clip(scalar.text()) + "]"
                : "[a, b]";
        scope.add(
            Code.WRONG_KIND,
            node.span(),
            "a list of %s belongs here, and this is %s".formatted(what, node.kind()),
            "start each entry with \"- \" on a line of its own, or write " + bracketed);
      }
      return List.of();
    }
    if (items.nodes().isEmpty()) {
      scope.add(
          Code.EMPTY_LIST,
          node.span(),
          "a list of %s cannot be empty".formatted(what),
          "write at least one, or remove the key");
    }
    return items.nodes();
  }

  /** Returns the entries of a list, or the one value that stands for it. */
  List<Node.Scalar> oneOrMore(Node node, String what) {
    return node instanceof Node.Scalar scalar ? List.of(scalar) : scalars(list(node, what), what);
  }

  /** Returns those nodes that are single values; a value that stands twice is a warning. */
  List<Node.Scalar> scalars(List<Node> nodes, String what) {
    List<Node.Scalar> scalars = new ArrayList<>();
    Map<String, Span> seen = new HashMap<>();
    for (Node node : nodes) {
      scalar(node, "one of the " + what)
          .ifPresent(
              scalar -> {
                twice(seen, scalar.text(), scalar.span());
                scalars.add(scalar);
              });
    }
    return scalars;
  }

  /** Warns of an entry that was seen before. */
  void twice(Map<String, Span> seen, String text, Span span) {
    Span first = seen.putIfAbsent(text, span);
    if (first != null) {
      scope.add(
          Code.NAMED_TWICE,
          span,
          "%s stands here for the second time; first at %s"
              .formatted(Words.quoted(text), first.position()),
          "remove one of the two");
    }
  }

  /** Reads one word of a few. */
  <T> Optional<T> word(Node node, String what, Map<String, T> words) {
    Optional<Node.Scalar> scalar = scalar(node, what);
    if (scalar.isEmpty()) {
      return Optional.empty();
    }
    T meaning = words.get(scalar.get().text());
    if (meaning == null) {
      addWrongWord(scalar.get(), what, words.keySet().stream().sorted().toList());
    }
    return Optional.ofNullable(meaning);
  }

  private void addWrongWord(Node.Scalar scalar, String what, List<String> words) {
    scope.add(
        Code.BAD_WORD,
        scalar.span(),
        "%s is not %s".formatted(Words.quoted(scalar.text()), what),
        Words.nearest(scalar.text(), words)
            .map(word -> "write " + word)
            .orElseGet(() -> "write " + Words.oneOf(words)));
  }

  /** Reads {@code true} or {@code false}. */
  Optional<Boolean> yesNo(Node node) {
    return word(node, "true or false", Map.of("true", true, "false", false));
  }

  /** A remark for people. */
  Optional<String> label(Node node) {
    return scalar(node, "a label").flatMap(this::label);
  }

  private Optional<String> label(Node.Scalar scalar) {
    String text = scalar.text().strip();
    if (text.length() > LONGEST_TEXT || text.codePoints().anyMatch(Visible::hidden)) {
      scope.add(
          Code.BAD_LABEL,
          scalar.span(),
          "a label is one line of at most " + LONGEST_TEXT + " characters that can be seen",
          "write less, and put the rest into a comment");
      return Optional.empty();
    }
    return Optional.of(text);
  }

  /** Returns the path of a file; whether there is one is not asked here. */
  Optional<Node.Scalar> path(Node node) {
    return scalar(node, "the path of a file").flatMap(this::path);
  }

  private Optional<Node.Scalar> path(Node.Scalar scalar) {
    String text = scalar.text();
    if (text.isBlank()
        || text.length() > LONGEST_PATH
        || text.endsWith("/")
        || text.codePoints().anyMatch(Visible::hidden)) {
      scope.add(
          Code.BAD_PATH,
          scalar.span(),
          Words.quoted(text) + " is not the path of a file",
          "write a path such as nodes.txt or /etc/postern/nodes.txt");
      return Optional.empty();
    }
    return Optional.of(scalar);
  }

  /** Returns the path as seen from where the file being read lies. */
  String resolved(String path) {
    String file = scope.source().name();
    int folder = file.lastIndexOf('/');
    return path.startsWith("/") || folder < 0 ? path : file.substring(0, folder + 1) + path;
  }
}
