package org.postern.command;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads durations of the command line, written as in a policy: {@code 30s}, {@code 5m}, {@code 1h}.
 */
public final class Times {
  private static final Pattern FORM = Pattern.compile("([1-9][0-9]{0,5})([smhd])");
  private static final Map<String, Long> SECONDS =
      Map.of("s", 1L, "m", 60L, "h", 3_600L, "d", 86_400L);

  private Times() {}

  /**
   * Returns the value of an option.
   *
   * @throws UsageException when it is no duration from a second to that
   */
  public static Optional<Duration> of(Invocation invocation, Option option, Duration most) {
    return invocation.value(option.name()).map(text -> parse(option, text, most));
  }

  private static Duration parse(Option option, String text, Duration most) {
    if (text.isBlank()) {
      throw new UsageException(
          "%s has no value; write a time such as 30s, 5m or 1h".formatted(option.name()));
    }
    Matcher matcher = FORM.matcher(text);
    if (matcher.matches()) {
      long seconds = Long.parseLong(matcher.group(1)) * SECONDS.getOrDefault(matcher.group(2), 0L);
      if (seconds <= most.toSeconds()) {
        return Duration.ofSeconds(seconds);
      }
    }
    throw new UsageException(
        "%s %s: write a time such as 30s, 5m or 1h, at most %dh"
            .formatted(
                option.name(), text.contains(" ") ? '"' + text + '"' : text, most.toHours()));
  }
}
