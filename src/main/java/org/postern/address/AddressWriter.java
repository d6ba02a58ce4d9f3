package org.postern.address;

import java.nio.charset.StandardCharsets;

/**
 * Writes addresses as bytes, in their canonical text, without an object for an element. Not safe
 * for several threads.
 */
public final class AddressWriter {
  private static final int SIZE = 1 << 16;

  private final ByteSink sink;
  private final byte[] before;
  private final byte[] behind;
  private final byte[] buffer = new byte[SIZE];

  /** How far the buffer may be filled before an element begins. */
  private final int most;

  private int used;

  /** The upper three octets of the IPv4 address whose text was written last; negative for none. */
  private int network = -1;

  /**
   * The place in the buffer where those three octets stand, with their dots; {@code networkLength}
   * is how many bytes they take.
   */
  private int networkAt;

  private int networkLength;

  /**
   * Writes to a sink, in large pieces.
   *
   * @param before the text before each element, ASCII
   * @param behind the text behind each element, ASCII
   */
  public AddressWriter(String before, String behind, ByteSink sink) {
    this.before = before.getBytes(StandardCharsets.US_ASCII);
    this.behind = behind.getBytes(StandardCharsets.US_ASCII);
    this.sink = sink;
    this.most = SIZE - 2 * TextBytes.LONGEST - this.before.length - this.behind.length;
  }

  /** Writes the fewest prefixes of one family, a single address without its length. */
  public void prefixes(IntervalSource source, Family family) {
    switch (family) {
      case IP -> source.forEachInterval(family, (_, low, _, lastLow) -> ipPrefixes(low, lastLow));
      case IP6 -> source.forEachInterval(family, this::ip6Prefixes);
    }
  }

  private void ipPrefixes(long low, long lastLow) {
    long from = low;
    while (from < lastLow) {
      int fitting = Long.SIZE - 1 - Long.numberOfLeadingZeros(lastLow - from + 1);
      int hostBits = Math.min(fitting, Math.min(32, Long.numberOfTrailingZeros(from)));
      begin();
      quad((int) from);
      if (hostBits > 0) {
        length(Family.IP.bits() - hostBits);
      }
      end();
      from += 1L << hostBits;
    }
    if (from == lastLow) {
      begin();
      quad((int) from);
      end();
    }
  }

  private void ip6Prefixes(long high, long low, long lastHigh, long lastLow) {
    if (low == lastLow && high == lastHigh) {
      ip6Prefix(high, low, Family.IP6.bits());
    } else {
      RunPrefixes.forEach(Family.IP6, high, low, lastHigh, lastLow, this::ip6Prefix);
    }
  }

  private void ip6Prefix(long high, long low, int length) {
    begin();
    used = TextBytes.groups(buffer, used, high, low);
    if (length < Family.IP6.bits()) {
      length(length);
    }
    end();
  }

  private void length(int length) {
    buffer[used] = '/';
    used = TextBytes.number(buffer, used + 1, length);
  }

  /** Writes the fewest ranges of one family, the first and the last address of each. */
  public void ranges(IntervalSource source, Family family) {
    source.forEachInterval(
        family, (high, low, lastHigh, lastLow) -> range(family, high, low, lastHigh, lastLow));
  }

  /** Writes the fewest ranges of one family, those of a single address as such. */
  public void intervals(IntervalSource source, Family family) {
    source.forEachInterval(
        family,
        (high, low, lastHigh, lastLow) -> {
          if (low == lastLow && high == lastHigh) {
            address(family, high, low);
          } else {
            range(family, high, low, lastHigh, lastLow);
          }
        });
  }

  private void range(Family family, long high, long low, long lastHigh, long lastLow) {
    begin();
    text(family, high, low);
    buffer[used] = '-';
    used++;
    text(family, lastHigh, lastLow);
    end();
  }

  /** Writes each address of one family. */
  public void addresses(IntervalSource source, Family family) {
    source.forEachInterval(
        family, (high, low, lastHigh, lastLow) -> addresses(family, high, low, lastHigh, lastLow));
  }

  private void addresses(Family family, long high, long low, long lastHigh, long lastLow) {
    long nextHigh = high;
    long nextLow = low;
    address(family, nextHigh, nextLow);
    while (nextLow != lastLow || nextHigh != lastHigh) {
      nextHigh = Unsigned.nextHigh(nextHigh, nextLow);
      nextLow++;
      address(family, nextHigh, nextLow);
    }
  }

  private void address(Family family, long high, long low) {
    begin();
    text(family, high, low);
    end();
  }

  private void text(Family family, long high, long low) {
    if (family == Family.IP) {
      quad((int) low);
    } else {
      used = TextBytes.groups(buffer, used, high, low);
    }
  }

  /**
   * Writes an IPv4 address. Addresses come in order, so that most begin like the one before, whose
   * text is copied.
   */
  private void quad(int address) {
    int at = used;
    if (address >>> 8 == network) {
      System.arraycopy(buffer, networkAt, buffer, at, networkLength);
    } else {
      network = address >>> 8;
      networkLength = TextBytes.network(buffer, at, address) - at;
    }
    networkAt = at;
    used = TextBytes.number(buffer, at + networkLength, address & 0xFF);
  }

  private void begin() {
    if (used > most) {
      flush();
    }
    put(before);
  }

  private void end() {
    put(behind);
  }

  private void put(byte[] bytes) {
    for (byte one : bytes) {
      buffer[used] = one;
      used++;
    }
  }

  /** Writes a text between elements, ASCII, of a few thousand characters at most. */
  public AddressWriter text(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
    if (bytes.length > SIZE - used) {
      flush();
    }
    put(bytes);
    return this;
  }

  /** Hands what is left to the sink. */
  public void flush() {
    sink.write(buffer, used);
    used = 0;
    network = -1;
  }
}
