package org.postern.policy.parse.list;

import java.util.Arrays;
import org.postern.address.text.AddressScanner;
import org.postern.diagnostic.Report;
import org.postern.policy.parse.text.SourceText;
import org.postern.policy.parse.text.Words;

/**
 * Reads lists of addresses as their bytes arrive, without an object for a line. What is certainly
 * right is read here; every other line goes to {@link ListFileParser}, which decides and says why.
 *
 * <p>The caller writes into {@link #buffer} from {@link #filled} on, and tells how much with {@link
 * #took}. Not safe for several threads.
 */
public final class ListReader {
  private static final int BUFFER = 1 << 18;

  /** The longest line that is kept, in bytes; a line is wrong long before. */
  private static final int MOST_KEPT = 1 << 24;

  private static final int NOT_SURE = -1;

  private final ListFileParser parser;
  private final ListSink sink;
  private final AddressScanner scanner = new AddressScanner();
  private byte[] buffer = new byte[BUFFER];
  private int start;
  private int filled;
  private int line;

  /** Whether a line was neither blank nor a comment. */
  private boolean started;

  /** Whether it is known if the list starts with a byte order mark. */
  private boolean begun;

  private boolean isOtherFormat;
  private boolean gaveUp;

  /**
   * Makes the reader of one list.
   *
   * @param file the name under which the user knows the list
   * @param quotable whether diagnostics may show its lines
   */
  public ListReader(String file, boolean quotable, ListSink sink) {
    this.parser = new ListFileParser(file, quotable, sink);
    this.sink = sink;
    scanner.over(buffer);
  }

  /**
   * Returns the buffer into which the caller puts bytes. It may be another one after each {@link
   * #took}.
   */
  public byte[] buffer() {
    return buffer;
  }

  /** Returns the place in the buffer from which on the bytes go. */
  public int filled() {
    return filled;
  }

  /** Returns how many bytes there is room for, at least one. */
  public int room() {
    return buffer.length - AddressScanner.SLACK - 1 - filled;
  }

  /** Reads on after so many bytes have arrived. */
  public void took(int count) {
    filled += count;
    skipByteOrderMark();
    int end = endOfLines();
    if (end > start) {
      read(end);
    }
    makeRoom();
  }

  /**
   * Ends the list.
   *
   * @param report receives the faults of the list; if there are errors among them, its entries are
   *     not to be trusted
   */
  public void end(Report report) {
    if (start < filled) {
      buffer[filled] = '\n';
      read(filled + 1);
    }
    parser.end(report);
  }

  private void skipByteOrderMark() {
    if (!begun && filled >= 3) {
      begun = true;
      boolean marked =
          line == 0
              && buffer[0] == (byte) 0xEF
              && buffer[1] == (byte) 0xBB
              && buffer[2] == (byte) 0xBF;
      start = marked ? 3 : 0;
    }
  }

  /** Returns the place behind the last line break that is surely whole. */
  private int endOfLines() {
    int at = filled;
    while (at > start && !isBreak(buffer[at - 1])) {
      at--;
    }
    boolean mayGoOn = at == filled && at > start && buffer[at - 1] == '\r';
    return mayGoOn ? endBefore(at - 1) : at;
  }

  private int endBefore(int carriageReturn) {
    int at = carriageReturn;
    while (at > start && !isBreak(buffer[at - 1])) {
      at--;
    }
    return at;
  }

  /** Moves what is left to the front, into a larger buffer where it fills half of this one. */
  private void makeRoom() {
    int left = filled - start;
    if (left > MOST_KEPT) {
      giveUp();
      left = 0;
    }
    if (left > buffer.length / 2) {
      buffer = Arrays.copyOfRange(buffer, start, start + 2 * buffer.length);
      scanner.over(buffer);
    } else {
      System.arraycopy(buffer, start, buffer, 0, left);
    }
    start = 0;
    filled = left;
  }

  private void giveUp() {
    if (!gaveUp) {
      String shown = text(start, start + ListFileParser.LONGEST_LABEL);
      parser.tooLong(line + 1, shown, "more than " + Words.number(MOST_KEPT) + " bytes");
      gaveUp = true;
    }
  }

  private void read(int end) {
    while (start < end) {
      start = gaveUp ? end : readLine(start);
    }
  }

  /** Reads the line that starts at a place, and returns where the next one does. */
  private int readLine(int at) {
    line++;
    if (isOtherFormat) {
      return parse(at);
    }
    int end = scanner.scan(at);
    if (end >= 0 && buffer[end] == '\n') {
      started = true;
      sink.entry(scanner, line, buffer, end, end);
      return end + 1;
    }
    int next = end < 0 ? readOther(at) : readBehind(at, end);
    return next == NOT_SURE ? parse(at) : next;
  }

  /** A line that does not start with addresses. */
  private int readOther(int from) {
    int at = endOfBlanks(from);
    byte first = buffer[at];
    if (isBreak(first) || first == '#' || first == ';') {
      return readRemark(from, at);
    }
    int end = at == from ? NOT_SURE : scanner.scan(at);
    return end < 0 ? NOT_SURE : readBehind(from, end);
  }

  /** Reads on behind addresses: a label, a comment or the end of the line. */
  private int readBehind(int from, int end) {
    int label = endOfBlanks(end);
    byte first = buffer[label];
    if (label == end && !isBreak(first) && first != '#') {
      return NOT_SURE;
    }
    int labelEnd = label;
    if (!isBreak(first) && first != '#') {
      labelEnd = LabelScanner.end(buffer, label);
      if (labelEnd < 0 || !LabelScanner.isLetterOrDigit(buffer[end - 1])) {
        return NOT_SURE;
      }
    }
    int next = readRemark(from, endOfBlanks(labelEnd));
    if (next != NOT_SURE) {
      started = true;
      sink.entry(scanner, line, buffer, label, labelEnd);
    }
    return next;
  }

  /** Reads the rest of a line, which names nothing, and returns where the next one starts. */
  private int readRemark(int from, int remark) {
    int at = remark;
    while (!isBreak(buffer[at])) {
      boolean seen = (buffer[at] >= ' ' && buffer[at] != 0x7F) || buffer[at] == '\t';
      if (!seen) {
        return NOT_SURE;
      }
      at++;
    }
    return at - from > ListFileParser.LONGEST_LINE ? NOT_SURE : behindBreak(at);
  }

  private int parse(int from) {
    int end = from;
    while (!isBreak(buffer[end])) {
      end++;
    }
    String text = text(from, end);
    parser.read(line, text, started);
    started |= !ListFaults.isWithoutContent(text);
    isOtherFormat = parser.isOtherFormat();
    return behindBreak(end);
  }

  private String text(int from, int to) {
    return SourceText.decode(Arrays.copyOfRange(buffer, from, to));
  }

  private int endOfBlanks(int from) {
    int at = from;
    while (buffer[at] == ' ' || buffer[at] == '\t') {
      at++;
    }
    return at;
  }

  private int behindBreak(int at) {
    boolean both = buffer[at] == '\r' && at + 1 < filled && buffer[at + 1] == '\n';
    return both ? at + 2 : at + 1;
  }

  private static boolean isBreak(byte character) {
    return character == '\n' || character == '\r';
  }
}
