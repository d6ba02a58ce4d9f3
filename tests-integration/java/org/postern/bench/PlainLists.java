package org.postern.bench;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.SplittableRandom;
import org.postern.address.Address;
import org.postern.address.Family;
import org.postern.address.Prefix;

/**
 * Large lists to be merged, the same in every run, shuffled, one entry a line: IPv4 addresses with
 * a heavy tail, a third of them in dense networks; addresses, prefixes and ranges that overlap;
 * IPv6 addresses of 20,000 sites, half of them numbered by hand.
 */
final class PlainLists {
  private static final int BATCH = 1_000_000;

  /** Networks of 256 end below multicast, or where they are so few that much overlaps. */
  private static final int UNICAST = 224 << 16;

  private static final int CROWDED = 32 << 16;

  private PlainLists() {}

  /** Single IPv4 addresses. */
  static void addresses(Path file, int count) throws IOException {
    try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file), 1 << 20)) {
      for (int from = 0; from < count; from += BATCH) {
        List<String> lines = addresses(Math.min(BATCH, count - from), from, UNICAST);
        Collections.shuffle(lines, new Random(from));
        out.write((String.join("\n", lines) + "\n").getBytes(StandardCharsets.US_ASCII));
      }
    }
  }

  private static List<String> addresses(int count, long seed, int endOfNetworks) {
    Random random = new Random(seed + 1);
    List<String> lines = new ArrayList<>(count);
    while (lines.size() < count) {
      long network = random.nextInt(1 << 16, endOfNetworks);
      boolean dense = random.nextInt(SampleLists.SPARSE) == 0;
      int members = dense ? 200 + random.nextInt(56) : SampleLists.tail(random);
      for (int index = 0; index < members && lines.size() < count; index++) {
        int host = dense ? index : random.nextInt(256);
        lines.add(new Address(Family.IP, 0, network << 8 | host).toString());
      }
    }
    return lines;
  }

  /** Seven of ten lines an address, the others prefixes of /16 to /31 and ranges. */
  static void mixture(Path file, int count) throws IOException {
    Random random = new Random(2);
    List<String> lines = addresses(count, 3, CROWDED);
    lines.replaceAll(line -> mixed(line, random));
    Collections.shuffle(lines, random);
    Files.write(file, lines);
  }

  private static String mixed(String line, Random random) {
    long low = (long) random.nextInt(1 << 16, CROWDED) << 8 | random.nextInt(256);
    Address address = new Address(Family.IP, 0, low);
    int kind = random.nextInt(100);
    if (kind < 25) {
      return Prefix.containing(address, kind < 15 ? 24 : 16 + random.nextInt(16)).toString();
    }
    return kind < 30
        ? address + "-" + new Address(Family.IP, 0, low + 1 + random.nextInt(500))
        : line;
  }

  /** Single IPv6 addresses. */
  static void addresses6(Path file, int count) throws IOException {
    SplittableRandom random = new SplittableRandom(5);
    List<String> lines = new ArrayList<>(count);
    while (lines.size() < count) {
      long site = random.nextLong(20_000) * 2_654_435_761L & 0xFFFF_FFFFL;
      long high = 0x2001L << 48 | site << 16 | random.nextInt(16);
      long low = random.nextBoolean() ? 1 + random.nextInt(4_096) : random.nextLong();
      lines.add(new Address(Family.IP6, high, low).toString());
    }
    Files.write(file, lines);
  }
}
