package org.postern.host.log;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.postern.host.log.line.Entry;
import org.postern.host.log.line.Header;
import org.postern.host.log.line.LogLines;
import org.postern.host.log.line.Program;
import org.postern.host.log.line.Stamp;

/**
 * Joins entries of {@code journalctl} that are several lines each: {@code -o export} (a field a
 * line, an empty line behind each entry; a value that is not printable text has its length before
 * it, as eight bytes, little-endian), {@code -o verbose} (a time and a cursor, then the fields,
 * indented) and {@code -o json-pretty}.
 */
final class JournalBlocks {
  /** An object of the journal; what is longer is passed over. */
  private static final int LONGEST_OBJECT = 4 * LogLines.LONGEST;

  private static final int LENGTH_BYTES = 8;
  private static final Pattern NAME = Pattern.compile("[A-Z_][A-Z0-9_]{0,63}");
  private static final Pattern CURSOR = Pattern.compile("\\[s=[0-9a-f]{32};.*\\]");
  private static final String INDENT = "    ";

  private final Unwrapper unwrapper;
  private final Header.Sources sources;
  private final Map<String, String> fields = new HashMap<>();
  private final StringBuilder object = new StringBuilder();
  private Kind kind = Kind.NONE;
  private Entry.Moment moment = Entry.Moment.UNKNOWN;
  private String binary = "";
  private StringBuilder value = new StringBuilder();
  private long missing;

  private enum Kind {
    NONE,
    EXPORT,
    VERBOSE,
    OBJECT
  }

  JournalBlocks(Unwrapper unwrapper, Header.Sources sources) {
    this.unwrapper = unwrapper;
    this.sources = sources;
  }

  /**
   * The part that a line plays in a block.
   *
   * @param belongs whether it is a part of one
   * @param complete the entry that it completes, its own or the one before it
   */
  record Taken(boolean belongs, Optional<Entry> complete) {
    static final Taken NOT = new Taken(false, Optional.empty());
    static final Taken PART = new Taken(true, Optional.empty());
  }

  /**
   * Takes a line if it belongs to a block.
   *
   * @param length the length of the line as it was, if it was cut
   */
  Taken take(String line, long length) {
    return switch (kind) {
      case NONE -> begin(line);
      case EXPORT -> exported(line, length);
      case VERBOSE -> verbose(line);
      case OBJECT -> object(line);
    };
  }

  /** Tells whether the next line may belong to a block that has begun. */
  boolean isWithin() {
    return kind != Kind.NONE;
  }

  /** Returns the last entry, which nothing completed. */
  Optional<Entry> end() {
    Optional<Entry> last = kind == Kind.OBJECT || kind == Kind.NONE ? Optional.empty() : flush();
    kind = Kind.NONE;
    return last;
  }

  private Taken begin(String line) {
    if (line.startsWith("__CURSOR=") || line.startsWith("__REALTIME_TIMESTAMP=")) {
      kind = Kind.EXPORT;
      return exported(line, line.length());
    }
    if (line.startsWith("{") && line.stripTrailing().length() == 1) {
      kind = Kind.OBJECT;
      object.append('{');
      return Taken.PART;
    }
    return head(line) ? Taken.PART : Taken.NOT;
  }

  private Taken exported(String line, long length) {
    if (missing > 0) {
      more(line, length);
      return Taken.PART;
    }
    if (line.isBlank()) {
      kind = Kind.NONE;
      return new Taken(true, flush());
    }
    int equals = line.indexOf('=');
    String name = equals < 0 ? line.stripTrailing() : line.substring(0, equals);
    if (!NAME.matcher(name).matches()) {
      Optional<Entry> before = flush();
      kind = Kind.NONE;
      return new Taken(begin(line).belongs(), before);
    }
    if (equals < 0) {
      binary = name;
      value = new StringBuilder();
      missing = Long.MAX_VALUE;
    } else {
      put(name, line.substring(equals + 1));
    }
    return Taken.PART;
  }

  /** Takes a line of a value that is told with its length. */
  private void more(String line, long whole) {
    long length = whole;
    int room = Math.max(0, LONGEST_OBJECT - value.length());
    value.append(line, 0, Math.min(line.length(), room));
    if (missing == Long.MAX_VALUE) {
      if (value.length() < LENGTH_BYTES) {
        value.append('\n');
        return;
      }
      missing = LENGTH_BYTES + littleEndian(value) + 1;
      length = value.length() - line.length() + length;
    }
    missing -= length + 1;
    if (missing > 0) {
      value.append('\n');
    } else {
      put(binary, value.substring(LENGTH_BYTES));
    }
  }

  private static long littleEndian(CharSequence bytes) {
    long length = 0;
    for (int i = 3; i >= 0; i--) {
      length = length << 8 | (bytes.charAt(i) & 0xFF);
    }
    return length;
  }

  private void put(String name, String text) {
    if (Journal.FIELDS.contains(name)) {
      fields.put(name, text);
    }
  }

  /**
   * Reads the head of a verbose entry, {@code Tue 2026-11-24 23:50:11.123456 CET [s=...;i=...]}.
   */
  private boolean head(String line) {
    boolean possible = line.startsWith("-", 8) && line.endsWith("]") && line.contains(" [s=");
    Optional<Stamp> stamp = possible ? Stamp.at(line, 0) : Optional.empty();
    if (stamp.isEmpty() || !CURSOR.matcher(line.substring(stamp.get().end()).strip()).matches()) {
      return false;
    }
    kind = Kind.VERBOSE;
    Stamp found = stamp.get();
    moment = Entry.Moment.of(found, sources.times());
    return true;
  }

  private Taken verbose(String line) {
    int equals = line.indexOf('=');
    if (line.startsWith(INDENT) && equals > 0) {
      String name = line.substring(INDENT.length(), equals);
      if (NAME.matcher(name).matches()) {
        put(name, line.substring(equals + 1));
      }
      return Taken.PART;
    }
    if (line.startsWith(INDENT)) {
      return Taken.PART;
    }
    Optional<Entry> before = flush();
    kind = Kind.NONE;
    return new Taken(begin(line).belongs(), before);
  }

  /** Takes a line of an object: every line but its first and last has a tab and a name. */
  private Taken object(String line) {
    boolean last = line.startsWith("}");
    boolean member = line.startsWith("\t\"") && object.length() + line.length() < LONGEST_OBJECT;
    if (member) {
      object.append(line);
      return Taken.PART;
    }
    Optional<Entry> entry =
        last ? Optional.of(unwrapper.unwrap(Entry.of(object + "}"))) : Optional.empty();
    object.setLength(0);
    kind = Kind.NONE;
    return last ? new Taken(true, entry) : begin(line);
  }

  private Optional<Entry> flush() {
    if (!fields.containsKey(Journal.MESSAGE)) {
      fields.clear();
      return Optional.empty();
    }
    Entry outer = new Entry("", Program.NONE, "", "", "", false, moment);
    Entry entry = Journal.entry(name -> fields.getOrDefault(name, ""), outer, sources);
    fields.clear();
    moment = Entry.Moment.UNKNOWN;
    return Optional.of(unwrapper.unwrap(entry));
  }
}
