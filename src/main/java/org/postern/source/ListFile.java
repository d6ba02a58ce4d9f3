package org.postern.source;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.postern.diagnostic.Report;
import org.postern.policy.ListForm;
import org.postern.policy.parse.list.ListSink;

/** A list of addresses in a file of this host. */
public final class ListFile {
  /** A million lines of addresses are 16 MB. */
  private static final long LIMIT = 256L * 1024 * 1024;

  /** The size in bytes of a file of some thousand lines. */
  private static final int LARGE = 1 << 16;

  private final Path path;
  private final ListForm form;

  /** Names the list at a path, of one address a line. */
  public ListFile(String path) {
    this(path, ListForm.LINES);
  }

  /** Names the list at a path. */
  public ListFile(String path, ListForm form) {
    this.path = Path.of(path);
    this.form = form;
  }

  /** Returns why it is not to be read, such as that it is a pipe. */
  public Optional<String> obstacle() throws IOException {
    if (Files.exists(path) && !Files.isRegularFile(path)) {
      return Optional.of(
          Files.isDirectory(path) ? "is a folder" : "is a pipe or device, and no file");
    }
    return Files.size(path) > LIMIT
        ? Optional.of("is larger than " + LIMIT + " bytes")
        : Optional.empty();
  }

  /** Tells whether it is so large that reading its entries costs more than reading its bytes. */
  public boolean isLarge() throws IOException {
    return Files.size(path) > LARGE;
  }

  /** Returns a digest that names the bytes of the list: lists of one name have the same entries. */
  public String name() throws IOException {
    ListDigest digest = new ListDigest();
    byte[] piece = new byte[ListInput.PIECE];
    try (InputStream in = Files.newInputStream(path)) {
      for (int count = in.read(piece); count >= 0; count = in.read(piece)) {
        digest.update(piece, 0, count);
      }
    }
    return digest.text();
  }

  /**
   * Reads the list to its end.
   *
   * @param quotable whether diagnostics may show its lines
   * @param report receives the faults of the list; if there are errors among them, what the sink
   *     took is not to be trusted
   * @return the digest of the bytes that were read
   */
  public String read(boolean quotable, ListSink sink, Report report) throws IOException {
    ListDigest digest = new ListDigest();
    try (InputStream in = Files.newInputStream(path)) {
      new ListBody(in, path.toString(), quotable, digest::update).read(form, sink, report);
    }
    return digest.text();
  }
}
