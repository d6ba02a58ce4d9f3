package org.postern.policy.parse.edit;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.postern.policy.Policy;
import org.postern.policy.PolicyText;
import org.postern.policy.SetDefinition;

/** Does an edit that was checked in the text that it concerns. */
final class TextEdits {
  private final List<PolicyText> texts;
  private final Policy policy;

  TextEdits(List<PolicyText> texts, Policy policy) {
    this.texts = texts;
    this.policy = policy;
  }

  /** A change of a value in the text. */
  private interface Change<T> {
    Optional<String> of(Rewriting text, T value);
  }

  /** Returns the texts with it; nothing where their layout is not understood. */
  Optional<List<PolicyText>> apply(PolicyEdit edit) {
    return switch (edit) {
      case PolicyEdit.AddSource add ->
          grown(
              "sets." + add.set() + ".sources",
              Writing.onLine(add.source()),
              Writing.inBrackets(add.source()));
      case PolicyEdit.DropSource drop -> withoutSource(drop);
      case PolicyEdit.AddNever add -> withNever(add);
      case PolicyEdit.DropNever drop -> withoutNever(drop);
      case PolicyEdit.AddSet add -> withSet(add);
      case PolicyEdit.DropSet drop -> withoutSet(drop.name());
      case PolicyEdit.AddAccepted add -> accepting(add);
      case PolicyEdit.DropAccepted drop -> withoutAccepted(drop);
      case PolicyEdit.SetOtherwise set ->
          changed(
              "rules." + set.rule() + ".otherwise",
              Placed.Scalar.class,
              (text, old) -> Optional.of(text.scalar(old, set.verdict().text())));
    };
  }

  private <T extends Placed> Optional<List<PolicyText>> changed(
      String path, Class<T> kind, Change<T> change) {
    for (int i = 0; i < texts.size(); i++) {
      PolicyText text = texts.get(i);
      Optional<T> value = Site.in(text, path).filter(kind::isInstance).map(kind::cast);
      if (value.isPresent()) {
        Optional<String> changed = change.of(new Rewriting(text.text()), value.get());
        List<PolicyText> all = new ArrayList<>(texts);
        int index = i;
        changed.ifPresent(one -> all.set(index, new PolicyText(text.name(), one)));
        return changed.map(_ -> all);
      }
    }
    return Optional.empty();
  }

  private Optional<List<PolicyText>> grown(String path, String onLine, String inBrackets) {
    return changed(
        path,
        Placed.class,
        (text, list) ->
            list instanceof Placed.Items items && !items.isEmpty()
                ? text.appended(items, onLine, inBrackets)
                : list.isEmpty()
                    ? Optional.of(text.filled(list, "[" + inBrackets + "]"))
                    : Optional.empty());
  }

  /** Removes some entries of a list, the last one first, so that the places of the others stay. */
  private Optional<List<PolicyText>> shrunk(String path, List<Integer> indexes) {
    Optional<List<PolicyText>> all = Optional.of(texts);
    for (int index : indexes.reversed()) {
      all =
          all.flatMap(
              now ->
                  new TextEdits(now, policy)
                      .changed(
                          path, Placed.Items.class, (text, items) -> text.without(items, index)));
    }
    return all;
  }

  private Optional<List<PolicyText>> withoutSource(PolicyEdit.DropSource drop) {
    String name = drop.set().orElseThrow();
    return shrunk(
        "sets." + name + ".sources",
        indexes(
            policy.set(name).orElseThrow().sources(), source -> source.isNamedBy(drop.source())));
  }

  private static <T> List<Integer> indexes(List<T> list, Function<T, Boolean> meant) {
    return IntStream.range(0, list.size()).filter(i -> meant.apply(list.get(i))).boxed().toList();
  }

  private Optional<List<PolicyText>> withNever(PolicyEdit.AddNever add) {
    String written = Writing.addresses(add.addresses());
    String set = "sets." + add.set();
    return policy.set(add.set()).orElseThrow().never().isEmpty()
        ? changed(
            set,
            Placed.Mapping.class,
            (text, mapping) -> text.put(mapping, "sources", "never", "[" + written + "]"))
        : grown(set + ".never", written, written);
  }

  private Optional<List<PolicyText>> withoutNever(PolicyEdit.DropNever drop) {
    SetDefinition set = policy.set(drop.set()).orElseThrow();
    List<Integer> gone = indexes(set.never(), literal -> literal.isNamedBy(drop.addresses()));
    return gone.size() == set.never().size()
        ? changed(
            "sets." + drop.set(),
            Placed.Mapping.class,
            (text, mapping) -> text.without(mapping, "never"))
        : shrunk("sets." + drop.set() + ".never", gone);
  }

  private Optional<List<PolicyText>> withSet(PolicyEdit.AddSet add) {
    PolicyText policyFile = texts.getFirst();
    TextEdits edits = only(policyFile);
    return (Site.in(policyFile, "sets").isPresent()
            ? edits.changed(
                "sets",
                Placed.Mapping.class,
                (text, sets) -> text.withSet(sets, add.name(), add.source()))
            : edits.changed(
                "",
                Placed.Mapping.class,
                (text, root) -> text.withFirstSet(root, add.name(), add.source())))
        .map(changed -> replaced(policyFile, changed.getFirst()));
  }

  private Optional<List<PolicyText>> withoutSet(String name) {
    for (PolicyText text : texts) {
      if (Site.in(text, "sets." + name).isPresent()) {
        boolean alone =
            Site.in(text, "sets").orElseThrow() instanceof Placed.Mapping sets
                && sets.entries().size() == 1;
        return only(text)
            .changed(
                alone ? "" : "sets",
                Placed.Mapping.class,
                (rewriting, mapping) -> rewriting.without(mapping, alone ? "sets" : name))
            .map(changed -> replaced(text, changed.getFirst()));
      }
    }
    return Optional.empty();
  }

  private TextEdits only(PolicyText text) {
    return new TextEdits(List.of(text), policy);
  }

  private List<PolicyText> replaced(PolicyText old, PolicyText changed) {
    return texts.stream().map(text -> text.equals(old) ? changed : text).toList();
  }

  private Optional<List<PolicyText>> accepting(PolicyEdit.AddAccepted add) {
    String path = "rules." + add.rule() + ".accept";
    return changed(
        path,
        Placed.class,
        (text, accept) ->
            switch (accept) {
              case Placed.Scalar scalar when scalar.isEmpty() ->
                  Optional.of(text.filled(scalar, add.set()));
              case Placed.Scalar scalar when scalar.text().equals("none") ->
                  Optional.of(text.scalar(scalar, add.set()));
              case Placed.Scalar scalar -> Optional.of(text.listed(scalar, add.set()));
              case Placed.Items items when items.isEmpty() ->
                  Optional.of(text.filled(items, add.set()));
              case Placed.Items items -> text.appended(items, add.set(), add.set());
              case Placed.Mapping _ -> Optional.empty();
            });
  }

  private Optional<List<PolicyText>> withoutAccepted(PolicyEdit.DropAccepted drop) {
    String path = "rules." + drop.rule() + ".accept";
    Optional<Placed> accept = Site.in(texts.getFirst(), path);
    return accept.isPresent() && accept.get() instanceof Placed.Items items
        ? shrunk(path, indexes(items.nodes(), node -> isText(node, drop.set())))
        : Optional.empty();
  }

  private static boolean isText(Placed node, String text) {
    return node instanceof Placed.Scalar scalar && scalar.text().equals(text);
  }
}
