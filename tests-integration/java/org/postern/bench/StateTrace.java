package org.postern.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a program did to a state folder, as strace(1) saw it.
 *
 * @param opened how often each regular file was opened for reading, by its path in the folder
 * @param bytesRead of files in the folder
 * @param written bytes by file, by its path in the folder
 * @param syncs of files and folders, wherever they are
 */
public record StateTrace(
    Map<String, Integer> opened, long bytesRead, Map<String, Long> written, int syncs) {
  private static final String UNFINISHED = " <unfinished ...>";

  /** openat(AT_FDCWD, "path", flags) = 5, fsync(5</path>), write(5</path>, ...) = 77. */
  private static final Pattern OPENED =
      Pattern.compile("openat\\([^,]*, \"([^\"]*)\", ([A-Z_|]+).*\\) = \\d.*");

  private static final Pattern SYNCED = Pattern.compile("f(?:data)?sync\\(\\d+<[^>]*>\\).*");
  private static final Pattern MOVED =
      Pattern.compile("p?(read|write)(?:64)?\\(\\d+<([^>]*)>.* = (\\d+)");

  /** Bytes written, of all files. */
  public long bytesWritten() {
    return written.values().stream().mapToLong(Long::longValue).sum();
  }

  /** What runs a program so that its calls are recorded in the file. */
  public static List<String> recordedIn(Path file) {
    String calls = "trace=openat,read,pread64,write,pwrite64,fsync,fdatasync";
    return List.of("strace", "-f", "-y", "-qq", "-s", "0", "-e", calls, "-o", file.toString());
  }

  /** Reads what was recorded of a program that has ended. */
  public static StateTrace read(Path file, Path state) throws IOException {
    Counting counting = new Counting(state + "/");
    Map<String, String> unfinished = new HashMap<>();
    for (String line : Files.readAllLines(file)) {
      int space = line.indexOf(' ');
      String thread = line.substring(0, space);
      String call = line.substring(space).strip();
      if (call.endsWith(UNFINISHED)) {
        unfinished.put(thread, call.substring(0, call.length() - UNFINISHED.length()));
      } else if (call.startsWith("<... ")) {
        String begun = unfinished.remove(thread);
        counting.count(begun + call.substring(call.indexOf('>') + 1));
      } else {
        counting.count(call);
      }
    }
    return new StateTrace(counting.opened, counting.bytesRead, counting.written, counting.syncs);
  }

  private static final class Counting {
    private final String folder;
    private final Map<String, Integer> opened = new TreeMap<>();
    private final Map<String, Long> written = new TreeMap<>();
    private long bytesRead;
    private int syncs;

    private Counting(String folder) {
      this.folder = folder;
    }

    private void count(String call) {
      Matcher open = OPENED.matcher(call);
      Matcher moved = MOVED.matcher(call);
      if (open.matches()) {
        open(open.group(1), open.group(2));
      } else if (moved.matches() && moved.group(2).startsWith(folder)) {
        move(moved);
      } else if (SYNCED.matcher(call).matches()) {
        syncs++;
      }
    }

    private void open(String file, String flags) {
      if (file.startsWith(folder)
          && !flags.contains("O_WRONLY")
          && !flags.contains("O_RDWR")
          && Files.isRegularFile(Path.of(file))) {
        opened.merge(file.substring(folder.length()), 1, Integer::sum);
      }
    }

    private void move(Matcher call) {
      long bytes = Long.parseLong(call.group(3));
      if (call.group(1).equals("read")) {
        bytesRead += bytes;
      } else {
        written.merge(call.group(2).substring(folder.length()), bytes, Long::sum);
      }
    }
  }
}
