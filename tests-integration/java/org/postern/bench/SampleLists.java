package org.postern.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * Lists as the field has them, the same in every run: IPv4 addresses with a heavy tail, a third of
 * them in dense networks of 256. Shuffled, one entry a line, none twice.
 */
final class SampleLists {
  /** How many entries differ from one round to the next. */
  static final int CHANGED = 10;

  /** Networks of 256 from 1.0.0.0 to 197.255.255.0; those of {@link #others} are above. */
  private static final int FIRST_NETWORK = 1 << 16;

  private static final int END_OF_NETWORKS = 198 << 16;

  /** How many networks there are to a dense one. */
  static final int SPARSE = 600;

  private SampleLists() {}

  /** That many addresses, the last ten of which only this round has. */
  static void write(Path file, int count, int round) throws IOException {
    List<String> lines = new ArrayList<>(addresses(count - CHANGED));
    lines.addAll(others(round));
    Files.write(file, lines);
  }

  /** Ten addresses that only this round has, of which none touches another. */
  static List<String> others(int round) {
    return IntStream.range(0, CHANGED)
        .mapToObj(i -> "198.18.%d.%d".formatted(round, 2 * i))
        .toList();
  }

  /** Addresses that every round has. */
  static List<String> addresses(int count) {
    Random random = new Random(count);
    Set<String> found = new LinkedHashSet<>();
    while (found.size() < count) {
      int network = random.nextInt(FIRST_NETWORK, END_OF_NETWORKS);
      boolean dense = random.nextInt(SPARSE) == 0;
      int members = dense ? 200 + random.nextInt(56) : tail(random);
      for (int index = 0; index < members && found.size() < count; index++) {
        found.add(text(network, dense ? index : random.nextInt(256)));
      }
    }
    List<String> shuffled = new ArrayList<>(found);
    Collections.shuffle(shuffled, random);
    return shuffled;
  }

  private static String text(int network, int host) {
    return "%d.%d.%d.%d".formatted(network >> 16, network >> 8 & 255, network & 255, host);
  }

  /** One or two mostly, seldom many. */
  static int tail(Random random) {
    return (int) Math.min(64, 1 / Math.pow(1 - random.nextDouble(), 0.55));
  }
}
