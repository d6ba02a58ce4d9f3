package org.postern.daemon;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.postern.host.AtomicFile;
import org.postern.host.Json;
import org.postern.host.JsonTree;

/**
 * Where alarms wait for somebody with the rights to tell people: the daemon only writes files, and
 * a unit of its own runs the alarm command for each.
 */
public final class AlarmFolder {
  /** The usual one; not there, nobody waits for alarms. */
  public static final Path USUAL = Path.of("/run/postern/alarms");

  /** More wait only when nobody fetches them; the journal has them all. */
  private static final int MOST = 500;

  /** When which alarm was told last, so that a process which begins does not tell all again. */
  private static final String TOLD = ".told";

  private static final int TOLD_LIMIT = 1 << 20;

  private final Path folder;
  private final Duration repeat;
  private final Map<String, Instant> told = new HashMap<>();

  /**
   * A folder.
   *
   * @param repeat how often an alarm that stands is told again
   */
  public AlarmFolder(Path folder, Duration repeat) {
    this.folder = folder;
    this.repeat = repeat;
  }

  /**
   * Leaves what is new of the alarms that stand, and what is over. For one thread.
   *
   * @throws IOException when there is no such folder, or it cannot be written
   */
  void leave(List<Alarm> standing, Instant now) throws IOException {
    if (told.isEmpty()) {
      told.putAll(toldBefore());
    }
    Map<String, Instant> before = new HashMap<>(told);
    Map<String, Instant> known = Map.copyOf(told);
    told.clear();
    for (Alarm alarm : standing) {
      if (alarm.kind().wakes()) {
        String key = alarm.kind() + " " + alarm.subject();
        Instant last = before.remove(key);
        boolean due = last == null || !now.isBefore(last.plus(repeat));
        told.put(key, due ? now : last);
        if (due) {
          write(tree(alarm, true), now);
        }
      }
    }
    for (String over : before.keySet()) {
      int space = over.indexOf(' ');
      EventKind kind = EventKind.valueOf(over.substring(0, space));
      String subject = over.substring(space + 1);
      write(tree(new Alarm(kind, subject, "over", now), false), now);
    }
    if (!told.equals(known)) {
      Map<String, Object> tree = new TreeMap<>();
      told.forEach((key, at) -> tree.put(key, at.toString()));
      AtomicFile.write(
          folder.resolve(TOLD), Json.write(tree).getBytes(StandardCharsets.UTF_8), "rw-------");
    }
  }

  /** What an earlier process told; one that cannot be read has all told again. */
  private Map<String, Instant> toldBefore() {
    Map<String, Instant> before = new HashMap<>();
    try {
      byte[] content = AtomicFile.read(folder.resolve(TOLD), TOLD_LIMIT);
      JsonTree tree = Json.read(new String(content, StandardCharsets.UTF_8));
      for (String key : tree.members().keySet()) {
        EventKind.valueOf(key.substring(0, key.indexOf(' ')));
        before.put(key, Instant.parse(tree.string(key)));
      }
    } catch (IOException | IllegalArgumentException | DateTimeException e) {
      return Map.of();
    } catch (IndexOutOfBoundsException e) {
      return Map.of();
    }
    return before;
  }

  private static Map<String, Object> tree(Alarm alarm, boolean stands) {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("version", 1);
    tree.put("kind", alarm.kind().name());
    tree.put("stands", stands);
    tree.put("priority", alarm.kind().priority().number());
    tree.put("subject", alarm.subject());
    tree.put("message", alarm.message());
    tree.put("since", alarm.since().toString());
    return tree;
  }

  private void write(Map<String, Object> tree, Instant now) throws IOException {
    List<Path> waiting = waiting();
    if (waiting.size() >= MOST) {
      return;
    }
    String name = "%d-%03d-%s.json".formatted(now.toEpochMilli(), waiting.size(), tree.get("kind"));
    byte[] content = (Json.writePretty(tree) + "\n").getBytes(StandardCharsets.UTF_8);
    AtomicFile.write(folder.resolve(name), content, "rw-------");
  }

  /** The alarms that wait, oldest first. */
  public List<Path> waiting() throws IOException {
    List<Path> files = new ArrayList<>();
    try (DirectoryStream<Path> found = Files.newDirectoryStream(folder, "*.json")) {
      found.forEach(files::add);
    } catch (NoSuchFileException | NotDirectoryException e) {
      return List.of();
    }
    files.sort(Path::compareTo);
    return files;
  }
}
