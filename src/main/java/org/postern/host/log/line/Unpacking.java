package org.postern.host.log.line;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;
import org.tukaani.xz.XZIOException;
import org.tukaani.xz.XZInputStream;

/** Finds out by the first bytes how a log is packed and encoded, and undoes both. */
public final class Unpacking {
  private static final int BUFFER = 65_536;

  /**
   * The number of bytes that are looked at: enough for a header, and for telling UTF-16 without a
   * mark.
   */
  private static final int LOOKED_AT = 512;

  /** The most memory for xz, in KiB; {@code xz -9} needs 65 MiB. */
  private static final int XZ_MEMORY = 100 * 1024;

  private Unpacking() {}

  /**
   * The text of a log.
   *
   * @param text UTF-16 made into single bytes
   * @param words {@code gzip}, {@code UTF-16} and the like, empty for plain text
   */
  public record Opened(InputStream text, String words) {}

  /**
   * Opens the stream.
   *
   * @throws UnreadableLogException for a packing that is not known here
   */
  public static Opened open(InputStream raw) throws IOException {
    Headed packed = Headed.of(raw, LOOKED_AT);
    String packing = packing(packed.head());
    Headed text =
        switch (packing) {
          case "gzip" -> Headed.of(new GZIPInputStream(buffered(packed), BUFFER), LOOKED_AT);
          case "xz" -> Headed.of(new XZInputStream(buffered(packed), XZ_MEMORY), LOOKED_AT);
          default -> packed;
        };
    boolean little = isUtf16(text.head(), 0xFF, 0xFE, 1);
    boolean big = isUtf16(text.head(), 0xFE, 0xFF, 0);
    return little || big
        ? new Opened(
            new Utf16Stream(buffered(text), big),
            packing.isEmpty() ? "UTF-16" : packing + ", UTF-16")
        : new Opened(text, packing);
  }

  private static InputStream buffered(InputStream in) {
    return new BufferedInputStream(in, BUFFER);
  }

  /** Tells whether reading failed because of what was written, and not because of the disk. */
  public static boolean isDamage(IOException e) {
    return e instanceof ZipException || e instanceof EOFException || e instanceof XZIOException;
  }

  private static String packing(byte[] head) throws UnreadableLogException {
    if (begins(head, 0x1F, 0x8B)) {
      return "gzip";
    }
    if (begins(head, 0xFD, '7', 'z', 'X', 'Z', 0)) {
      return "xz";
    }
    if (begins(head, 'B', 'Z', 'h')) {
      throw new UnreadableLogException("is packed by bzip2: bzcat it into postern rehearse -");
    }
    if (begins(head, 0x28, 0xB5, 0x2F, 0xFD)) {
      throw new UnreadableLogException("is packed by zstd: zstdcat it into postern rehearse -");
    }
    if (begins(head, 'P', 'K', 3, 4)) {
      throw new UnreadableLogException("is a zip archive: unzip -p it into postern rehearse -");
    }
    if (begins(head, 'L', 'P', 'K', 'S', 'H', 'H', 'R', 'H')) {
      throw new UnreadableLogException(
          "is a journal file: journalctl --file it into postern rehearse -");
    }
    return "";
  }

  private static boolean begins(byte[] head, int... bytes) {
    if (head.length < bytes.length) {
      return false;
    }
    for (int i = 0; i < bytes.length; i++) {
      if ((head[i] & 0xFF) != bytes[i]) {
        return false;
      }
    }
    return true;
  }

  /**
   * Tells UTF-16 by its mark, or because with ASCII text every second byte is zero and no other.
   */
  private static boolean isUtf16(byte[] head, int first, int second, int zeros) {
    if (begins(head, first, second)) {
      return true;
    }
    int[] found = new int[2];
    for (int i = 0; i < head.length; i++) {
      found[i & 1] += head[i] == 0 ? 1 : 0;
    }
    return found[zeros] > head.length / 4 && found[1 - zeros] == 0;
  }
}
