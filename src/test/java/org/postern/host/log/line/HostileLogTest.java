package org.postern.host.log.line;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import java.util.zip.CRC32;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.postern.host.log.Logs;
import org.tukaani.xz.LZMA2Options;
import org.tukaani.xz.XZOutputStream;

/** Logs that are packed, broken, endless, or no logs at all. */
class HostileLogTest {
  private static final String LINE =
      "Feb 25 00:00:16 mx postfix/smtpd[8]: connect from a[192.0.2.1]\n";
  private static final String ARRIVAL = "2026-02-25T00:00:16Z 192.0.2.1 25\n";

  private interface Packer {
    OutputStream over(OutputStream out) throws IOException;
  }

  private static byte[] packed(Packer packer, String... members) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    for (String member : members) {
      try (OutputStream out = packer.over(bytes)) {
        out.write(member.getBytes(StandardCharsets.US_ASCII));
      }
    }
    return bytes.toByteArray();
  }

  private static OutputStream xz(OutputStream out) throws IOException {
    return new XZOutputStream(out, new LZMA2Options(1));
  }

  private static void assertPacked(String words, Packer packer) throws IOException {
    byte[] both = packed(packer, LINE, LINE);
    Logs.Seen seen = Logs.read(both);
    assertEquals(words, seen.summary().packing());
    assertEquals(ARRIVAL + ARRIVAL, seen.arrivals(), "one after the other, as logrotate may do");
    assertEquals(Optional.empty(), seen.summary().damage());

    String many = LINE.repeat(100_000);
    byte[] whole = packed(packer, many);
    Logs.Seen cut = Logs.read(Arrays.copyOf(whole, whole.length / 2));
    assertTrue(cut.summary().damage().isPresent(), "it ends too early");
    assertTrue(cut.arrivals().startsWith(ARRIVAL));
    whole[whole.length / 2] ^= 0x55;
    assertTrue(Logs.read(whole).summary().damage().isPresent(), "a byte is wrong");
  }

  @Test
  void gzipIsUnpackedAsFarAsItIsSound() throws IOException {
    assertPacked("gzip", GZIPOutputStream::new);
  }

  @Test
  void xzIsUnpackedAsFarAsItIsSound() throws IOException {
    assertPacked("xz", HostileLogTest::xz);
  }

  /** A file may ask for gigabytes to be unpacked. */
  @Test
  void xzThatNeedsTooMuchMemoryIsNotRead() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    // The decoder believes the header, so a small file with its byte for the size changed will do.
    try (OutputStream out = xz(bytes)) {
      out.write(LINE.getBytes(StandardCharsets.US_ASCII));
    }
    byte[] file = bytes.toByteArray();
    int size = 16;
    assertEquals(1, file[size - 1], "the filter's properties are not where they were");
    file[size] = 35;
    CRC32 sum = new CRC32();
    sum.update(file, 12, 8);
    for (int i = 0; i < 4; i++) {
      file[20 + i] = (byte) (sum.getValue() >>> (8 * i));
    }
    Logs.Seen seen = Logs.read(file);
    assertTrue(seen.summary().damage().isPresent());
    assertEquals("", seen.arrivals());
  }

  @Test
  void otherPackingsAreNamedWithTheWayOut() {
    assertSays("bzcat", "BZh91AY");
    assertSays("zstdcat", "(\u00b5/\u00fd");
    assertSays("unzip", "PK\u0003\u0004");
    assertSays("journalctl --file", "LPKSHHRH");
  }

  private static void assertSays(String word, String head) {
    String message =
        assertThrows(UnreadableLogException.class, () -> Logs.read(head + "rest")).getMessage();
    assertTrue(String.valueOf(message).contains(word), message);
  }

  @Test
  void longLinesAreCutAndZerosAreSpaces() throws IOException {
    Logs.Seen seen =
        Logs.read(
            "x".repeat(10_000_000)
                + "\n"
                + LINE.strip()
                + " ".repeat(LogLines.LONGEST)
                + "\n"
                + LINE
                + "\0\0\0\n"
                + LINE.strip());
    assertEquals(ARRIVAL.repeat(3), seen.arrivals());
    assertEquals(5, seen.summary().lines());
    assertTrue(seen.summary().notes().toString().contains("2 lines are longer than 64 KiB"));
    assertTrue(seen.summary().notes().toString().contains("1 line has NUL bytes"));
  }

  @Test
  void aLineJustLongEnoughIsNotCut() throws IOException {
    Logs.Seen seen = Logs.read(LINE + "x".repeat(LogLines.LONGEST) + "\n" + LINE);
    assertEquals(ARRIVAL.repeat(2), seen.arrivals());
    assertEquals("[]", seen.summary().notes().toString());
  }

  /** One line without an end, longer than the heap: nothing of it may be kept. */
  @Test
  void anEndlessLineTakesNoMemory() throws IOException {
    long size = 3L << 30;
    AtomicLong left = new AtomicLong(size);
    InputStream endless =
        new InputStream() {
          @Override
          public int read() {
            return left.decrementAndGet() >= 0 ? '7' : -1;
          }

          @Override
          public int read(byte[] bytes, int from, int most) {
            long read = Math.min(most, left.get());
            if (read <= 0) {
              return -1;
            }
            Arrays.fill(bytes, from, from + (int) read, (byte) '7');
            left.addAndGet(-read);
            return (int) read;
          }
        };
    Logs.Seen seen = Logs.read(endless, "log");
    assertEquals(1, seen.summary().lines());
    assertEquals(0, Math.max(0, left.get()));
  }

  /** Bytes at random, and sound lines with some bytes changed: always an answer. */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void whateverComesIsAnswered(long seed) throws IOException {
    Random random = new Random(seed);
    String[] sound = {
      LINE,
      "2026-02-25 00:04:15 SMTP connection from (x) [192.0.2.1] I=[198.51.100.10]:25 (TCP/IP\n",
      "2026-02-25 00:04:15 1rABCd-0001AB-2x <= a@b.test H=mail.example (x) [203.0.113.7]:5 I=[1]\n",
      "#Fields: date-time,local-endpoint,remote-endpoint,event\n",
      "2026-02-25T00:03:58.478Z,[2001:db8::6]:587,\"[2001:db8::7]:61062\",+\n",
      "[2026.02.25] 00:00:15.123 [203.0.113.7][36218098] connected at 2/25/2026 12:00:15 AM\n",
      "{\"__REALTIME_TIMESTAMP\":\"17\",\"SYSLOG_IDENTIFIER\":\"postfix/smtpd\",\"MESSAGE\":[1]}\n",
      "Sun 2026-02-01 10:00:03 UTC mx postfix/postscreen[8]: CONNECT from [::1]:1 to [::1]:25\n",
      "peer=2001:db8::7; (::ffff:192.0.2.9) [2001:db8::8]:25 1.2.3.4:5\n"
    };
    for (int round = 0; round < 300; round++) {
      StringBuilder text = new StringBuilder();
      for (int line = 0; line < 20; line++) {
        StringBuilder one = new StringBuilder(sound[random.nextInt(sound.length)]);
        for (int change = random.nextInt(4); change > 0 && !one.isEmpty(); change--) {
          int at = random.nextInt(one.length());
          switch (random.nextInt(3)) {
            case 0 -> one.setCharAt(at, (char) random.nextInt(256));
            case 1 -> one.deleteCharAt(at);
            default -> one.setLength(at);
          }
        }
        text.append(one);
      }
      Logs.Seen seen = Logs.read(text.toString());
      assertTrue(seen.summary().lines() <= 1 + text.chars().filter(c -> c == '\n').count());
      byte[] noise = new byte[random.nextInt(3_000)];
      random.nextBytes(noise);
      assertTrue(Logs.read(noise).summary().lines() <= noise.length);
      byte[] packed = packed(GZIPOutputStream::new, text.toString());
      packed[10 + random.nextInt(packed.length - 10)] = (byte) random.nextInt();
      assertTrue(Logs.read(packed).summary().lines() < 1_000_000);
    }
  }
}
