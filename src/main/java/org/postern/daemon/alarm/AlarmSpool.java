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
 * The alarms that were received and not yet passed to the alarm command: a file each, in a folder
 * of the user who runs the command.
 *
 * @param folder is not created here
 */
public record AlarmSpool(Path folder) {
  /** The folder of alarms that wait, {@code RuntimeDirectory=} of {@code postern-alarm.service}. */
  public static final Path USUAL = Path.of("/run/postern-alarm");

  /**
   * The most alarms that are kept, reached only when the command fails for days. Further ones are
   * dropped here; the journal has them all.
   */
  private static final int MOST = 500;

  /**
   * Adds alarms after those that wait, as far as there is room.
   *
   * @return how many found no room
   * @throws IOException when the folder does not exist or cannot be written
   */
  public int add(List<byte[]> alarms, Instant now) throws IOException {
    int taken = Math.clamp(MOST - waiting().size(), 0, alarms.size());
    int number = 0;
    for (byte[] alarm : alarms.subList(0, taken)) {
      Path file = file(now, number);
      while (Files.exists(file)) {
        number++;
        file = file(now, number);
      }
      AtomicFile.write(file, alarm, "rw-------");
    }
    return alarms.size() - taken;
  }

  private Path file(Instant now, int number) {
    return folder.resolve("%d-%03d.json".formatted(now.toEpochMilli(), number));
  }

  /** Returns the files of the alarms, oldest first; none where the folder does not exist. */
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
