package org.postern.daemon.journal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Map;
import java.util.function.Consumer;

/** Chooses the journal that the surroundings call for. */
public final class Journals {
  private static final Path STANDARD_ERROR = Path.of("/proc/self/fd/2");

  private Journals() {}

  /**
   * Returns the journal of systemd when standard error goes there, as JOURNAL_STREAM says,
   * systemd.exec(5); lines with their priority when it cannot be reached. Else lines with their
   * time, for people.
   *
   * @param lines writes a line to standard error
   * @param clock the clock for lines with their time
   */
  public static Journal choose(
      Map<String, String> environment, Consumer<String> lines, InstantSource clock) {
    String stream = environment.getOrDefault("JOURNAL_STREAM", "");
    return isOf(stream, STANDARD_ERROR) ? ofSystem(lines) : inLines(lines, clock);
  }

  /** Returns a journal of lines with their time, for people. */
  public static Journal inLines(Consumer<String> lines, InstantSource clock) {
    return TextJournal.plain(lines, clock);
  }

  /** Returns the journal of systemd; lines with their priority when it cannot be reached. */
  public static Journal ofSystem(Consumer<String> lines) {
    return new NativeJournal(NativeJournal.SOCKET, TextJournal.prefixed(lines));
  }

  /**
   * Tells whether a file is the one of this device and inode, {@code DEVICE:INODE}. The variable
   * alone proves nothing: what runs in a terminal of a desktop inherits it from there.
   */
  static boolean isOf(String stream, Path file) {
    try {
      Map<String, Object> stat = Files.readAttributes(file, "unix:dev,ino");
      return stream.equals(stat.get("dev") + ":" + stat.get("ino"));
    } catch (IOException | UnsupportedOperationException e) {
      return false;
    }
  }
}
