package org.postern.policy.parse;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntSupplier;
import org.postern.address.Interval;
import org.postern.address.text.AddressScanner;
import org.postern.diagnostic.Report;
import org.postern.diagnostic.Visible;
import org.postern.policy.parse.list.ListFaults;
import org.postern.policy.parse.list.ListFileParser;
import org.postern.policy.parse.list.ListReader;
import org.postern.policy.parse.list.ListSink;
import org.postern.policy.parse.text.SourceText;

/** Lists, read whole. */
public final class ListTexts {
  private ListTexts() {}

  /** One entry. */
  public record Line(Interval interval, String label, int line) {}

  /** What a list holds. */
  public static List<Line> read(String file, String text, Report report) {
    return read(file, bytes(text), () -> Integer.MAX_VALUE, report);
  }

  /** The same when its bytes arrive in pieces of at most these sizes. */
  public static List<Line> read(String file, byte[] list, IntSupplier sizes, Report report) {
    Collector lines = new Collector();
    ListReader reader = new ListReader(file, true, lines);
    int from = 0;
    while (from < list.length) {
      int count = Math.min(Math.min(sizes.getAsInt(), reader.room()), list.length - from);
      System.arraycopy(list, from, reader.buffer(), reader.filled(), count);
      reader.took(count);
      from += count;
    }
    reader.end(report);
    return lines.all;
  }

  /** The same when no line is read from its bytes, however simple it is. */
  public static List<Line> readByText(String file, byte[] list, Report report) {
    Collector lines = new Collector();
    ListFileParser parser = new ListFileParser(file, true, lines);
    SourceText text = new SourceText(file, SourceText.decode(list));
    boolean started = false;
    for (int number = 1; number <= text.lines().size(); number++) {
      parser.read(number, text.line(number), started);
      started |= !ListFaults.isWithoutContent(text.line(number));
    }
    parser.end(report);
    return lines.all;
  }

  /** The bytes of a text, in which a surrogate stands for a byte that is not UTF-8. */
  public static byte[] bytes(String text) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    text.codePoints()
        .forEach(
            character -> {
              int wrong = character - Visible.WRONG_BYTE;
              if (wrong >= 0x80 && wrong <= 0xFF) {
                bytes.write(wrong);
              } else {
                bytes.writeBytes(Character.toString(character).getBytes(StandardCharsets.UTF_8));
              }
            });
    return bytes.toByteArray();
  }

  private static final class Collector implements ListSink {
    private final List<Line> all = new ArrayList<>();

    @Override
    public void entry(AddressScanner found, int line, byte[] bytes, int from, int to) {
      String label = new String(bytes, from, to - from, StandardCharsets.US_ASCII);
      all.add(new Line(found.interval(), label, line));
    }

    @Override
    public void entry(Interval interval, String label, int line) {
      all.add(new Line(interval, label, line));
    }
  }
}
