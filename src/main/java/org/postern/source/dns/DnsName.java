package org.postern.source.dns;

import java.util.HexFormat;
import java.util.Optional;

/** The names that may be asked for: host names of RFC 1123 section 2.1, and the underscore. */
public final class DnsName {
  private static final int MAX_NAME = 253;
  private static final int MAX_LABEL = 63;

  private DnsName() {}

  /** Returns why this is no absolute host name; empty when it is one. One final dot is allowed. */
  public static Optional<String> check(String name) {
    String bare = name.endsWith(".") ? name.substring(0, name.length() - 1) : name;
    if (bare.isEmpty()) {
      return Optional.of("the name is empty");
    }
    if (bare.chars().anyMatch(c -> c > 0x7f)) {
      return Optional.of(
          "\"%s\" has letters outside ASCII; write its ASCII form (xn--…)".formatted(shown(name)));
    }
    if (bare.length() > MAX_NAME) {
      return Optional.of("\"%s\" is longer than 253 characters".formatted(shown(name)));
    }
    for (String label : bare.split("\\.", -1)) {
      Optional<String> problem = checkLabel(label);
      if (problem.isPresent()) {
        return problem.map(text -> "\"%s\": %s".formatted(shown(name), text));
      }
    }
    return Optional.empty();
  }

  private static Optional<String> checkLabel(String label) {
    if (label.isEmpty()) {
      return Optional.of("a label between two dots is empty");
    }
    if (label.length() > MAX_LABEL) {
      return Optional.of("a label is longer than 63 characters");
    }
    if (!label.chars().allMatch(DnsName::isPlain)) {
      return Optional.of("only letters, digits, \"-\" and \"_\" may stand between the dots");
    }
    if (label.startsWith("-") || label.endsWith("-")) {
      return Optional.of("a label starts or ends with \"-\"");
    }
    return Optional.empty();
  }

  private static boolean isPlain(int c) {
    return (c >= 'a' && c <= 'z')
        || (c >= 'A' && c <= 'Z')
        || (c >= '0' && c <= '9')
        || c == '-'
        || c == '_';
  }

  /**
   * Returns text from outside, fit for a terminal, a log and a rule: other characters by number.
   */
  static String shown(String text) {
    StringBuilder out = new StringBuilder();
    text.chars()
        .limit(MAX_NAME + 1)
        .forEach(
            c -> {
              if (isPlain(c) || c == '.') {
                out.append((char) c);
              } else {
                out.append("\\u").append(HexFormat.of().toHexDigits((char) c));
              }
            });
    return text.length() > MAX_NAME + 1 ? out + "..." : out.toString();
  }
}
