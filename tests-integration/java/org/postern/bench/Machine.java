package org.postern.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;

/**
 * Where and when measurements were taken.
 *
 * @param date in UTC
 * @param processor how many of which
 * @param memory in words
 * @param kernel its release
 * @param load the load averages of one, five and fifteen minutes, before and after
 */
record Machine(LocalDate date, String processor, String memory, String kernel, String load) {

  /** This one, now. */
  static Machine read() throws IOException {
    long kilobytes = Long.parseLong(field("/proc/meminfo", "MemTotal").replaceAll("\\D", ""));
    return new Machine(
        LocalDate.now(Clock.systemUTC()),
        "%d × %s"
            .formatted(
                Runtime.getRuntime().availableProcessors(), field("/proc/cpuinfo", "model name")),
        String.format(Locale.ROOT, "%.0f GB", kilobytes / 1e6),
        Files.readString(Path.of("/proc/sys/kernel/osrelease")).strip(),
        loadNow());
  }

  /** Returns a copy that has also the load as it is now. */
  Machine ended() throws IOException {
    return new Machine(date, processor, memory, kernel, load + " before, " + loadNow() + " after");
  }

  private static String loadNow() throws IOException {
    String[] words = Files.readString(Path.of("/proc/loadavg")).split(" ", -1);
    return String.join(" ", List.of(words).subList(0, 3));
  }

  private static String field(String file, String name) throws IOException {
    return Files.readAllLines(Path.of(file)).stream()
        .filter(line -> line.startsWith(name))
        .map(line -> line.substring(line.indexOf(':') + 1).strip())
        .findFirst()
        .orElse("unknown");
  }
}
