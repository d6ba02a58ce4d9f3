package org.postern.daemon.alarm;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.postern.daemon.journal.EventKind;
import org.postern.daemon.journal.Shortened;
import org.postern.host.AtomicFile;
import org.postern.host.Json;
import org.postern.host.JsonTree;

/**
 * Tells alarms to the unit that runs the alarm command: those that are new, that stand for long, or
 * that are over. What was told is in a file, so that a process which begins does not tell all
 * again.
 */
public final class AlarmTeller {
  private static final Path TOLD = Path.of("/run/postern/told");
  private static final int TOLD_LIMIT = 1 << 20;
  private static final int MESSAGE_LIMIT = 8_000;

  private final Path told;
  private final Duration repeat;
  private final Receiver receiver;

  /** Receives alarms. */
  interface Receiver {
    void receive(byte[] alarm) throws IOException;
  }

  AlarmTeller(Path told, Duration repeat, Receiver receiver) {
    this.told = told;
    this.repeat = repeat;
    this.receiver = receiver;
  }

  /**
   * Returns the teller of this machine.
   *
   * @param repeat how often an alarm that stands is told again
   */
  public static AlarmTeller usual(Duration repeat) {
    return new AlarmTeller(TOLD, repeat, AlarmSocket::send);
  }

  /**
   * Tells what is new of the alarms that stand, and what is over.
   *
   * @throws IOException when not all could be told; the rest is told the next time
   */
  public void tell(List<Alarm> standing, Instant now) throws IOException {
    Map<String, Instant> before = toldBefore();
    Map<String, Instant> after = new TreeMap<>(before);
    try {
      for (Alarm alarm : standing) {
        tell(alarm, after, now);
      }
      for (String key : before.keySet()) {
        if (standing.stream().noneMatch(alarm -> key(alarm).equals(key))) {
          receiver.receive(content(over(key, now), false));
          after.remove(key);
        }
      }
    } finally {
      keep(before, after);
    }
  }

  /**
   * Tells one alarm beside those that stand; it is over when they are told next without it.
   *
   * @throws IOException when it could not be told
   */
  public void add(Alarm alarm, Instant now) throws IOException {
    Map<String, Instant> before = toldBefore();
    Map<String, Instant> after = new TreeMap<>(before);
    tell(alarm, after, now);
    keep(before, after);
  }

  private void tell(Alarm alarm, Map<String, Instant> known, Instant now) throws IOException {
    Instant last = known.get(key(alarm));
    if (alarm.kind().wakes() && (last == null || !now.isBefore(last.plus(repeat)))) {
      receiver.receive(content(alarm, true));
      known.put(key(alarm), now);
    }
  }

  private static String key(Alarm alarm) {
    return alarm.kind() + " " + alarm.subject();
  }

  private static Alarm over(String key, Instant now) {
    int space = key.indexOf(' ');
    EventKind kind = EventKind.valueOf(key.substring(0, space));
    return new Alarm(kind, key.substring(space + 1), "over", now);
  }

  private void keep(Map<String, Instant> before, Map<String, Instant> after) throws IOException {
    if (!after.equals(before)) {
      Map<String, Object> tree = new TreeMap<>();
      after.forEach((key, at) -> tree.put(key, at.toString()));
      AtomicFile.write(told, Json.write(tree).getBytes(StandardCharsets.UTF_8), "rw-------");
    }
  }

  /** Returns what an earlier process told; where that cannot be read, all is told again. */
  private Map<String, Instant> toldBefore() {
    Map<String, Instant> before = new TreeMap<>();
    try {
      byte[] content = AtomicFile.read(told, TOLD_LIMIT);
      JsonTree tree = Json.read(new String(content, StandardCharsets.UTF_8));
      for (String key : tree.members().keySet()) {
        EventKind.valueOf(key.substring(0, key.indexOf(' ')));
        before.put(key, Instant.parse(tree.string(key)));
      }
      return before;
    } catch (IOException
        | IllegalArgumentException
        | DateTimeException
        | IndexOutOfBoundsException e) {
      return Map.of();
    }
  }

  private static byte[] content(Alarm alarm, boolean stands) {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("version", 1);
    tree.put("kind", alarm.kind().name());
    tree.put("stands", stands);
    tree.put("priority", alarm.kind().priority().number());
    tree.put("subject", alarm.subject());
    tree.put("message", Shortened.to(MESSAGE_LIMIT, alarm.message()));
    tree.put("since", alarm.since().toString());
    return (Json.writePretty(tree) + "\n").getBytes(StandardCharsets.UTF_8);
  }
}
