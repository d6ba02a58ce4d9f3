import com.google.googlejavaformat.java.Main;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Checks or rewrites the format of the project's Java files with google-java-format.
 *
 * <p>Arguments: {@code check} or {@code write}, a stamp file, the folders. Files older than the
 * stamp were found in order by an earlier build and are left out.
 */
final class Format {
  public static void main(String[] arguments) throws Exception {
    boolean write = arguments[0].equals("write");
    Path stamp = Path.of(arguments[1]);
    FileTime since =
        Files.exists(stamp) ? Files.getLastModifiedTime(stamp) : FileTime.fromMillis(0);
    FileTime started = FileTime.fromMillis(System.currentTimeMillis());

    List<String> command = new ArrayList<>();
    command.addAll(write ? List.of("--replace") : List.of("--dry-run", "--set-exit-if-changed"));
    List<String> files = filesNewerThan(since, List.of(arguments).subList(2, arguments.length));
    if (files.isEmpty()) {
      return;
    }
    command.addAll(files);

    PrintWriter out = new PrintWriter(System.out, true);
    PrintWriter err = new PrintWriter(System.err, true);
    int result = new Main(out, err, System.in).format(command.toArray(String[]::new));
    out.flush();
    err.flush();
    if (result != 0) {
      System.err.println("Not formatted: see above. To reformat: mvn -q -Pformat process-sources");
      System.exit(1);
    }
    Files.createDirectories(stamp.getParent());
    Files.writeString(stamp, "");
    Files.setLastModifiedTime(stamp, started);
  }

  private static List<String> filesNewerThan(FileTime since, List<String> folders)
      throws IOException {
    List<String> found = new ArrayList<>();
    for (String folder : folders) {
      if (Files.notExists(Path.of(folder))) {
        continue;
      }
      try (Stream<Path> paths = Files.walk(Path.of(folder))) {
        for (Path path : (Iterable<Path>) paths.sorted()::iterator) {
          if (path.toString().endsWith(".java")
              && Files.getLastModifiedTime(path).compareTo(since) > 0) {
            found.add(path.toString());
          }
        }
      }
    }
    return found;
  }
}
