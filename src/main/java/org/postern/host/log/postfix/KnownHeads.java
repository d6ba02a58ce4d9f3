package org.postern.host.log.postfix;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.postern.host.log.Unwrapper;
import org.postern.host.log.line.Addresses;
import org.postern.host.log.line.Entry;
import org.postern.host.log.line.LogTimes;
import org.postern.host.log.line.Program;
import org.postern.host.log.line.Stamp;

/**
 * The heads before the message in nearly all lines of a log: a time, a host, a program with its
 * process. The {@link Unwrapper} reads one such line; another that differs from it in the digits of
 * the time and of the process alone it would read alike, and this class tells that from bytes.
 *
 * <p>So known are the form of the time, one for the whole log until it changes, and some hosts with
 * their programs. Only programs are learnt of which it is known what they write: behind those
 * nothing is unwrapped further.
 */
public final class KnownHeads {
  /** A power of two. */
  private static final int SLOTS = 256;

  private static final int LONGEST_TAG = 200;
  private static final int LONGEST_PROGRAM = 100;
  private static final int MOST_DIGITS = 10;

  /** The only form that a log has where heads are known. */
  public static final String FORM = "syslog";

  private final LogTimes times;
  private final @Nullable Tag[] tags = new Tag[SLOTS];

  /** The time of a line, with the spaces behind it. */
  private byte[] form = new byte[0];

  private int timeFrom;
  private int timeEnd;
  private int clock;
  private Stamp.Kind trust = Stamp.Kind.NONE;

  /** A time of the hour that is worked out; empty before the first. */
  private byte[] hourText = new byte[0];

  private Optional<Instant> hour = Optional.empty();
  private long lastSecond = -1;
  private Optional<Instant> last = Optional.empty();

  private byte[] bytes = new byte[0];
  private int from;
  private int message;
  private int end;
  private long processHigh;
  private long processLow;
  private int processFrom;
  private Tag tag = new Tag(new byte[0], "", Program.NONE);

  public KnownHeads(LogTimes times) {
    this.times = times;
  }

  /** A host and a program. */
  public static final class Tag {
    private final byte[] text;
    private final String host;
    private final Program program;
    private SmtpdSessions.@Nullable Service service;

    private Tag(byte[] text, String host, Program program) {
      this.text = text;
      this.host = host;
      this.program = program;
    }

    public Program program() {
      return program;
    }

    /** Returns the service of Postfix that writes so. */
    SmtpdSessions.Service service(Postfix postfix) {
      if (service == null) {
        service = postfix.service(host, program);
      }
      return service;
    }
  }

  /** Looks at the line between two places, and tells whether its head is known. */
  public boolean read(byte[] source, int begin, int stop) {
    int at = begin + form.length;
    if (form.length == 0 || stop <= at || !isTimed(source, begin)) {
      return false;
    }
    int open = at;
    int most = Math.min(stop, at + LONGEST_TAG);
    int hash = 0;
    while (open < most && source[open] != '[') {
      hash = 31 * hash + source[open];
      open++;
    }
    Tag known = tags[slot(hash)];
    if (open == most
        || known == null
        || !Arrays.equals(known.text, 0, known.text.length, source, at, open)) {
      return false;
    }
    int behind = digits(source, open + 1, stop);
    if (behind < 0) {
      return false;
    }
    bytes = source;
    from = begin;
    end = stop;
    message = behind;
    processFrom = open + 1;
    tag = known;
    return true;
  }

  private boolean isTimed(byte[] source, int begin) {
    for (int i = 0; i < form.length; i++) {
      byte one = source[begin + i];
      byte other = form[i];
      if (one != other && !(isDigit(one) && isDigit(other))) {
        return false;
      }
    }
    return true;
  }

  /** Reads {@code 1234]: } and returns the place behind; below zero where something else stands. */
  private int digits(byte[] source, int begin, int stop) {
    int at = begin;
    long high = 0;
    long low = 0;
    while (at < stop && isDigit(source[at])) {
      high = high << 8 | low >>> 56;
      low = low << 8 | source[at];
      at++;
    }
    if (at == begin
        || at - begin > MOST_DIGITS
        || stop - at < 4
        || source[at] != ']'
        || source[at + 1] != ':'
        || source[at + 2] != ' ') {
      return -1;
    }
    processHigh = high;
    processLow = low;
    at += 3;
    while (at < stop && source[at] == ' ') {
      at++;
    }
    // What a bracket opens may be of the head.
    return at == stop || source[at] == '[' ? -1 : at;
  }

  public Tag tag() {
    return tag;
  }

  /** Returns the place where the message begins. */
  int message() {
    return message;
  }

  /** Returns the upper characters of the process as {@link SmtpdSessions} wants them. */
  long processHigh() {
    return processHigh;
  }

  /** Returns the lower ones. */
  long processLow() {
    return processLow;
  }

  /** Returns the time when the line was written; empty where it is not told. */
  Optional<Instant> time() {
    boolean sameHour =
        hourText.length > 0
            && isSame(0, clock + 3)
            && isSame(clock + 8 + fraction(clock + 8), timeEnd);
    if (!sameHour) {
      hourText = Arrays.copyOfRange(bytes, from, from + form.length);
      String text = text(from + timeFrom, from + timeEnd);
      int within = clock - timeFrom;
      last = times.parse(text);
      hour = times.parse(text.substring(0, within + 2) + ":00:00" + text.substring(within + 8));
      lastSecond = second();
      return last;
    }
    long second = second();
    if (second != lastSecond) {
      lastSecond = second;
      last = isClock() ? hour.map(begin -> begin.plusSeconds(second)) : Optional.empty();
    }
    return last;
  }

  private boolean isSame(int begin, int stop) {
    return begin >= stop || Arrays.equals(hourText, begin, stop, bytes, from + begin, from + stop);
  }

  /** Returns how many characters a fraction of a second takes. */
  private int fraction(int begin) {
    int at = begin;
    if (at < timeEnd && (form[at] == '.' || form[at] == ',')) {
      at++;
      while (at < timeEnd && isDigit(form[at])) {
        at++;
      }
    }
    return at - begin;
  }

  private boolean isClock() {
    return number(clock + 3) < 60 && number(clock + 6) < 60;
  }

  /** Returns the second of the hour. */
  private long second() {
    return 60L * number(clock + 3) + number(clock + 6);
  }

  private int number(int at) {
    return 10 * (bytes[from + at] - '0') + bytes[from + at + 1] - '0';
  }

  /** Returns the line as the {@link Unwrapper} would give it. */
  public Entry entry() {
    return new Entry(
        tag.host,
        tag.program,
        text(processFrom, bracket()),
        text(message, end),
        FORM,
        false,
        new Entry.Moment(trust, text(from + timeFrom, from + timeEnd), times));
  }

  private int bracket() {
    int at = processFrom;
    while (bytes[at] != ']') {
      at++;
    }
    return at;
  }

  private String text(int begin, int stop) {
    return new String(bytes, begin, stop - begin, StandardCharsets.ISO_8859_1);
  }

  /** Learns from a line as the {@link Unwrapper} read it, if it is one of those that return. */
  public void learn(String line, Entry entry) {
    Optional<Stamp> stamp =
        line.length() > 2 && line.charAt(2) != ':' ? Stamp.at(line, 0) : Optional.empty();
    if (stamp.isEmpty() || !isLearnt(entry)) {
      return;
    }
    Stamp time = stamp.get();
    int begin = time.end();
    while (begin < line.length() && line.charAt(begin) == ' ') {
      begin++;
    }
    String head = entry.host() + " " + entry.program().name();
    String rest = head + "[" + entry.process() + "]: " + entry.message();
    int clockAt = time.text().indexOf(':') - 2;
    if (line.startsWith(rest, begin)
        && line.length() == begin + rest.length()
        && clockAt > 0
        && LogTimes.isClock(time.text(), clockAt)
        && head.length() < LONGEST_TAG
        && head.indexOf('[') < 0) {
      learn(line.substring(0, begin), time, clockAt);
      byte[] text = head.getBytes(StandardCharsets.ISO_8859_1);
      int hash = 0;
      for (byte one : text) {
        hash = 31 * hash + one;
      }
      tags[slot(hash)] = new Tag(text, entry.host(), entry.program());
    }
  }

  private static boolean isLearnt(Entry entry) {
    int digits = Addresses.digits(entry.process(), 0);
    return entry.program().isKnown()
        && entry.program().name().length() <= LONGEST_PROGRAM
        && !entry.stamped()
        && entry.form().equals(FORM)
        && !entry.host().isEmpty()
        && !entry.message().startsWith("[")
        && digits == entry.process().length()
        && digits > 0
        && digits <= MOST_DIGITS;
  }

  private void learn(String before, Stamp time, int clockAt) {
    byte[] text = before.getBytes(StandardCharsets.ISO_8859_1);
    boolean known = form.length == text.length;
    for (int i = 0; known && i < text.length; i++) {
      known = text[i] == form[i] || (isDigit(text[i]) && isDigit(form[i]));
    }
    if (!known) {
      Arrays.fill(tags, null);
      form = text;
      timeEnd = time.end();
      timeFrom = time.end() - time.text().length();
      clock = timeFrom + clockAt;
      trust = time.kind();
      hourText = new byte[0];
    }
  }

  private static int slot(int hash) {
    return (hash ^ hash >>> 8 ^ hash >>> 16) & SLOTS - 1;
  }

  private static boolean isDigit(byte one) {
    return one >= '0' && one <= '9';
  }
}
