package org.postern.target.mail;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.postern.host.CommandRunner;
import org.postern.host.log.RejectionReader;
import org.postern.host.log.line.LogTail;
import org.postern.host.log.line.Rejection;
import org.postern.plan.Observation;
import org.postern.plan.Ruleset;
import org.postern.plan.SeenPeer;
import org.postern.target.TargetException;

/**
 * The log of a mail server, which tells the peers that rules refused or observed: a file, or the
 * systemd journal where none of the files is there. Each read continues where the last one ended;
 * the first read of a log takes only its end. Thread-safe.
 */
public final class MailLog {
  private final List<Path> candidates;
  private final Writer writer;
  private final InstantSource clock;
  private final Optional<MailJournal> journal;
  private final Strangers strangers = new Strangers();
  private Optional<LogTail> tail = Optional.empty();
  private boolean isRead;

  /**
   * A log that is looked for when it is first read.
   *
   * @param candidates the files that it may be; of several, the one written last is read
   * @param journal runs {@code journalctl}, where none of them is there; empty where no journal
   *     stands in for them
   * @param writer the program whose lines count, for a log that several write
   */
  public MailLog(
      List<Path> candidates, Optional<CommandRunner> journal, Writer writer, InstantSource clock) {
    this.candidates = List.copyOf(candidates);
    this.writer = writer;
    this.clock = clock;
    this.journal = journal.map(MailJournal::new);
  }

  /**
   * Returns the log of a mail server of this host.
   *
   * @param named the file as named by the policy; empty to look for it
   * @param usual the files that it usually is
   */
  public static MailLog of(
      Optional<Path> named, List<Path> usual, CommandRunner runner, Writer writer) {
    return new MailLog(
        named.map(List::of).orElse(usual),
        Optional.of(runner).filter(_ -> named.isEmpty()),
        writer,
        InstantSource.system());
  }

  /**
   * A mail server, as its lines name it.
   *
   * @param server the program
   * @param instance the first part of the program's name, Postfix's {@code syslog_name}; empty
   *     where it does not matter. The default instance may have another name, unless it is that of
   *     another instance (postmulti(1))
   */
  public record Writer(Rejection.Server server, String instance) {
    private static final String USUAL = "postfix";

    /** An instance of Postfix; {@code postfix} is the default one. */
    public static Writer postfix(String instance) {
      return new Writer(Rejection.Server.POSTFIX, instance);
    }

    /** Returns the writer for Exim. */
    public static Writer exim() {
      return new Writer(Rejection.Server.EXIM, "");
    }

    private boolean wrote(Rejection one) {
      return one.server() == server
          && (instance.isEmpty()
              || one.instance().isEmpty()
              || one.instance().equals(instance)
              || (instance.equals(USUAL) && !one.instance().startsWith(USUAL + "-")));
    }
  }

  /**
   * Returns the peers that rules refused or observed, each once per rule and domain of recipients.
   *
   * @param held the rules that the mail server holds; only their peers are returned
   * @throws TargetException when no log can be read; PERMISSION says what to do about it
   */
  public synchronized List<SeenPeer> read(Ruleset held) throws TargetException {
    Attribution attribution = new Attribution(held);
    look(attribution);
    return strangers.peers(attribution.rules(), clock.instant());
  }

  /**
   * Returns how often each rule refused or observed a recipient, since the beginning of what was
   * read. Recipients of peers that it accepts are in no log; they count as none.
   */
  public synchronized Map<String, Observation.Counters> counters(Ruleset held)
      throws TargetException {
    Attribution attribution = new Attribution(held);
    look(attribution);
    return strangers.counters(attribution.rules());
  }

  /** Returns the counters of the last read; empty where the log was never read. */
  synchronized Map<String, Observation.Counters> counted(Ruleset held) {
    return isRead ? strangers.counters(new Attribution(held).rules()) : Map.of();
  }

  private void look(Attribution attribution) throws TargetException {
    Instant now = clock.instant();
    RejectionReader reader = new RejectionReader(now, ZoneId.systemDefault());
    Optional<Path> file = file();
    if (file.isEmpty()) {
      fromJournal(new Found(reader, attribution, now));
    } else {
      fromFile(file.get(), reader, attribution, now);
    }
    isRead = true;
  }

  private void fromFile(Path file, RejectionReader reader, Attribution attribution, Instant now)
      throws TargetException {
    if (tail.filter(one -> one.file().equals(file)).isEmpty()) {
      tail = Optional.of(new LogTail(file));
    }
    try {
      FileTime written = Files.getLastModifiedTime(file);
      tail.get().read(new Found(reader, attribution, earlier(written.toInstant(), now)));
    } catch (AccessDeniedException e) {
      throw forbidden(file.toString());
    } catch (IOException e) {
      throw new TargetException(
          TargetException.Kind.UNAVAILABLE,
          "the mail server's log %s cannot be read: %s".formatted(file, e.getMessage()),
          e);
    }
  }

  private void fromJournal(Found found) throws TargetException {
    try {
      if (journal.isEmpty()) {
        throw new TargetException(TargetException.Kind.UNAVAILABLE, "the journal is not asked");
      }
      journal.get().read(found);
    } catch (TargetException e) {
      if (e.kind() != TargetException.Kind.UNAVAILABLE) {
        throw e;
      }
      String none =
          "no log of the mail server is found: there is no "
              + candidates.stream().map(Path::toString).collect(Collectors.joining(" and no "));
      throw new TargetException(
          TargetException.Kind.UNAVAILABLE,
          none + ", and " + e.getMessage(),
          "name it in the target's option log");
    }
  }

  /** Returns the file that was written last; one that this process may not look at is an error. */
  private Optional<Path> file() throws TargetException {
    Optional<Path> found = Optional.empty();
    FileTime last = FileTime.fromMillis(Long.MIN_VALUE);
    for (Path one : candidates) {
      try {
        FileTime written = Files.getLastModifiedTime(one);
        if (found.isEmpty() || written.compareTo(last) > 0) {
          found = Optional.of(one);
          last = written;
        }
      } catch (NoSuchFileException e) {
        // The next one may be there.
      } catch (AccessDeniedException e) {
        throw forbidden(one.toString());
      } catch (IOException e) {
        throw new TargetException(
            TargetException.Kind.UNAVAILABLE,
            "the mail server's log %s cannot be read: %s".formatted(one, e.getMessage()),
            e);
      }
    }
    return found;
  }

  private static Instant earlier(Instant one, Instant other) {
    return one.isBefore(other) ? one : other;
  }

  static TargetException forbidden(String log) {
    return new TargetException(
        TargetException.Kind.PERMISSION,
        "the mail server's log cannot be read: no right to read " + log,
        "the drop-in mail-log.conf gives it to the daemon (SupplementaryGroups=adm"
            + " systemd-journal); root may read it without");
  }

  /** Takes lines of the log. */
  private final class Found implements Consumer<String> {
    private final RejectionReader reader;
    private final Attribution attribution;
    private final Instant latest;
    private Instant last;

    /**
     * Takes lines that were written until a time.
     *
     * @param latest the time when the log was written last: no line is of a later time, whatever it
     *     says
     */
    Found(RejectionReader reader, Attribution attribution, Instant latest) {
      this.reader = reader;
      this.attribution = attribution;
      this.latest = latest;
      this.last = latest;
    }

    @Override
    public void accept(String line) {
      Optional<Rejection> rejection = reader.read(line).filter(writer::wrote);
      if (rejection.isPresent()) {
        Rejection one = rejection.get();
        last = one.at().map(at -> earlier(at, latest)).orElse(last);
        attribution
            .rule(one)
            .ifPresent(rule -> strangers.add(rule, one.peer(), one.domain(), last));
      }
    }
  }
}
