package org.postern.host.log;

import java.time.Instant;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The SMTP log of SmarterMail. The day stands in front of the time, or only in the name of the
 * file, {@code 2026.11.24-smtpLog.log}.
 *
 * <pre>
 * [2026.11.24] 23:50:11.123 [192.0.2.1][36218098] connected at 11/24/2026 11:50:11 PM
 * 23:50:11 [192.0.2.1][36218098] connected at 11/24/2026 11:50:11 PM
 * </pre>
 */
final class SmarterMail implements LogFormat {
  private static final Pattern LINE =
      Pattern.compile(
          "(?:\\[([0-9]{4}\\.[0-9]{2}\\.[0-9]{2})\\]"
              + " )?([0-9]{2}:[0-9]{2}:[0-9]{2})(?:\\.[0-9]{1,7})?"
              + " \\[([0-9a-fA-F.:%]{2,60})\\]\\[[0-9]{1,12}\\] (.{0,40}).*");
  private static final Pattern DAY = Pattern.compile("[0-9]{4}\\.[0-9]{2}\\.[0-9]{2}");
  private static final String CONNECTED = "connected at ";

  private final LogTimes times;
  private final Optional<String> day;

  /**
   * For a file.
   *
   * @param file its name
   */
  SmarterMail(String file, LogTimes times) {
    this.times = times;
    Matcher found = DAY.matcher(file);
    this.day = found.find() ? Optional.of(found.group()) : Optional.empty();
  }

  @Override
  public String name() {
    return "SmarterMail";
  }

  @Override
  public boolean read(String line, Consumer<Arrival> arrivals) {
    boolean possible = line.startsWith("[") || (line.length() > 9 && line.charAt(2) == ':');
    Matcher found = possible ? LINE.matcher(line) : DAY.matcher("");
    if (!found.matches()) {
      return false;
    }
    if (found.group(4).startsWith(CONNECTED)) {
      Optional<String> date = Optional.ofNullable(found.group(1)).or(() -> day);
      Optional<Instant> at = date.flatMap(one -> times.parse(one + " " + found.group(2)));
      Addresses.read(found.group(3))
          .ifPresent(peer -> arrivals.accept(new Arrival(peer, Optional.empty(), at)));
    }
    return true;
  }
}
