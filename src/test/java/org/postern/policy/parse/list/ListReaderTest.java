package org.postern.policy.parse.list;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.IntSupplier;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.postern.Sizes;
import org.postern.diagnostic.Code;
import org.postern.diagnostic.Report;
import org.postern.policy.parse.HostileLists;
import org.postern.policy.parse.ListTexts;

/** What is read from bytes beside what is read line by line as text: entries and reports alike. */
class ListReaderTest {
  private static final String FILE = "nodes.txt";

  /** What the reader's buffer holds before it grows. */
  private static final int BUFFER = (1 << 18) - 17;

  static LongStream seeds() {
    return Sizes.seeds(60, 5_000);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void randomListsAreReadAlike(long seed) {
    Random random = new Random(seed);
    byte[] list = HostileLists.list(random, 1 + random.nextInt(60));
    int most = 1 + random.nextInt(200);
    check(list, () -> 1 + random.nextInt(most));
  }

  /**
   * Other lists at each run, one second long, in the night ten minutes; what failed names the seed.
   */
  @Test
  void freshRandomListsAreReadAlike() {
    boolean night = Sizes.pick(false, true);
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(night ? 600 : 1);
    SplittableRandom seeds = new SplittableRandom();
    long checked = 0;
    while (System.nanoTime() < end || checked == 0) {
      long seed = seeds.nextLong();
      try {
        randomListsAreReadAlike(seed);
      } catch (AssertionError | RuntimeException e) {
        throw new AssertionError("the list of seed " + seed, e);
      }
      checked++;
    }
    System.out.println(checked + " random lists were read alike");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "\n",
        "192.0.2.1",
        "192.0.2.1\r",
        "192.0.2.1\r\n\r\n2001:db8::1\r",
        "192.0.2.1\r192.0.2.2\r\r192.0.2.3",
        "\uFEFF",
        "\uFEFF192.0.2.1\n",
        "\uFEFF\uFEFF192.0.2.1\n",
        "\n\uFEFF192.0.2.1\n",
        "192.0.2.1\0\n192.0.2.2\n",
        "192.0.2.1 a\u0007b\nx\n",
        "# \u202E\n192.0.2.1\n",
        "#\t\u007F\n192.0.2.1\n",
        "<html>\n192.0.2.1\n",
        "# x\n; y\n\n{\"a\": 1}\nnode\n",
        "// x\n<html>\n",
        "192.0.2.1\n<html>\n",
        "192.0.2.1 # c\uDCFF\n",
        "192.0.2.1 a  b\n192.0.2.2 a \t# c\n192.0.2.3\t a\n",
        "192.0.2.1 9\n192.0.2.2 - 9\n192.0.2.3 node9\n192.0.2.4 a.b\n192.0.2.5 v1.2\n",
        "2001:db8:: label\n2001:db8::1 label\n2001:db8::/32 x:y\n",
        "192.0.2.1 ; x\n192.0.2.2 // y\n;192.0.2.3\n//192.0.2.4\n",
        "192.0.2.1\u00A0label\n192.0.2.2 B\u00FCcher\n192.0.2.3 \u2013 x\n"
      })
  void hostileListsAreReadAlike(String text) {
    for (int size = 1; size < 5; size++) {
      int most = size;
      check(ListTexts.bytes(text), () -> most);
    }
    check(ListTexts.bytes(text), () -> Integer.MAX_VALUE);
  }

  @Test
  void utf16IsRecognised() {
    for (byte[] list :
        List.of(
            "192.0.2.1\n192.0.2.2\n".getBytes(StandardCharsets.UTF_16),
            "\uFEFF192.0.2.1\r\n".getBytes(StandardCharsets.UTF_16LE))) {
      check(list, () -> 7);
    }
  }

  /**
   * A line ends before, at and behind the end of the buffer, and is as long as it may be or not.
   */
  @Test
  void longLinesAtTheEndOfTheBufferAreReadAlike() {
    int step = Sizes.pick(3, 1);
    for (int length : new int[] {1, 16, 120, 121, 4_095, 4_096, 4_097}) {
      for (int behind = -20; behind <= 20; behind += length > 4_000 ? 4 * step : step) {
        ByteArrayOutputStream list = new ByteArrayOutputStream();
        list.writeBytes(lines(BUFFER + behind - length));
        String line = ("192.0.2.1 # " + "x".repeat(length)).substring(0, length);
        list.writeBytes(line.getBytes(StandardCharsets.UTF_8));
        list.writeBytes("\n192.0.2.2 last\n".getBytes(StandardCharsets.UTF_8));
        check(list.toByteArray(), () -> Integer.MAX_VALUE);
      }
    }
  }

  /** So many bytes of whole lines. */
  private static byte[] lines(int bytes) {
    StringBuilder lines = new StringBuilder();
    while (lines.length() + 40 < bytes) {
      lines.append("198.51.100.7 node\n");
    }
    lines.append("#");
    while (lines.length() + 1 < bytes) {
      lines.append('x');
    }
    return lines.append('\n').toString().getBytes(StandardCharsets.UTF_8);
  }

  @Test
  void aLineWithoutEndIsNotKept() {
    byte[] list = new byte[(1 << 24) + (1 << 20)];
    Arrays.fill(list, (byte) 'a');
    Report report = new Report();
    assertEquals(List.of(), ListTexts.read(FILE, list, () -> 1 << 16, report));
    assertEquals(1, report.diagnostics().size());
    assertEquals(Code.LIST_LINE_TOO_LONG, report.diagnostics().getFirst().code());
    assertTrue(report.diagnostics().getFirst().message().contains("more than"));
  }

  private static void check(byte[] list, IntSupplier sizes) {
    Report expected = new Report();
    List<ListTexts.Line> lines = ListTexts.readByText(FILE, list, expected);
    Report found = new Report();
    List<ListTexts.Line> read = ListTexts.read(FILE, list, sizes, found);
    String text = new String(list, StandardCharsets.ISO_8859_1);
    assertEquals(lines, read, text);
    assertEquals(expected.diagnostics(), found.diagnostics(), text);
  }
}
