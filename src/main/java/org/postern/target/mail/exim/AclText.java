package org.postern.target.mail.exim;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The ACLs of an Exim as {@code exim -bP config} tells them.
 *
 * @param settings options and named lists of the main part, by what stands before the sign
 * @param acls the statements of each, in order
 */
record AclText(Map<String, String> settings, Map<String, List<Statement>> acls) {
  private static final Pattern LABEL = Pattern.compile("\\s*([A-Za-z0-9_]+):");
  private static final Pattern SETTING =
      Pattern.compile("((?:(?:domain|host|address|localpart)list )?[a-z0-9_]+)\\s*=\\s*(.*)");
  private static final Pattern VERB =
      Pattern.compile("\\s*(accept|defer|deny|discard|drop|require|warn)(?:\\s+(\\S.*))?");
  private static final Pattern LINE = Pattern.compile("\\s*(!?)\\s*([a-z_]+)(?:\\s*=\\s*(.*))?");

  /**
   * A statement of an ACL.
   *
   * @param verb the verb, which says what it does
   * @param lines the conditions and modifiers, with one blank around the sign
   */
  record Statement(String verb, List<String> lines) {
    /** Names of modifiers, which do not change whether a statement applies. */
    private static final Set<String> MODIFIERS =
        Set.of(
            "add_header",
            "control",
            "continue",
            "delay",
            "log_message",
            "log_reject_target",
            "logwrite",
            "message",
            "remove_header",
            "set",
            "udpsend");

    Statement {
      lines = List.copyOf(lines);
    }

    /** Returns the lines that decide whether the statement applies. */
    List<String> conditions() {
      return lines.stream().filter(line -> !MODIFIERS.contains(name(line))).toList();
    }

    /** Returns the value of a condition; empty where it has none of that name. */
    Optional<String> value(String name) {
      return lines.stream()
          .filter(line -> line.startsWith(name + " = "))
          .map(line -> line.substring(name.length() + " = ".length()))
          .findFirst();
    }

    private static String name(String line) {
      int end = line.indexOf(' ');
      return end < 0 ? line : line.substring(0, end);
    }

    /** Returns the statement in one line. */
    String text() {
      return conditions().isEmpty() ? verb : verb + " " + String.join(", ", conditions());
    }
  }

  static AclText read(String text) {
    Map<String, String> settings = new LinkedHashMap<>();
    Map<String, List<Statement>> acls = new LinkedHashMap<>();
    String part = "";
    List<Statement> acl = new ArrayList<>();
    for (String line : text.lines().toList()) {
      if (line.isBlank() || line.startsWith("#")) {
        continue;
      }
      Matcher label = LABEL.matcher(line);
      if (line.startsWith("begin ")) {
        part = line.substring("begin ".length()).strip();
      } else if (part.isEmpty()) {
        Matcher setting = SETTING.matcher(line.strip());
        if (setting.matches()) {
          settings.put(setting.group(1), setting.group(2));
        }
      } else if (part.equals("acl") && label.matches()) {
        acl = new ArrayList<>();
        acls.put(label.group(1), acl);
      } else if (part.equals("acl")) {
        add(line, acl);
      }
    }
    return new AclText(settings, acls);
  }

  private static void add(String line, List<Statement> acl) {
    Matcher verb = VERB.matcher(line);
    String rest = line;
    if (verb.matches()) {
      acl.add(new Statement(verb.group(1), List.of()));
      rest = Optional.ofNullable(verb.group(2)).orElse("");
    }
    Matcher condition = LINE.matcher(rest);
    if (condition.matches() && !acl.isEmpty()) {
      Statement last = acl.removeLast();
      List<String> lines = new ArrayList<>(last.lines());
      String value = Optional.ofNullable(condition.group(3)).map(v -> " = " + v.strip()).orElse("");
      lines.add(condition.group(1) + condition.group(2) + value);
      acl.add(new Statement(last.verb(), lines));
    }
  }

  /** Returns the ACL that judges recipients; empty where none is named, or an expansion. */
  Optional<String> forRecipients() {
    return Optional.ofNullable(settings.get("acl_smtp_rcpt")).filter(acls::containsKey);
  }

  /** Returns the statements of an ACL. */
  List<Statement> statements(String acl) {
    return acls.getOrDefault(acl, List.of());
  }
}
