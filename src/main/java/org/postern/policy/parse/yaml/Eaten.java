package org.postern.policy.parse.yaml;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.postern.diagnostic.Code;
import org.postern.diagnostic.Span;
import org.postern.policy.parse.text.Scope;
import org.postern.policy.parse.text.SourceText;

/**
 * Recognises IPv6 addresses that YAML took for something else: {@code - 2001:db8::} is a mapping to
 * it, {@code [::/0]} a mistake.
 */
public final class Eaten {
  private static final Pattern KEY = Pattern.compile("[0-9A-Fa-f]{0,4}(:[0-9A-Fa-f]{0,4})*:");
  private static final Pattern TOKEN =
      Pattern.compile(
          "(?<![\\w:.\"'-])(?:[0-9A-Fa-f]{0,4}:){2,}[0-9A-Fa-f]{0,4}[0-9.]*(?:/\\d{1,3})?(?![\\w\"'])");

  private Eaten() {}

  /** Reports an address that became a mapping; false if the node is something else. */
  public static boolean report(Scope scope, Node node) {
    if (!(node instanceof Node.Mapping mapping) || mapping.entries().isEmpty()) {
      return false;
    }
    Node.Scalar key = mapping.entries().getFirst().key();
    if (!key.plain() || !KEY.matcher(key.text()).matches()) {
      return false;
    }
    Span span = key.span();
    report(
        scope,
        scope.source().span(span.line(), span.column(), span.length() + 1),
        key.text() + ":");
    return true;
  }

  /** Reports an address that made the text unreadable at this place. */
  public static boolean report(Scope scope, int line, int column) {
    Optional<Span> token = tokenAt(scope.source(), line, column);
    token.ifPresent(span -> report(scope, span, text(span)));
    return token.isPresent();
  }

  private static void report(Scope scope, Span span, String address) {
    scope.add(
        Code.EATEN_ADDRESS,
        span,
        "YAML takes the colons of " + address + " for its own",
        "quote it: \"" + address + "\"");
  }

  private static Optional<Span> tokenAt(SourceText source, int line, int column) {
    String text = source.line(line);
    int at =
        text.offsetByCodePoints(
            0, Math.clamp(column - 1L, 0, text.codePointCount(0, text.length())));
    Matcher matcher = TOKEN.matcher(text);
    while (matcher.find()) {
      if (matcher.start() <= at && at <= matcher.end()) {
        int start = text.codePointCount(0, matcher.start()) + 1;
        return Optional.of(source.span(line, start, matcher.end() - matcher.start()));
      }
    }
    return Optional.empty();
  }

  private static String text(Span span) {
    int start = span.excerpt().offsetByCodePoints(0, span.column() - 1);
    return span.excerpt().substring(start, start + span.length());
  }
}
