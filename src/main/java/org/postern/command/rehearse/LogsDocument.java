package org.postern.command.rehearse;

import java.util.List;
import java.util.Optional;
import org.postern.host.RecordTree;

/**
 * The logs that were read.
 *
 * @param incomplete the lines that mail servers wrote and that were not understood; empty where
 *     there is none
 */
public record LogsDocument(List<Log> files, Optional<Incomplete> incomplete) {
  public LogsDocument {
    files = List.copyOf(files);
  }

  /**
   * A log.
   *
   * @param contents the contents of the log; empty where it could not be read at all
   * @param damage the reason why not all of it could be read; empty where all was
   */
  public record Log(
      String file, @RecordTree.Inline Optional<Contents> contents, Optional<String> damage) {}

  /**
   * The contents of a log.
   *
   * @param undecided lines of mail servers about addresses that were not understood
   * @param formats the formats that were met
   * @param packing how it was packed; empty where it was not
   * @param connections the number of connections that count
   * @param notes the remarks on the log, a sentence each
   */
  public record Contents(
      long undecided,
      List<String> formats,
      String packing,
      long lines,
      long connections,
      List<String> notes) {}

  /**
   * The lines that were not understood.
   *
   * @param lines how many
   * @param example one of them
   */
  public record Incomplete(long lines, String example) {}
}
