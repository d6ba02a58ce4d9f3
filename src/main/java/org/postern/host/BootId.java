package org.postern.host;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;

/** Names the run of the machine: the kernel draws another one at each start, random(4). */
public final class BootId {
  private static final Path FILE = Path.of("/proc/sys/kernel/random/boot_id");

  /** The file with the seconds since the start, proc(5). */
  private static final Path UPTIME = Path.of("/proc/uptime");

  private BootId() {}

  /** Returns when this run began, by the wall clock of now; the beginning of time if not known. */
  public static Instant since() {
    try {
      String[] words = Files.readString(UPTIME).split(" ", -1);
      long millis = new BigDecimal(words[0]).movePointRight(3).longValue();
      return Instant.now().minusMillis(millis);
    } catch (IOException | NumberFormatException e) {
      return Instant.MIN;
    }
  }

  /** Returns the name; empty where the system has none, or hides it. */
  public static String current() {
    try {
      return Files.readString(FILE).strip();
    } catch (IOException e) {
      return "";
    }
  }
}
