package org.postern.source;

import java.io.IOException;
import java.io.InputStream;
import org.postern.diagnostic.Report;
import org.postern.policy.parse.list.ListReader;
import org.postern.policy.parse.list.ListSink;

/** Reads a list of addresses, one a line, from a stream. */
public final class ListInput {
  /** The most bytes of one read; for larger ones the JDK maps memory anew each time. */
  static final int PIECE = 1 << 16;

  private ListInput() {}

  /** Is told of the bytes that arrive. */
  interface Watcher {
    void read(byte[] bytes, int from, int count);
  }

  /**
   * Reads a list to its end.
   *
   * @param name the name under which the user knows the list
   * @param quotable whether diagnostics may show its lines
   * @param report receives what is wrong with the list; after an error, what the sink received must
   *     not be used
   */
  public static void read(
      InputStream in, String name, boolean quotable, ListSink sink, Report report)
      throws IOException {
    read(in, new ListReader(name, quotable, sink), (_, _, _) -> {}, report);
  }

  static void read(InputStream in, ListReader reader, Watcher watcher, Report report)
      throws IOException {
    while (true) {
      int filled = reader.filled();
      int count = in.read(reader.buffer(), filled, Math.min(reader.room(), PIECE));
      if (count < 0) {
        break;
      }
      watcher.read(reader.buffer(), filled, count);
      reader.took(count);
    }
    reader.end(report);
  }
}
