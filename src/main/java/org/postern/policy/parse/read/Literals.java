package org.postern.policy.parse.read;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.postern.address.text.AddressText;
import org.postern.diagnostic.Code;
import org.postern.diagnostic.Span;
import org.postern.policy.LiteralSource;
import org.postern.policy.parse.text.Words;
import org.postern.policy.parse.yaml.Node;

/** Reads addresses written into the policy, bare or with a label and a last day. */
public final class Literals {
  static final Fields.Keys KEYS =
      Fields.Keys.of("an address with a label", "net", "label", "until");

  /** The forms that can be written, as a fix. */
  public static final String FORMS =
      "write an address, a prefix such as 192.0.2.0/24, or a range such as 192.0.2.1-192.0.2.9";

  private final Values values;
  private final Quantities quantities;

  Literals(Values values) {
    this.values = values;
    this.quantities = new Quantities(values);
  }

  /** Reads {@code 192.0.2.1} or {@code {net: 192.0.2.1, label: monitoring, until: 2027-06-30}}. */
  Optional<LiteralSource> literal(Node node) {
    return node instanceof Node.Mapping
        ? Fields.open(values.scope(), KEYS, node)
            .flatMap(fields -> labelled(fields, _ -> Optional.empty()))
        : values.scalar(node, "an address, prefix or range").flatMap(this::addresses);
  }

  /** An address where a source of any kind may stand: the fix may be another kind. */
  Optional<LiteralSource> source(Node node) {
    return values
        .scalar(node, "an address, prefix or range")
        .flatMap(scalar -> addresses(scalar, SourceGuess::fix));
  }

  /** Reads an address with its label where a source of any kind may stand. */
  Optional<LiteralSource> source(Fields fields) {
    return labelled(fields, SourceGuess::below);
  }

  private Optional<LiteralSource> labelled(
      Fields fields, Function<String, Optional<String>> guess) {
    Optional<LiteralSource> bare =
        fields
            .require("net", fields.span(), "net: and an address, prefix or range")
            .flatMap(net -> values.scalar(net, "an address, prefix or range"))
            .flatMap(scalar -> addresses(scalar, guess));
    Optional<String> label = fields.get("label").flatMap(values::label);
    Optional<LocalDate> until = fields.get("until").flatMap(quantities::date);
    return bare.map(
        literal ->
            new LiteralSource(
                literal.span(), literal.interval(), literal.text(), label.orElse(""), until));
  }

  private Optional<LiteralSource> addresses(Node.Scalar scalar) {
    return addresses(scalar, _ -> Optional.empty());
  }

  /**
   * Reads an address, prefix or range.
   *
   * @param guess returns what may be meant by a text that is none
   */
  private Optional<LiteralSource> addresses(
      Node.Scalar scalar, Function<String, Optional<String>> guess) {
    return switch (AddressText.parse(scalar.text())) {
      case AddressText.Ok ok ->
          Optional.of(
              new LiteralSource(scalar.span(), ok.interval(), scalar.text(), "", Optional.empty()));
      case AddressText.Wrong wrong -> {
        addWrong(scalar, wrong, guess.apply(scalar.text()));
        yield Optional.empty();
      }
    };
  }

  private void addWrong(Node.Scalar scalar, AddressText.Wrong wrong, Optional<String> guess) {
    values.add(
        Code.BAD_ADDRESS,
        scalar.span(),
        "%s is no address, prefix or range: %s"
            .formatted(Words.quoted(scalar.text()), wrong.reason()),
        wrong.fix().isEmpty() ? guess.orElse(FORMS) : "write " + wrong.fix());
  }

  /** A list of them; the same addresses twice are a warning. */
  List<LiteralSource> list(Node node) {
    List<LiteralSource> literals = new ArrayList<>();
    Map<String, Span> seen = new HashMap<>();
    for (Node item : values.list(node, "addresses")) {
      literal(item)
          .ifPresent(
              literal -> {
                values.twice(seen, literal.interval().toString(), literal.span());
                literals.add(literal);
              });
    }
    return literals;
  }
}
