package org.postern.source.url;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.postern.address.Family;
import org.postern.address.Sha256;
import org.postern.diagnostic.Code;
import org.postern.diagnostic.Counted;
import org.postern.diagnostic.Diagnostic;
import org.postern.diagnostic.Report;
import org.postern.diagnostic.Severity;
import org.postern.diagnostic.Visible;
import org.postern.policy.ListForm;
import org.postern.policy.UrlSource;
import org.postern.source.Answer;
import org.postern.source.EntryTable;
import org.postern.source.ListBody;
import org.postern.source.TableSink;

/** Reads what was fetched: all of it, or nothing. */
final class WebList {
  private WebList() {}

  /**
   * Returns the entries of a list.
   *
   * @param families the families that are taken, of which at least one has an entry
   */
  static Map<Family, EntryTable> read(UrlSource source, Set<Family> families, Fetched.Body body)
      throws NothingLearned {
    Optional<String> sha256 = source.content().sha256();
    if (sha256.isPresent() && !sha256.get().equals(Sha256.hex(body.bytes()))) {
      throw new NothingLearned(
          Answer.Cause.UNTRUSTED, "holds other bytes than the policy's sha256 is of");
    }
    Report mistakes = new Report();
    TableSink entries = new TableSink();
    try {
      ListBody.read(
          new ByteArrayInputStream(body.bytes()),
          source.form(),
          source.value(),
          true,
          entries,
          mistakes);
    } catch (IOException e) {
      throw new UncheckedIOException("bytes cannot fail to be read", e);
    }
    if (mistakes.hasErrors()) {
      throw new NothingLearned(
          Answer.Cause.MALFORMED, words(mistakes, source.form(), body.bytes()));
    }
    Map<Family, EntryTable> tables = entries.tables();
    tables.keySet().retainAll(families);
    if (tables.values().stream().allMatch(EntryTable::isEmpty)) {
      throw new NothingLearned(Answer.Cause.MALFORMED, "holds no address that is asked for");
    }
    body.validators().ifPresent(one -> tables.replaceAll((_, table) -> table.readFrom(one.text())));
    return tables;
  }

  /** Returns the place of the first mistake, and how many more there are; no line is shown. */
  private static String words(Report mistakes, ListForm form, byte[] bytes) {
    char first = firstOf(bytes);
    if (first == '<') {
      return "holds a web page, not a list";
    }
    if (form instanceof ListForm.Lines && "{[".indexOf(first) >= 0) {
      return "holds JSON, not a list";
    }
    List<Diagnostic> errors =
        mistakes.diagnostics().stream().filter(one -> one.severity() == Severity.ERROR).toList();
    Diagnostic one = errors.getFirst();
    String place = one.span().line() == 0 ? "" : " in line " + one.span().line();
    String what = one.code() == Code.LIST_FORM ? one.message() : one.code().title();
    String more =
        errors.size() == 1 ? "" : ", and " + Counted.of(errors.size() - 1, "more mistake");
    return "has a mistake%s: %s%s".formatted(place, Visible.shortened(Visible.text(what)), more);
  }

  /** Returns the first character that is seen, if it is one of ASCII. */
  private static char firstOf(byte[] bytes) {
    for (byte one : bytes) {
      if (one > ' ') {
        return (char) one;
      }
    }
    return ' ';
  }
}
