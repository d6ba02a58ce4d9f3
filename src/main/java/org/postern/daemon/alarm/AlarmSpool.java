package org.postern.daemon.alarm;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.postern.host.AtomicFile;

/**
 * Alarms that were received, and wait until the alarm command has told them: a file each, in a
 * folder of the user who runs the command.
 *
 * @param folder is there already
 */
public record AlarmSpool(Path folder) {
  /** Where the unit keeps them. */
  public static final Path USUAL = Path.of("/run/postern-alarm");

  /** More wait only while the command fails for days; the journal has them all. */
  private static final int MOST = 500;

  /** Adds some, behind those that wait. */
  public void add(List<byte[]> alarms, Instant now) throws IOException {
    int free = MOST - waiting().size();
    int number = 0;
    for (byte[] alarm : alarms.subList(0, Math.clamp(free, 0, alarms.size()))) {
      Path file = file(now, number);
      while (Files.exists(file)) {
        number++;
        file = file(now, number);
      }
      AtomicFile.write(file, alarm, "rw-------");
    }
  }

  private Path file(Instant now, int number) {
    return folder.resolve("%d-%03d.json".formatted(now.toEpochMilli(), number));
  }

  /** The files of those that wait, oldest first; none where there is no such folder. */
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
