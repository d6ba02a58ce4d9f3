package org.postern.target.mail.tcpwrappers;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Applies the options of a line to its verdict, hosts_options(5). */
final class Options {
  /** The verdict of a line on a client. */
  enum Verdict {
    ALLOWS,
    DENIES,
    /** A program decides, or answers in the place of the service. */
    UNTOLD
  }

  /** Whether an option takes a value. */
  private enum Value {
    NEEDED,
    ALLOWED,
    NONE
  }

  private static final Map<String, Value> KNOWN =
      Map.ofEntries(
          Map.entry("user", Value.NEEDED),
          Map.entry("group", Value.NEEDED),
          Map.entry("umask", Value.NEEDED),
          Map.entry("linger", Value.NEEDED),
          Map.entry("keepalive", Value.NONE),
          Map.entry("spawn", Value.NEEDED),
          Map.entry("twist", Value.NEEDED),
          Map.entry("aclexec", Value.NEEDED),
          Map.entry("rfc931", Value.ALLOWED),
          Map.entry("setenv", Value.NEEDED),
          Map.entry("nice", Value.ALLOWED),
          Map.entry("severity", Value.NEEDED),
          Map.entry("allow", Value.NONE),
          Map.entry("deny", Value.NONE),
          Map.entry("banners", Value.NEEDED));

  private Options() {}

  /**
   * Returns the verdict of a line. Where an option is not as the manual says, libwrap denies.
   *
   * @param meant the verdict of the line without options
   */
  static Verdict verdict(Optional<String> options, Verdict meant) {
    Verdict verdict = meant;
    List<String> fields = options.map(Options::fields).orElse(List.of());
    for (int i = 0; i < fields.size(); i++) {
      String[] words = fields.get(i).split("[ \t\r\n=]+", 2);
      String name = words[0].toLowerCase(Locale.ROOT);
      boolean valued = words.length > 1 && !words[1].isEmpty();
      Value value = KNOWN.getOrDefault(name, Value.NEEDED);
      boolean wrong = valued ? value == Value.NONE : value == Value.NEEDED;
      if (!KNOWN.containsKey(name) || wrong) {
        return Verdict.DENIES;
      }
      boolean last = i == fields.size() - 1;
      switch (name) {
        case "allow", "deny", "twist" -> {
          return last ? ending(name, verdict) : Verdict.DENIES;
        }
        case "aclexec" -> verdict = Verdict.UNTOLD;
        default -> {
          // Other options do not decide whether the client is let in.
        }
      }
    }
    return verdict;
  }

  private static Verdict ending(String name, Verdict before) {
    return switch (name) {
      case "allow" -> before == Verdict.UNTOLD ? before : Verdict.ALLOWS;
      case "deny" -> Verdict.DENIES;
      default -> Verdict.UNTOLD;
    };
  }

  /** Splits at colons; a colon behind a backslash does not separate. */
  private static List<String> fields(String text) {
    List<String> fields = new ArrayList<>();
    for (String field : text.split("(?<!\\\\):", -1)) {
      fields.add(field.strip());
    }
    return fields;
  }
}
