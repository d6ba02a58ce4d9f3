package org.postern.host;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Names the run of the machine: the kernel draws another one at each start, random(4). */
public final class BootId {
  private static final Path FILE = Path.of("/proc/sys/kernel/random/boot_id");

  private BootId() {}

  /** The name; empty where the system has none, or hides it. */
  public static String current() {
    try {
      return Files.readString(FILE).strip();
    } catch (IOException e) {
      return "";
    }
  }
}
