package org.postern.source.url;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.postern.address.Family;
import org.postern.diagnostic.Counted;
import org.postern.diagnostic.Diagnostic;
import org.postern.diagnostic.Report;
import org.postern.diagnostic.Severity;
import org.postern.policy.UrlSource;
import org.postern.source.Answer;
import org.postern.source.EntryTable;
import org.postern.source.ListInput;
import org.postern.source.TableSink;

/** Reads what was fetched: all of it, or nothing. */
final class WebList {
  private WebList() {}

  /**
   * The entries of a list.
   *
   * @param families those that are taken, of which at least one has an entry
   */
  static Map<Family, EntryTable> read(UrlSource source, Set<Family> families, Fetched.Body body)
      throws NothingLearned {
    Report mistakes = new Report();
    TableSink entries = new TableSink();
    try {
      ListInput.read(
          new ByteArrayInputStream(body.bytes()), source.value(), false, entries, mistakes);
    } catch (IOException e) {
      throw new UncheckedIOException("bytes cannot fail to be read", e);
    }
    if (mistakes.hasErrors()) {
      throw new NothingLearned(Answer.Cause.MALFORMED, words(mistakes, body.bytes()));
    }
    Map<Family, EntryTable> tables = entries.tables();
    tables.keySet().retainAll(families);
    if (tables.values().stream().allMatch(EntryTable::isEmpty)) {
      throw new NothingLearned(Answer.Cause.MALFORMED, "holds no address that is asked for");
    }
    body.validators().ifPresent(one -> tables.replaceAll((_, table) -> table.readFrom(one.text())));
    return tables;
  }

  /** Where the first mistake is, and how many more there are; what stands there is not shown. */
  private static String words(Report mistakes, byte[] bytes) {
    if (isMarkup(bytes)) {
      return "holds a web page, not a list";
    }
    List<Diagnostic> errors =
        mistakes.diagnostics().stream().filter(one -> one.severity() == Severity.ERROR).toList();
    Diagnostic first = errors.getFirst();
    String place = first.span().line() == 0 ? "" : " in line " + first.span().line();
    String more =
        errors.size() == 1 ? "" : ", and " + Counted.of(errors.size() - 1, "more mistake");
    return "has a mistake%s: %s%s".formatted(place, first.message(), more);
  }

  private static boolean isMarkup(byte[] bytes) {
    int at = 0;
    while (at < bytes.length && (bytes[at] == ' ' || bytes[at] == '\n' || bytes[at] == '\r')) {
      at++;
    }
    return at < bytes.length && bytes[at] == '<';
  }
}
