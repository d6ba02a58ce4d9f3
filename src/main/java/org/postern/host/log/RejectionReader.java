package org.postern.host.log;

import java.time.Instant;
import java.time.ZoneId;
import java.util.Optional;
import org.postern.host.log.exim.EximRejection;
import org.postern.host.log.line.Entry;
import org.postern.host.log.line.Header;
import org.postern.host.log.line.LogTimes;
import org.postern.host.log.line.Rejection;
import org.postern.host.log.postfix.PostfixRejection;

/**
 * Finds in a log whom rules for clients have refused or would refuse. Of a line that a client had a
 * part in nothing is believed but what stands where no client can write.
 */
public final class RejectionReader {
  private final Unwrapper unwrapper;

  /**
   * Creates a reader for lines that are read about now.
   *
   * @param now the present time, for logs without a year
   * @param zone the zone of logs that name none
   */
  public RejectionReader(Instant now, ZoneId zone) {
    this.unwrapper = new Unwrapper(new Header.Sources(new LogTimes(now, zone)));
  }

  /**
   * Reads a line of a file, or an entry of the journal as a JSON object; empty where it tells of no
   * rejection.
   */
  public Optional<Rejection> read(String line) {
    if (!isPossible(line)) {
      return Optional.empty();
    }
    Entry entry = unwrapper.unwrap(line);
    return switch (entry.program().kind()) {
      case POSTFIX -> PostfixRejection.read(entry);
      case EXIM, UNKNOWN -> EximRejection.read(entry);
      case SENDMAIL, OTHER -> Optional.empty();
    };
  }

  /**
   * Tells cheaply whether a line may be a rejection. In JSON a message that is not UTF-8 is a list
   * of its bytes.
   */
  private static boolean isPossible(String line) {
    return line.startsWith("{")
        || PostfixRejection.isPossible(line)
        || EximRejection.isPossible(line);
  }
}
