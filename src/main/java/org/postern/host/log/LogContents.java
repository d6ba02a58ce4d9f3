package org.postern.host.log;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.postern.diagnostic.Counted;
import org.postern.diagnostic.Visible;
import org.postern.host.log.exim.Exim;
import org.postern.host.log.line.AddressScan;
import org.postern.host.log.line.Entry;
import org.postern.host.log.line.Header;
import org.postern.host.log.line.LineFormat;
import org.postern.host.log.line.LogFormat;
import org.postern.host.log.line.LogLines;
import org.postern.host.log.line.LogTimes;
import org.postern.host.log.line.Program;
import org.postern.host.log.line.Sightings;
import org.postern.host.log.postfix.KnownHeads;
import org.postern.host.log.postfix.Postfix;
import org.postern.host.log.postfix.SmtpdScanner;

/** The lines of one log, each handed to the program that wrote it. */
final class LogContents {
  /** An example is to be recognised, not read. */
  private static final int SHOWN = 200;

  /** The most lines that wait for a later one which tells of their peer. */
  private static final int MOST_POSTPONED = 4_096;

  private static final int LONGEST_POSTPONED = 1_024;

  private final LogReader.Takers takers;
  private final Unwrapper unwrapper;
  private final JournalBlocks blocks;
  private final KnownHeads heads;
  private final SmtpdScanner scanner;
  private final Postfix postfix;
  private final Exim exim;
  private final Sendmail sendmail;
  private final ExchangeReceive exchange;
  private final SmarterMail smarterMail;
  private final Set<String> formats = new LinkedHashSet<>();
  private @Nullable LogFormat lastFormat;
  private String lastForm = "";
  private long understood;
  private long undecided;
  private final List<String> postponed = new ArrayList<>();
  private final Sightings sightings;
  private Optional<String> example = Optional.empty();
  private long unknown;
  private long stamped;
  private Optional<String> stampedExample = Optional.empty();

  LogContents(LogReader.Takers takers, LogTimes times, String file) {
    this.sightings = new Sightings(takers.servers());
    Header.Sources sources = new Header.Sources(times);
    this.takers = takers;
    this.unwrapper = new Unwrapper(sources);
    this.blocks = new JournalBlocks(unwrapper, sources);
    this.heads = new KnownHeads(times);
    this.scanner = new SmtpdScanner(heads);
    this.postfix = new Postfix(sightings);
    this.exim = new Exim(sightings);
    this.sendmail = new Sendmail(sightings);
    this.exchange = new ExchangeReceive(sightings, times);
    this.smarterMail = new SmarterMail(sightings, file, times);
  }

  void read(LogLines lines) throws IOException {
    scanner.over(lines.bytes());
    while (lines.next()) {
      if (!isScanned(lines)) {
        read(lines.raw(), lines);
      }
    }
  }

  private void read(String raw, LogLines lines) {
    JournalBlocks.Taken taken = blocks.take(raw, lines.length());
    if (taken.complete().isPresent()) {
      read(taken.complete().get());
    }
    if (!taken.belongs()) {
      read(lines.text(raw));
    }
  }

  /**
   * Reads a line from its bytes, where its head is known and nothing that came before lets it be
   * anything else, and tells whether it did.
   */
  private boolean isScanned(LogLines lines) {
    int end = lines.to();
    if (!lines.isPlain()
        || blocks.isWithin()
        || exchange.isBegun()
        || !heads.read(lines.bytes(), lines.from(), end)) {
      return false;
    }
    if (heads.tag().program().kind() == Program.Kind.POSTFIX && postfix.read(heads, scanner, end)) {
      took(KnownHeads.FORM, postfix);
      understood++;
    } else {
      read(heads.entry());
    }
    return true;
  }

  void end() {
    blocks.end().ifPresent(this::read);
    postfix.end();
    postponed.stream().filter(this::isOpen).forEach(this::undecided);
    if (exim.isOwnLog()) {
      undecided += stamped;
      example = example.or(() -> stampedExample);
      unknown -= stamped;
    }
  }

  private void read(String line) {
    if (!took(exchange, line) && !took(smarterMail, line)) {
      Entry entry = unwrapper.unwrap(line);
      heads.learn(line, entry);
      read(entry);
    }
  }

  private boolean took(LineFormat format, String line) {
    LogFormat.Reading reading = format.read(line);
    if (reading == LogFormat.Reading.FOREIGN) {
      return false;
    }
    formats.add(format.name());
    took(reading, line);
    return true;
  }

  private void read(Entry entry) {
    switch (entry.program().kind()) {
      case POSTFIX -> took(entry, postfix, postfix.read(entry));
      case EXIM -> took(entry, exim, exim.read(entry));
      case SENDMAIL -> took(entry, sendmail, sendmail.read(entry));
      case OTHER -> other(entry);
      case UNKNOWN -> unknown(entry);
    }
  }

  /** Reads a line of another program; beside a mail server it is of no account. */
  private void other(Entry entry) {
    if (understood == 0) {
      AnyText.read(entry, takers.others());
    }
  }

  private void took(Entry entry, LogFormat format, LogFormat.Reading reading) {
    took(entry.form(), format);
    took(reading, entry.message());
  }

  private void took(String form, LogFormat format) {
    if (!format.equals(lastFormat) || !form.equals(lastForm)) {
      lastFormat = format;
      lastForm = form;
      formats.add(format.name() + (form.isEmpty() ? "" : " in " + form));
    }
  }

  private void took(LogFormat.Reading reading, String text) {
    understood++;
    if (reading == LogFormat.Reading.UNDECIDED) {
      if (postponed.size() < MOST_POSTPONED && text.length() <= LONGEST_POSTPONED) {
        postponed.add(text);
      } else {
        undecided(text);
      }
    }
  }

  /** Tells whether no later line told of the peers that a line names. */
  private boolean isOpen(String text) {
    return sightings.misses(text) || !AddressScan.holdsAny(text);
  }

  private void undecided(String text) {
    undecided++;
    example = example.or(() -> Optional.of(shown(text)));
  }

  private static String shown(String text) {
    return Visible.text(text.length() > SHOWN ? text.substring(0, SHOWN) + "..." : text);
  }

  /** A line without a program may be one of a mail server all the same. */
  private void unknown(Entry entry) {
    String program = entry.program().name();
    LogFormat format = exim;
    LogFormat.Reading reading = program.isEmpty() ? exim.read(entry) : LogFormat.Reading.FOREIGN;
    boolean bare =
        program.isEmpty()
            || program.startsWith("postfix")
            || program.equals("smtpd")
            || program.equals("postscreen");
    if (reading == LogFormat.Reading.FOREIGN && bare) {
      format = postfix;
      reading = postfix.bare(entry);
    }
    if (reading == LogFormat.Reading.FOREIGN && program.isEmpty()) {
      format = sendmail;
      reading = sendmail.bare(entry);
    }
    if (reading != LogFormat.Reading.FOREIGN) {
      took(entry, format, reading);
    } else if (AnyText.read(entry, takers.unknown())) {
      unknown++;
      if (program.isEmpty() && entry.stamped() && !exim.isOwnLog()) {
        stamped++;
        stampedExample = stampedExample.or(() -> Optional.of(shown(entry.message())));
      }
    }
  }

  /** A few lines of a mail server in another's log do not decide what the others are. */
  LogReader.Counted counted() {
    boolean servers = understood > 0;
    return new LogReader.Counted(servers, !servers || isMostlyUnknown(), !servers);
  }

  private boolean isMostlyUnknown() {
    return unknown > 0 && unknown >= understood;
  }

  List<String> formats() {
    List<String> found = new ArrayList<>(formats);
    if (counted().unknown()) {
      found.add(AnyText.NAME);
    }
    return found;
  }

  long undecided() {
    return undecided;
  }

  Optional<String> example() {
    return example;
  }

  List<String> notes(Optional<LogLines> lines) {
    List<String> notes = new ArrayList<>();
    for (String note : List.of(exchange.note(), exim.note())) {
      if (!note.isEmpty()) {
        notes.add(note);
      }
    }
    if (counted().unknown()) {
      notes.add("the form of this log is not known: each line that names an address counts");
    } else if (unknown > 0) {
      notes.add(
          Counted.grouped(unknown, "line")
              + Counted.one(
                  unknown,
                  " of programs that are not known names addresses, and was passed over",
                  " of programs that are not known name addresses, and were passed over"));
    }
    long cut = lines.map(LogLines::cut).orElse(0L);
    if (cut > 0) {
      notes.add(
          Counted.grouped(cut, "line")
              + Counted.one(cut, " is", " are")
              + " longer than 64 KiB; the rest of each was passed over");
    }
    long zeros = lines.map(LogLines::withZeros).orElse(0L);
    if (zeros > 0) {
      notes.add(
          Counted.grouped(zeros, "line")
              + Counted.one(zeros, " has", " have")
              + " NUL bytes, which were read as spaces");
    }
    return notes;
  }
}
