package org.postern.source;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.postern.diagnostic.Report;
import org.postern.policy.parse.ListReader;
import org.postern.policy.parse.ListSink;

/** A list of addresses in a file of this host. */
public final class ListFile {
  /** A million lines of addresses are 16 MB. */
  private static final long LIMIT = 256L * 1024 * 1024;

  /** For larger reads the JDK maps memory anew each time. */
  private static final int PIECE = 1 << 16;

  private final Path path;

  /** That at a path. */
  public ListFile(String path) {
    this.path = Path.of(path);
  }

  /** Why it is not to be read, such as that it is a pipe. */
  public Optional<String> obstacle() throws IOException {
    if (Files.exists(path) && !Files.isRegularFile(path)) {
      return Optional.of("is not a regular file");
    }
    return Files.size(path) > LIMIT
        ? Optional.of("is larger than " + LIMIT + " bytes")
        : Optional.empty();
  }

  /**
   * Reads it to its end.
   *
   * @param quotable whether diagnostics may show its lines
   * @param report gains what is wrong with the list; if there are errors among it, what the sink
   *     took is not to be trusted
   */
  public void read(boolean quotable, ListSink sink, Report report) throws IOException {
    ListReader reader = new ListReader(path.toString(), quotable, sink);
    try (InputStream in = Files.newInputStream(path)) {
      while (true) {
        int count = in.read(reader.buffer(), reader.filled(), Math.min(reader.room(), PIECE));
        if (count < 0) {
          break;
        }
        reader.took(count);
      }
    }
    reader.end(report);
  }
}
