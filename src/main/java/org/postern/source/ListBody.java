package org.postern.source;

import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import org.postern.diagnostic.Code;
import org.postern.diagnostic.Report;
import org.postern.diagnostic.Span;
import org.postern.policy.ListForm;
import org.postern.policy.parse.list.ListReader;
import org.postern.policy.parse.list.ListSink;

/** Reads lists of addresses in every {@link ListForm}. */
public final class ListBody {
  /** The most bytes of a list in CSV or JSON, which is read as a whole. */
  private static final int MOST = 16 << 20;

  private final InputStream in;
  private final String name;
  private final boolean quotable;
  private final ListInput.Watcher watcher;

  ListBody(InputStream in, String name, boolean quotable, ListInput.Watcher watcher) {
    this.in = in;
    this.name = name;
    this.quotable = quotable;
    this.watcher = watcher;
  }

  /**
   * Reads a list to its end.
   *
   * @param name the name under which the user knows the list
   * @param quotable whether diagnostics may show what is in it
   * @param report receives what is wrong with the list; after an error, what the sink received must
   *     not be used
   */
  public static void read(
      InputStream in, ListForm form, String name, boolean quotable, ListSink sink, Report report)
      throws IOException {
    new ListBody(in, name, quotable, (_, _, _) -> {}).read(form, sink, report);
  }

  void read(ListForm form, ListSink sink, Report report) throws IOException {
    switch (form) {
      case ListForm.Lines _ ->
          ListInput.read(in, new ListReader(name, quotable, sink), watcher, report);
      case ListForm.Csv csv -> {
        CsvList list = new CsvList(csv, name, quotable);
        whole(report).ifPresent(bytes -> list.read(bytes, sink, report));
      }
      case ListForm.Json json -> {
        JsonList list = new JsonList(json, name, quotable);
        whole(report).ifPresent(bytes -> list.read(bytes, sink, report));
      }
    }
  }

  private Optional<byte[]> whole(Report report) throws IOException {
    byte[] bytes = in.readNBytes(MOST + 1);
    watcher.read(bytes, 0, bytes.length);
    if (bytes.length <= MOST) {
      return Optional.of(bytes);
    }
    Span whole = Span.wholeFile(name);
    report.add(
        Code.LIST_FORM,
        quotable ? whole : whole.unquotable(),
        "it has more than %,d bytes".formatted(MOST),
        "write a smaller list, or one of one address a line");
    return Optional.empty();
  }
}
