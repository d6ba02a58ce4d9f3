package org.postern.policy.parse.read;

import java.util.Map;
import java.util.Optional;
import org.postern.diagnostic.Code;
import org.postern.diagnostic.Visible;
import org.postern.policy.JsonSelection;
import org.postern.policy.ListForm;
import org.postern.policy.parse.text.Words;
import org.postern.policy.parse.yaml.Node;

/** Reads in what form a list is published. */
final class FormReader {
  private static final String COLUMN = "column";
  private static final String OF_COLUMN = "the name of a column, or its number";
  private static final String SELECT = "select";
  private static final String OF_SELECT = "a JSONPath such as $.prefixes[*].ip_prefix";
  private static final int LONGEST = 1_000;

  private enum Word {
    LIST,
    CSV,
    JSON
  }

  private static final Map<String, Word> WORDS =
      Map.of("list", Word.LIST, "csv", Word.CSV, "json", Word.JSON);

  private final Values values;

  FormReader(Values values) {
    this.values = values;
  }

  /** Returns the form; empty where what is written is wrong. */
  Optional<ListForm> form(Fields fields) {
    Optional<Node> format = fields.get("format");
    Optional<Word> word =
        format.isEmpty()
            ? Optional.of(Word.LIST)
            : values.word(format.get(), "a form of lists", WORDS);
    return word.flatMap(
        one ->
            switch (one) {
              case LIST -> lines(fields);
              case CSV -> isFree(fields, SELECT, "json") ? csv(fields) : Optional.empty();
              case JSON -> isFree(fields, COLUMN, "csv") ? json(fields) : Optional.empty();
            });
  }

  private Optional<ListForm> lines(Fields fields) {
    boolean free = isFree(fields, COLUMN, "csv") && isFree(fields, SELECT, "json");
    return free ? Optional.of(ListForm.LINES) : Optional.empty();
  }

  /** Tells whether a key of another form is not there. */
  private boolean isFree(Fields fields, String key, String form) {
    Optional<Node.Scalar> written = fields.key(key);
    written.ifPresent(scalar -> onlyWith(form, scalar));
    return written.isEmpty();
  }

  private void onlyWith(String form, Node.Scalar key) {
    values.add(
        Code.KEYS_CONFLICT,
        key.span(),
        "%s goes with format: %s only".formatted(Words.quoted(key.text()), form),
        "write format: %s, or remove it".formatted(form));
  }

  private Optional<ListForm> csv(Fields fields) {
    return required(fields, COLUMN, OF_COLUMN)
        .map(Node.Scalar::text)
        .map(String::strip)
        .map(ListForm.Csv::new);
  }

  private Optional<ListForm> json(Fields fields) {
    return required(fields, SELECT, OF_SELECT)
        .filter(this::isPath)
        .map(Node.Scalar::text)
        .map(ListForm.Json::new);
  }

  private boolean isPath(Node.Scalar scalar) {
    Optional<String> fault = JsonSelection.fault(scalar.text());
    fault.ifPresent(
        why ->
            values.add(
                Code.BAD_SELECT,
                scalar.span(),
                "%s is no JSONPath: %s".formatted(Words.quoted(scalar.text()), why),
                "write " + OF_SELECT));
    return fault.isEmpty();
  }

  private Optional<Node.Scalar> required(Fields fields, String key, String what) {
    Optional<Node.Scalar> found =
        fields
            .require(key, fields.span(), "%s: and %s".formatted(key, what))
            .flatMap(node -> values.scalar(node, what));
    Optional<Node.Scalar> fit = found.filter(FormReader::isFit);
    if (found.isPresent() && fit.isEmpty()) {
      values.add(
          Code.BAD_SELECT,
          found.get().span(),
          "%s is too long, or has characters that no editor shows".formatted(Words.quoted(key)),
          "write " + what);
    }
    return fit;
  }

  private static boolean isFit(Node.Scalar scalar) {
    return scalar.text().length() <= LONGEST
        && !scalar.text().isBlank()
        && scalar.text().codePoints().noneMatch(Visible::hidden);
  }
}
