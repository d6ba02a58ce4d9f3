package org.postern.daemon.journal;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.postern.diagnostic.Visible;

/**
 * An entry of the journal. Characters that are not shown are spelled out in the message and the
 * values, whatever they come from; line feeds stay.
 *
 * @param messageId tells entries of one kind from all others: 32 hexadecimal digits, sd-id128(3)
 * @param message the message for people
 * @param fields the fields for programs: names of A-Z, 0-9 and {@code _}, see
 *     systemd.journal-fields(7)
 */
public record JournalEntry(
    Priority priority, String messageId, String message, Map<String, String> fields) {
  private static final Pattern ID = Pattern.compile("[0-9a-f]{32}");

  /**
   * Names of fields: those that start with {@code _} are the journal's own; 64 characters are its
   * limit.
   */
  private static final Pattern NAME = Pattern.compile("[A-Z][A-Z0-9_]{0,63}");

  /** Names of fields that this program writes by other components. */
  private static final Set<String> TAKEN =
      Set.of("MESSAGE", "MESSAGE_ID", "PRIORITY", "SYSLOG_IDENTIFIER");

  public JournalEntry {
    if (!ID.matcher(messageId).matches()) {
      throw new IllegalArgumentException("message id " + messageId);
    }
    message = shown(message);
    Map<String, String> checked = new LinkedHashMap<>();
    fields.forEach(
        (name, value) -> {
          if (!NAME.matcher(name).matches() || TAKEN.contains(name)) {
            throw new IllegalArgumentException("field name " + name);
          }
          checked.put(name, shown(value));
        });
    fields = Collections.unmodifiableMap(checked);
  }

  private static String shown(String text) {
    return text.lines().map(Visible::text).collect(Collectors.joining("\n"));
  }
}
