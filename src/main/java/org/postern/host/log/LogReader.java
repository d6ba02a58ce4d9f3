package org.postern.host.log;

import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.postern.diagnostic.Counted;

/**
 * Reads logs of mail servers, whichever they are. The form is found by the content: from the first
 * line of a form that is known, only such lines count. Memory is bounded whatever comes.
 *
 * @param now what time it is, for logs without a year
 * @param zone of logs without a zone
 */
public record LogReader(Instant now, ZoneId zone) {

  /**
   * What was read.
   *
   * @param formats what it was, in words; more than one where several servers write one log
   * @param packing {@code gzip}, {@code UTF-16} and the like; empty for plain text
   * @param known whether its form is known: else all addresses were taken for arrivals
   * @param lines how many there were
   * @param notes what was passed over, and how connections were counted
   * @param damage why it was not read to its end; empty when it was
   */
  public record Summary(
      List<String> formats,
      String packing,
      boolean known,
      long lines,
      List<String> notes,
      Optional<String> damage) {
    public Summary {
      formats = List.copyOf(formats);
      notes = List.copyOf(notes);
    }
  }

  /**
   * Reads one log to its end.
   *
   * @param file its name, from which some servers' logs have their day
   * @param arrivals takes the connections of forms that are known
   * @param mentions takes every address of every line until a form is known; they count only where
   *     none ever is
   * @throws UnreadableLogException for a packing that is not known here
   */
  public Summary read(
      InputStream raw, String file, Consumer<Arrival> arrivals, Consumer<Arrival> mentions)
      throws IOException {
    List<LogFormat> formats = formats(file);
    AnyText text = new AnyText(new LogTimes(now, zone));
    Set<LogFormat> found = new LinkedHashSet<>();
    Optional<LogLines> lines = Optional.empty();
    String packing = "";
    Optional<String> damage = Optional.empty();
    try {
      Unpacking.Opened opened = Unpacking.open(raw);
      packing = opened.words();
      lines = Optional.of(new LogLines(opened.text()));
      read(lines.get(), formats, found, arrivals, line -> text.read(line, mentions));
    } catch (IOException e) {
      if (!Unpacking.isDamage(e)) {
        throw e;
      }
      damage = Optional.of("it is damaged or ends too early");
    }
    List<LogFormat> used = found.isEmpty() ? List.of(text) : List.copyOf(found);
    return new Summary(
        used.stream().map(LogFormat::name).toList(),
        packing,
        !found.isEmpty(),
        lines.map(LogLines::count).orElse(0L),
        notes(used, lines),
        damage);
  }

  private List<LogFormat> formats(String file) {
    LogTimes times = new LogTimes(now, zone);
    return new ArrayList<>(
        List.of(
            new Postfix("syslog", line -> Syslog.read(line, times)),
            Exim.mainlog(times),
            Exim.within("syslog", line -> Syslog.read(line, times)),
            new Postfix("the journal", JournalExport::read),
            Exim.within("the journal", JournalExport::read),
            new ExchangeReceive(times),
            new SmarterMail(file, times)));
  }

  private static void read(
      LogLines lines,
      List<LogFormat> formats,
      Set<LogFormat> found,
      Consumer<Arrival> arrivals,
      Consumer<String> unknown)
      throws IOException {
    for (Optional<String> line = lines.next(); line.isPresent(); line = lines.next()) {
      String text = line.get();
      Optional<LogFormat> format = first(formats, text, arrivals);
      if (format.isPresent()) {
        found.add(format.get());
        formats.remove(format.get());
        formats.addFirst(format.get());
      } else if (found.isEmpty()) {
        unknown.accept(text);
      }
    }
  }

  private static Optional<LogFormat> first(
      List<LogFormat> formats, String line, Consumer<Arrival> arrivals) {
    for (LogFormat format : formats) {
      if (format.read(line, arrivals)) {
        return Optional.of(format);
      }
    }
    return Optional.empty();
  }

  private static List<String> notes(List<LogFormat> used, Optional<LogLines> lines) {
    List<String> notes = new ArrayList<>();
    used.stream().map(LogFormat::note).filter(note -> !note.isEmpty()).forEach(notes::add);
    long cut = lines.map(LogLines::cut).orElse(0L);
    if (cut > 0) {
      notes.add(
          Counted.grouped(cut, "line")
              + Counted.one(cut, " is", " are")
              + " longer than 64 KiB; the rest was passed over");
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
