package org.postern.target.nftables;

import java.util.Arrays;
import java.util.Random;
import org.postern.Sizes;
import org.postern.target.nftables.netlink.Netlink;

/** Rounds of random input. The seed of a round that fails is told, and repeats it alone. */
public final class Fuzz {
  /** With this property, only the round of this seed is played. */
  private static final String SEED = "postern.seed";

  private Fuzz() {}

  /** One round. */
  public interface Round {
    void play(Random random) throws Exception;
  }

  /** Plays that many rounds, at night twenty times as many, and other ones each night. */
  public static void play(int rounds, Round round) {
    Long only = Long.getLong(SEED);
    if (only != null) {
      play(only, round);
      return;
    }
    boolean nightly = Sizes.pick(false, true);
    long first = nightly ? System.nanoTime() : 1;
    for (long seed = first; seed < first + rounds * (nightly ? 20L : 1L); seed++) {
      play(seed, round);
    }
  }

  private static void play(long seed, Round round) {
    try {
      round.play(new Random(seed));
    } catch (Exception | AssertionError | StackOverflowError | OutOfMemoryError e) {
      throw new AssertionError("fails again with -D" + SEED + "=" + seed, e);
    }
  }

  /** A copy with something changed: bytes, a number of 16 bits, or its length. */
  public static byte[] damaged(byte[] valid, Random random) {
    byte[] bytes = valid.clone();
    switch (random.nextInt(8)) {
      case 0 -> {
        return Arrays.copyOf(bytes, random.nextInt(bytes.length + 1));
      }
      case 1, 2 -> {
        int at = random.nextInt(bytes.length / 2) * 2;
        int[] edges = {0, 1, 3, 4, 5, bytes.length - at, bytes.length - at + 1, 0x8000, 0xffff};
        if (at + 2 <= bytes.length) {
          Netlink.putHost16(bytes, at, edges[random.nextInt(edges.length)]);
        }
      }
      default -> {
        for (int change = random.nextInt(4); change >= 0; change--) {
          bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
        }
      }
    }
    return bytes;
  }
}
