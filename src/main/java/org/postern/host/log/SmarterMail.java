package org.postern.host.log;

import java.time.Instant;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.postern.address.Address;
import org.postern.host.log.line.Addresses;
import org.postern.host.log.line.LineFormat;
import org.postern.host.log.line.LogFormat;
import org.postern.host.log.line.LogTimes;
import org.postern.host.log.line.Recent;
import org.postern.host.log.line.Sightings;

/**
 * The SMTP log of SmarterMail. The day stands in front of the time, or only in the name of the
 * file, {@code 2026.11.24-smtpLog.log}. Where the line that a session begins with is missing, its
 * first one stands for it.
 *
 * <pre>
 * [2026.11.24] 23:50:11.123 [192.0.2.1][36218098] connected at 11/24/2026 11:50:11 PM
 * 23:50:11 [192.0.2.1][36218098] connected at 11/24/2026 11:50:11 PM
 * </pre>
 */
final class SmarterMail implements LineFormat {
  private static final Pattern LINE =
      Pattern.compile(
          "(?:\\[([0-9]{4}\\.[0-9]{2}\\.[0-9]{2})\\]"
              + " )?([0-9]{2}:[0-9]{2}:[0-9]{2})(?:\\.[0-9]{1,7})?"
              + " \\[([0-9a-fA-F.:%]{2,60})\\]\\[([0-9]{1,12})\\] (.{0,40}).*");
  private static final Pattern DAY = Pattern.compile("[0-9]{4}\\.[0-9]{2}\\.[0-9]{2}");
  private static final String DISCONNECTED = "disconnected at ";

  private final Sightings sightings;
  private final LogTimes times;
  private final Optional<String> day;
  private final Recent<String, Boolean> sessions = new Recent<>();

  /**
   * Creates a reader of one file.
   *
   * @param file the name of the file
   */
  SmarterMail(Sightings sightings, String file, LogTimes times) {
    this.sightings = sightings;
    this.times = times;
    Matcher found = DAY.matcher(file);
    this.day = found.find() ? Optional.of(found.group()) : Optional.empty();
  }

  @Override
  public String name() {
    return "SmarterMail";
  }

  @Override
  public LogFormat.Reading read(String line) {
    boolean possible = line.startsWith("[") || (line.length() > 9 && line.charAt(2) == ':');
    return possible ? read(LINE.matcher(line)) : LogFormat.Reading.FOREIGN;
  }

  private LogFormat.Reading read(Matcher found) {
    if (!found.matches()) {
      return LogFormat.Reading.FOREIGN;
    }
    Optional<Address> peer = Addresses.read(found.group(3));
    if (peer.isEmpty()) {
      return LogFormat.Reading.UNDECIDED;
    }
    String session = found.group(3) + " " + found.group(4);
    boolean first = sessions.put(session, true) == null;
    if (found.group(5).startsWith(DISCONNECTED)) {
      sessions.remove(session);
    }
    if (first) {
      Optional<String> date = Optional.ofNullable(found.group(1)).or(() -> day);
      Optional<Instant> at = date.flatMap(one -> times.parse(one + " " + found.group(2)));
      sightings.connection(peer.get(), Optional.empty(), at);
    }
    return LogFormat.Reading.UNDERSTOOD;
  }
}
