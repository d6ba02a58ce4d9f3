package org.postern.policy.parse.list;

import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import org.postern.diagnostic.Code;
import org.postern.diagnostic.Counted;
import org.postern.diagnostic.Report;
import org.postern.policy.MailDomain;
import org.postern.policy.parse.text.Blanks;
import org.postern.policy.parse.text.Scope;
import org.postern.policy.parse.text.SourceText;
import org.postern.policy.parse.text.TextCheck;
import org.postern.policy.parse.text.Words;

/**
 * Reads lists of mail domains: one a line, {@code #} starts a comment, and so do {@code ;} and
 * {@code //} at the start of a line. A list with a mistake names nothing: a part of it would open
 * the gate for the domains that are missing.
 */
public final class DomainListParser {
  /**
   * The most faults that are reported, since a file that is no list, such as a web page, would be
   * reported line by line.
   */
  private static final int SHOWN = 20;

  private final Scope scope;
  private final SortedSet<String> domains = new TreeSet<>();
  private int wrong;

  private DomainListParser(Scope scope) {
    this.scope = scope;
  }

  /**
   * Reads a list.
   *
   * @param file the name under which the user knows it
   * @param text the text from {@link SourceText#decode}
   * @param quotable whether diagnostics may show its lines
   * @param report receives the faults of the list
   * @return the domains of the list; empty when it has a fault
   */
  public static Optional<SortedSet<String>> read(
      String file, String text, boolean quotable, Report report) {
    Report found = new Report();
    Scope scope = new Scope(new SourceText(file, text, quotable), found);
    DomainListParser parser = new DomainListParser(scope);
    if (TextCheck.passes(scope)) {
      parser.run();
    }
    report.addAll(found);
    return scope.errors() == 0 ? Optional.of(parser.domains) : Optional.empty();
  }

  private void run() {
    boolean started = false;
    for (int number = 1; number <= scope.source().lines().size(); number++) {
      String line = scope.source().line(number);
      if (ListFaults.isWithoutContent(line)) {
        continue;
      }
      Optional<String> other = started ? Optional.empty() : ListFaults.otherFormat(line);
      if (other.isPresent()) {
        scope.add(
            Code.LIST_DOMAIN,
            scope.source().wholeLine(number),
            other.get(),
            "write one domain a line");
        return;
      }
      started = true;
      line(number, line);
    }
    if (wrong > SHOWN) {
      scope.add(
          Code.LIST_DOMAIN,
          scope.source().whole(),
          "%s no mail domain"
              .formatted(
                  Counted.of(wrong - SHOWN, "more line")
                      + Counted.one(wrong - SHOWN, " is", " are")),
          "see whether this is a list of domains at all");
    }
  }

  private void line(int number, String line) {
    int comment = line.indexOf('#');
    String content = Blanks.asSpaces(comment < 0 ? line : line.substring(0, comment));
    String text = content.strip();
    if (text.isEmpty() || text.startsWith("//")) {
      return;
    }
    int blank = text.indexOf(' ');
    String word = blank < 0 ? text : text.substring(0, blank);
    switch (MailDomain.read(word)) {
      case MailDomain.Ok ok when blank < 0 -> domains.add(ok.name());
      case MailDomain.Ok ok ->
          add(number, content, text, "has text behind the domain", "write " + ok.name());
      case MailDomain.Wrong no -> add(number, content, word, no.reason(), no.fix());
    }
  }

  private void add(int number, String content, String shown, String reason, String fix) {
    wrong++;
    if (wrong <= SHOWN) {
      int column = content.codePointCount(0, content.indexOf(shown)) + 1;
      scope.add(
          Code.LIST_DOMAIN,
          scope.source().span(number, column, shown.codePointCount(0, shown.length())),
          Words.quoted(shown) + " " + reason,
          fix + ", one domain a line");
    }
  }
}
