package org.postern.policy.parse.read;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.postern.diagnostic.Code;
import org.postern.diagnostic.Span;
import org.postern.diagnostic.Visible;
import org.postern.policy.SecretReference;
import org.postern.policy.TargetBinding;
import org.postern.policy.parse.text.Words;
import org.postern.policy.parse.yaml.Node;

/** Reads the systems that a policy is compiled for. */
final class TargetReader {
  private static final Pattern OPTION = Pattern.compile("[a-z][a-z0-9-]{0,31}");
  private static final int LONGEST_OPTION = 1024;

  private final Values values;
  private final Names names;
  private final Set<String> known;

  TargetReader(Values values, Set<String> knownTargets) {
    this.values = values;
    this.names = new Names(values);
    this.known = new TreeSet<>(knownTargets);
    this.known.add(TargetBinding.AUTO);
  }

  /** Reads targets: kinds, or mappings from one kind to a name and options. */
  List<TargetBinding> targets(Node node) {
    List<TargetBinding> targets = new ArrayList<>();
    for (Node item : values.list(node, "targets")) {
      target(item).ifPresent(targets::add);
    }
    return targets;
  }

  private Optional<TargetBinding> target(Node node) {
    if (!(node instanceof Node.Mapping mapping)) {
      return values
          .scalar(node, "the name of a target")
          .filter(this::isKnown)
          .map(kind -> new TargetBinding(kind.text(), kind.span()));
    }
    if (mapping.entries().size() != 1) {
      values.add(
          Code.WRONG_KIND,
          node.span(),
          "a target with options is one name and a mapping behind it",
          "write {windows: {mode: block-complement}}, and each target as an entry of its own");
      return Optional.empty();
    }
    Node.Entry entry = mapping.entries().getFirst();
    return Optional.of(entry.key()).filter(this::isKnown).map(kind -> bound(kind, entry));
  }

  private boolean isKnown(Node.Scalar name) {
    if (known.contains(name.text())) {
      return true;
    }
    values.add(
        Code.UNKNOWN_TARGET,
        name.span(),
        "there is no target %s".formatted(Words.quoted(name.text())),
        Words.nearest(name.text(), known)
            .map(word -> "write " + word)
            .orElseGet(() -> "targets are " + Words.listed(known)));
    return false;
  }

  private TargetBinding bound(Node.Scalar kind, Node.Entry entry) {
    if (!(entry.value() instanceof Node.Mapping mapping)) {
      values.add(
          entry.value().blank() ? Code.NO_VALUE : Code.WRONG_KIND,
          entry.key().span(),
          "behind a target's name and colon stand its options",
          "write {name: value} behind it, or the name alone without a colon");
      return new TargetBinding(kind.text(), kind.span());
    }
    String name = kind.text();
    Map<String, String> options = new LinkedHashMap<>();
    Map<String, Span> places = new LinkedHashMap<>();
    for (Node.Entry option : mapping.entries()) {
      String key = option.key().text();
      if (key.equals(TargetBinding.NAME)) {
        name = name(option.value()).orElse(name);
      } else if (!OPTION.matcher(key).matches()) {
        addBad(option.key(), "is not an option: lower-case letters, digits and dashes");
      } else {
        value(key, option.value())
            .ifPresent(
                value -> {
                  options.put(key, value);
                  places.put(key, option.value().span());
                });
      }
    }
    return new TargetBinding(kind.text(), name, kind.span(), options, places);
  }

  private Optional<String> name(Node node) {
    return values.scalar(node, "the name of a target").filter(names::name).map(Node.Scalar::text);
  }

  private Optional<String> value(String key, Node node) {
    return key.equals(TargetBinding.SECRET) ? secret(node) : option(node);
  }

  /**
   * Reads a reference to a secret. A text that is no place of a secret may be one itself, and is
   * not repeated.
   */
  private Optional<String> secret(Node node) {
    if (node instanceof Node.Scalar scalar
        && SecretReference.isMeant(scalar.text())
        && scalar.text().codePoints().noneMatch(Visible::hidden)) {
      return Optional.of(scalar.text());
    }
    if (node.blank()) {
      return values.scalar(node, SecretReference.FORMS).map(Node.Scalar::text);
    }
    values.add(
        Code.LITERAL_SECRET,
        node.span().withoutExcerpt(),
        "a secret does not stand in a policy, which is copied, logged and stored",
        "write where it is kept, " + SecretReference.FORMS + ", and choose another secret");
    return Optional.empty();
  }

  /** Lists are joined by commas, so no entry of a list may have one. */
  private Optional<String> option(Node node) {
    List<Node.Scalar> scalars = values.oneOrMore(node, "option's values");
    boolean list = node instanceof Node.Items;
    List<String> texts = new ArrayList<>();
    for (Node.Scalar scalar : scalars) {
      String text = scalar.text();
      if (scalar.blank()
          || text.length() > LONGEST_OPTION
          || (list && text.contains(","))
          || text.codePoints().anyMatch(Visible::hidden)) {
        addBad(scalar, "is not an option's value");
        return Optional.empty();
      }
      texts.add(text);
    }
    return texts.isEmpty() ? Optional.empty() : Optional.of(String.join(",", texts));
  }

  private void addBad(Node.Scalar scalar, String what) {
    values.add(
        Code.BAD_OPTION,
        scalar.span(),
        Words.quoted(scalar.text()) + " " + what,
        "see the target's chapter of the manual");
  }
}
