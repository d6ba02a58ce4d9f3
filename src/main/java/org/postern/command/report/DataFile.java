package org.postern.command.report;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;
import org.postern.command.Line;
import org.postern.command.OutputFile;
import org.postern.command.Reply;
import org.postern.command.UsageException;
import org.postern.page.Page;

/**
 * The file beside a page in which its data are, where they are large: {@code report.json.gz} beside
 * {@code report.html}. It is written before the page that names its digest, and taken away behind
 * one that needs none: what was left by an earlier page would be taken for data of this one.
 */
final class DataFile {
  private static final String ENDING = ".json.gz";

  /** The beginning of the data of every page. */
  private static final Pattern BEGINNING = Pattern.compile("\\{\"version\":[0-9]+,\"program\":\"");

  private static final int LOOKED_AT = 64;

  private final Path file;

  private DataFile(Path file) {
    this.file = file;
  }

  /** Returns the data file of a page. */
  static DataFile of(Path page) {
    String name = String.valueOf(page.getFileName());
    String lower = name.toLowerCase(Locale.ROOT);
    int end =
        lower.endsWith(".html") || lower.endsWith(".htm") ? name.lastIndexOf('.') : name.length();
    return new DataFile(page.resolveSibling(name.substring(0, end) + ENDING));
  }

  /** Returns its name, in the folder of the page. */
  String name() {
    return String.valueOf(file.getFileName());
  }

  /**
   * Writes the file.
   *
   * @throws UsageException where a file has that name and is none of a page
   */
  void write(Page.Data data, Reply.Builder reply) throws IOException {
    if (Files.exists(file, LinkOption.NOFOLLOW_LINKS) && !isOurs()) {
      throw new UsageException(
          file + " is there and is no data of a page; it is left alone: name another page");
    }
    byte[] content = data.content();
    OutputFile.write(file, content, ReportCommand.MODE);
    reply.line(
        Line.Style.GOOD,
        String.format(
            Locale.ROOT, "%s: %,d bytes, SHA-256 %s", file, content.length, data.digest()));
    reply
        .put("data", file.toString())
        .put("dataBytes", content.length)
        .put("dataDigest", data.digest());
  }

  /** Takes away what an earlier page left. */
  void remove() throws IOException {
    if (isOurs()) {
      Files.delete(file);
    }
  }

  /** Tells whether it is gzip of what the data of pages begin with. */
  private boolean isOurs() throws IOException {
    if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
      return false;
    }
    try (InputStream in =
        new GZIPInputStream(new BufferedInputStream(Files.newInputStream(file)))) {
      return BEGINNING
          .matcher(new String(in.readNBytes(LOOKED_AT), StandardCharsets.US_ASCII))
          .lookingAt();
    } catch (ZipException | EOFException e) {
      return false;
    }
  }
}
