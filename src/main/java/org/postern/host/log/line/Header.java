package org.postern.host.log.line;

import java.util.Optional;
import java.util.Set;

/**
 * The header that syslog daemons, {@code journalctl} and {@code logread} write before a message.
 *
 * <pre>
 * Nov 24 23:50:11 mx1 postfix/smtpd[123]: connect from unknown[192.0.2.1]
 * Nov 24 23:50:11 &lt;mail.info&gt; mx1 postfix/smtpd[123]: ...      syslogd -v of FreeBSD
 * Nov 24 23:50:11 mx1 mail:info postfix/smtpd[123]: ...          AIX
 * Nov 24 23:50:11 mx1 postfix/smtpd[123]: [ID 197553 mail.info] ...  Solaris
 * Tue Nov 24 23:50:11 2026 mail.info postfix/smtpd[123]: ...     OpenWrt
 * &lt;22&gt;1 2026-11-24T23:50:11+01:00 mx1 postfix/smtpd 123 - - ...   RFC 5424
 * mx1 postfix/smtpd[123]: ...                                    no time: only for a mail server
 * </pre>
 */
public final class Header {
  private static final int LONGEST_TAG = 128;
  private static final String PROGRAM = "-./@+()#";
  private static final int MOST_WORDS = 4;
  private static final String BYTE_ORDER_MARK = "\u00ef\u00bb\u00bf";
  private static final Set<String> FACILITIES =
      Set.of(
          "kern",
          "user",
          "mail",
          "daemon",
          "auth",
          "syslog",
          "lpr",
          "news",
          "uucp",
          "cron",
          "authpriv",
          "ftp",
          "security",
          "console",
          "local0",
          "local1",
          "local2",
          "local3",
          "local4",
          "local5",
          "local6",
          "local7");
  private static final Set<String> SEVERITIES =
      Set.of(
          "emerg", "panic", "alert", "crit", "err", "error", "warn", "warning", "notice", "info",
          "debug");

  private final String text;
  private final Entry outer;
  private final Sources sources;
  private int at;
  private Entry.Moment moment;
  private Optional<Stamp> stamp = Optional.empty();
  private boolean ownLog;

  private Header(String text, int at, Entry outer, Sources sources) {
    this.text = text;
    this.at = at;
    this.outer = outer;
    this.sources = sources;
    this.moment = outer.moment();
  }

  /** The parts that are the same in many lines of a log. */
  public static final class Sources {
    private final LogTimes times;
    private final Programs programs = new Programs();
    private String host = "";

    public Sources(LogTimes times) {
      this.times = times;
    }

    public LogTimes times() {
      return times;
    }

    public Programs programs() {
      return programs;
    }
  }

  /** Returns the entry behind the header that begins at that place; empty if none does. */
  public static Optional<Entry> read(String text, int at, Entry outer, Sources sources) {
    return new Header(text, at, outer, sources).read();
  }

  private Optional<Entry> read() {
    boolean priority = priority();
    if (text.startsWith("1 ", at) && (priority || Stamp.at(text, at + 2).isPresent())) {
      int before = at;
      Optional<Entry> entry = rfc5424();
      if (entry.isPresent()) {
        return entry;
      }
      at = before;
    }
    stamp = Stamp.at(text, at);
    ownLog = text.startsWith(" ", at + 10) && LogTimes.isDate(text, at);
    stamp.ifPresent(this::take);
    return stamp.isPresent() && container() ? Optional.of(plain()) : tagged();
  }

  private void take(Stamp found) {
    moment = moment.or(Entry.Moment.of(found, sources.times()));
    at = found.end();
    spaces();
  }

  private void spaces() {
    while (at < text.length() && text.charAt(at) == ' ') {
      at++;
    }
  }

  /** Reads {@code <22>} or {@code <mail.info>}. */
  private boolean priority() {
    int close = text.startsWith("<", at) ? text.indexOf('>', at) : -1;
    if (close < 0 || close - at > 24) {
      return false;
    }
    String word = text.substring(at + 1, close);
    boolean number = !word.isEmpty() && Addresses.digits(word, 0) == word.length();
    if (!number && !isPriority(word)) {
      return false;
    }
    at = close + 1;
    spaces();
    return true;
  }

  private static boolean isPriority(String word) {
    int between = Math.max(word.indexOf('.'), word.indexOf(':'));
    return between > 0
        && FACILITIES.contains(word.substring(0, between))
        && SEVERITIES.contains(word.substring(between + 1));
  }

  /** Reads {@code stdout F }, as container runtimes write it behind the time. */
  private boolean container() {
    boolean stream =
        text.startsWith("std", at)
            && (text.startsWith("out ", at + 3) || text.startsWith("err ", at + 3));
    boolean whole = text.startsWith("F ", at + 7) || text.startsWith("P ", at + 7);
    at += stream && whole ? 9 : 0;
    return stream && whole;
  }

  /** Returns an entry whose message follows a time and nothing else. */
  private Entry plain() {
    return new Entry(
        outer.host(),
        Program.NONE,
        "",
        text.substring(at),
        outer.form(),
        stamp.isPresent(),
        moment);
  }

  private Optional<Entry> tagged() {
    int before = at;
    String host = "";
    for (int word = 0; word < MOST_WORDS; word++) {
      int end = text.indexOf(' ', at);
      int stop = end < 0 ? text.length() : end;
      if (stop == at || stop - at > LONGEST_TAG + LONGEST_TAG) {
        break;
      }
      Optional<Entry> entry = tag(stop, host);
      if (entry.isPresent()) {
        return entry;
      }
      if (host.isEmpty() && isLastHost(stop)) {
        host = sources.host;
      } else if (!isMarked(text.substring(at, stop))) {
        if (!host.isEmpty() || !consists(text, at, stop, "-.:/@[]%")) {
          break;
        }
        host = text.substring(at, stop);
        sources.host = host;
      }
      at = stop;
      spaces();
    }
    at = before;
    return stamp.isPresent() ? Optional.of(plain()) : Optional.empty();
  }

  private boolean isLastHost(int stop) {
    return sources.host.length() == stop - at && text.startsWith(sources.host, at);
  }

  private static boolean isMarked(String token) {
    boolean marked = token.startsWith("<") && token.endsWith(">");
    boolean possible = marked || token.indexOf('.') > 0 || token.indexOf(':') > 0;
    return possible && isPriority(marked ? token.substring(1, token.length() - 1) : token);
  }

  /** Tells whether there are only letters, digits and these. */
  private static boolean consists(String text, int from, int to, String others) {
    for (int i = from; i < to; i++) {
      char c = text.charAt(i);
      if (!Addresses.isWord(c) && others.indexOf(c) < 0) {
        return false;
      }
    }
    return to > from;
  }

  /** Reads {@code program[process]:} between here and that place. */
  private Optional<Entry> tag(int stop, String host) {
    int colon = stop - 1;
    if (text.charAt(colon) != ':' || stop - at > LONGEST_TAG) {
      return Optional.empty();
    }
    int open = text.indexOf('[', at);
    boolean numbered = open > at && open < colon && text.charAt(colon - 1) == ']';
    int end = numbered ? open : colon;
    if (!consists(text, at, end, PROGRAM)) {
      return Optional.empty();
    }
    Program program = sources.programs().at(text, at, end);
    if (!isBelieved(program, numbered)) {
      return Optional.empty();
    }
    String process = numbered ? text.substring(open + 1, colon - 1) : "";
    at = stop;
    spaces();
    solaris();
    return Optional.of(entry(host, program, process));
  }

  /**
   * Tells whether a word and a colon are a program. Without a time, or behind one as Exim's own log
   * has it, they may be the beginning of a message too.
   */
  private boolean isBelieved(Program program, boolean numbered) {
    return program.isMail() || (stamp.isPresent() && (!ownLog || numbered || program.isKnown()));
  }

  /** Reads {@code [ID 197553 mail.info]} before the message. */
  private void solaris() {
    int close = text.startsWith("[ID ", at) ? text.indexOf("] ", at) : -1;
    if (close > 0 && close - at < 48) {
      at = close + 2;
    }
  }

  private Entry entry(String host, Program program, String process) {
    String form = outer.form().isEmpty() ? "syslog" : outer.form();
    return new Entry(outer.within(host), program, process, text.substring(at), form, false, moment);
  }

  /** Reads a header of RFC 5424, section 6: what is not told is a dash. */
  private Optional<Entry> rfc5424() {
    at += 2;
    Optional<Stamp> found = Stamp.at(text, at);
    if (found.isPresent()) {
      take(found.get());
    } else if (!word().equals("-")) {
      return Optional.empty();
    }
    String host = word();
    String program = word();
    String process = word();
    word();
    if (!structuredData() || !consists(program, 0, program.length(), PROGRAM)) {
      return Optional.empty();
    }
    spaces();
    if (text.startsWith(BYTE_ORDER_MARK, at)) {
      at += BYTE_ORDER_MARK.length();
    }
    return Optional.of(
        entry(
            host.equals("-") ? "" : host,
            sources.programs().of(program),
            process.equals("-") ? "" : process));
  }

  private String word() {
    int end = text.indexOf(' ', at);
    int stop = end < 0 ? text.length() : end;
    String word = text.substring(at, stop);
    at = Math.min(stop + 1, text.length());
    return word;
  }

  /**
   * Passes over a dash or elements in brackets; in their quoted values a bracket may be escaped.
   */
  private boolean structuredData() {
    if (text.startsWith("-", at)) {
      at++;
      return true;
    }
    boolean quoted = false;
    int begin = at;
    while (text.startsWith("[", at)) {
      int i = at + 1;
      while (i < text.length() && (quoted || text.charAt(i) != ']')) {
        if (text.charAt(i) == '\\') {
          i++;
        } else if (text.charAt(i) == '"') {
          quoted = !quoted;
        }
        i++;
      }
      at = Math.min(i + 1, text.length());
    }
    return at > begin;
  }
}
