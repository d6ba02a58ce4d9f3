package org.postern.host.log;

import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import org.postern.host.log.line.Arrivals;
import org.postern.host.log.line.LogLines;
import org.postern.host.log.line.LogTimes;
import org.postern.host.log.line.Unpacking;
import org.postern.host.log.line.UnreadableLogException;

/**
 * Reads logs of mail servers, whichever they are. Each line is judged by the program that wrote it,
 * so a log may hold several. Memory is bounded whatever comes.
 *
 * @param now the present time, for logs without a year
 * @param zone the zone of logs without a zone
 */
public record LogReader(Instant now, ZoneId zone) {

  /**
   * The result of reading a log.
   *
   * @param formats the formats of the log, in words; more than one where several servers write one
   *     log
   * @param packing {@code gzip}, {@code UTF-16} and the like; empty for plain text
   * @param lines the number of lines
   * @param counted the programs whose connections count
   * @param undecided lines of known programs that name an address of which it is not known what it
   *     has to do with a connection
   * @param example one of those; empty where there are none
   * @param notes the notes on what was passed over, and on how connections were counted
   * @param damage the reason why it was not read to its end; empty when it was
   */
  public record Summary(
      List<String> formats,
      String packing,
      long lines,
      Counted counted,
      long undecided,
      Optional<String> example,
      List<String> notes,
      Optional<String> damage) {
    public Summary {
      formats = List.copyOf(formats);
      notes = List.copyOf(notes);
    }
  }

  /**
   * The programs whose connections count, which shows only at the end of a log.
   *
   * @param servers whether the connections count that mail servers tell
   * @param unknown whether the addresses count in lines of programs that are not known
   * @param others whether the addresses count in lines of programs that are known, and no mail
   *     servers
   */
  public record Counted(boolean servers, boolean unknown, boolean others) {}

  /**
   * The receivers of what is read.
   *
   * @param servers takes what mail servers tell
   * @param unknown takes what programs name that are not known
   * @param others takes what programs name that are known, and no mail servers
   */
  public record Takers(Arrivals servers, Arrivals unknown, Arrivals others) {}

  /**
   * Reads one log to its end.
   *
   * @param file the name of the file, from which some servers' logs have their day
   * @throws UnreadableLogException for a packing that is not known here
   */
  public Summary read(InputStream raw, String file, Takers takers) throws IOException {
    LogTimes times = new LogTimes(now, zone);
    LogContents contents = new LogContents(takers, times, file);
    Optional<LogLines> lines = Optional.empty();
    String packing = "";
    Optional<String> damage = Optional.empty();
    try {
      Unpacking.Opened opened = Unpacking.open(raw);
      packing = opened.words();
      lines = Optional.of(new LogLines(opened.text()));
      contents.read(lines.get());
    } catch (IOException e) {
      if (!Unpacking.isDamage(e)) {
        throw e;
      }
      damage = Optional.of("it is damaged or ends too early");
    }
    contents.end();
    return new Summary(
        contents.formats(),
        packing,
        lines.map(LogLines::count).orElse(0L),
        contents.counted(),
        contents.undecided(),
        contents.example(),
        contents.notes(lines),
        damage);
  }
}
