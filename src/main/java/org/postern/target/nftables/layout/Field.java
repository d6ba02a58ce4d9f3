package org.postern.target.nftables.layout;

import java.util.Arrays;
import org.postern.address.Address;
import org.postern.address.AddressSet;
import org.postern.address.Family;
import org.postern.address.Interval;
import org.postern.target.Match;
import org.postern.target.Opening;
import org.postern.target.nftables.netlink.Bytes;

/**
 * The content of a register: the part of a packet in it, as far as that is known of some openings.
 */
public sealed interface Field {
  /** Tells whether it lies between two constants of its length, both included. */
  Match within(Bytes first, Bytes last);

  /** Tells whether it begins with these bytes, fewer than it has. */
  default Match startsWith(Bytes start) {
    return Match.MAYBE;
  }

  /** Returns the field after {@code (field & mask) ^ xor}. */
  default Field masked(Bytes mask, Bytes xor) {
    return new Untold();
  }

  /** A field of which nothing is known. */
  record Untold() implements Field {
    @Override
    public Match within(Bytes first, Bytes last) {
      return Match.MAYBE;
    }
  }

  /**
   * A field of which some bits are known.
   *
   * @param value the known bits; 0 where they are not known
   * @param known a mask of the known bits
   */
  record Bits(Bytes value, Bytes known) implements Field {
    /** Returns a field of which all bits are known. */
    public static Bits of(Bytes value) {
      byte[] known = new byte[value.length()];
      Arrays.fill(known, (byte) 0xff);
      return new Bits(value, Bytes.copyOf(known, 0, known.length));
    }

    @Override
    public Match within(Bytes first, Bytes last) {
      byte[] least = value.toArray();
      byte[] most = value.toArray();
      byte[] mask = known.toArray();
      byte[] wanted = first.toArray();
      if (wanted.length != least.length || last.length() != least.length) {
        return Match.MAYBE;
      }
      boolean conflicts = false;
      for (int i = 0; i < mask.length; i++) {
        most[i] |= (byte) ~mask[i];
        conflicts |= ((wanted[i] ^ least[i]) & mask[i]) != 0;
      }
      if (first.equals(last) && conflicts) {
        return Match.NO;
      }
      byte[] end = last.toArray();
      if (Arrays.compareUnsigned(most, wanted) < 0 || Arrays.compareUnsigned(least, end) > 0) {
        return Match.NO;
      }
      return Arrays.compareUnsigned(wanted, least) <= 0 && Arrays.compareUnsigned(most, end) <= 0
          ? Match.YES
          : Match.MAYBE;
    }

    @Override
    public Field masked(Bytes mask, Bytes xor) {
      byte[] next = value.toArray();
      byte[] sure = known.toArray();
      byte[] cut = mask.toArray();
      byte[] turned = xor.toArray();
      if (cut.length != next.length || turned.length != next.length) {
        return new Untold();
      }
      for (int i = 0; i < next.length; i++) {
        sure[i] |= (byte) ~cut[i];
        next[i] = (byte) (((next[i] & cut[i]) ^ turned[i]) & sure[i]);
      }
      return new Bits(Bytes.copyOf(next, 0, next.length), Bytes.copyOf(sure, 0, sure.length));
    }
  }

  /**
   * An address, or the first bytes of it.
   *
   * @param kind which of the packet's addresses the field is
   * @param bytes how many were loaded
   * @param length how many bits of it were not cut off
   */
  record Addresses(Opening opening, Kind kind, int bytes, int length) implements Field {
    /** The address that a field holds. */
    public enum Kind {
      SOURCE,
      DESTINATION,
      /** The destination before translation. */
      DIALLED
    }

    @Override
    public Match within(Bytes first, Bytes last) {
      int whole = opening.family().bits() / Byte.SIZE;
      boolean cut = length < bytes * Byte.SIZE;
      if (first.length() != bytes || last.length() != bytes || (cut && !first.equals(last))) {
        return Match.MAYBE;
      }
      byte[] from = Arrays.copyOf(first.toArray(), whole);
      byte[] to = Arrays.copyOf(last.toArray(), whole);
      for (int bit = length; bit < opening.family().bits(); bit++) {
        byte mask = (byte) (0x80 >>> (bit % Byte.SIZE));
        if (cut && (from[bit / Byte.SIZE] & mask) != 0) {
          return Match.NO;
        }
        to[bit / Byte.SIZE] |= mask;
      }
      if (Arrays.compareUnsigned(from, to) > 0) {
        return Match.NO;
      }
      return match(AddressSet.of(new Interval(Address.ofBytes(from), Address.ofBytes(to))));
    }

    private Match match(AddressSet set) {
      return switch (kind) {
        case SOURCE -> opening.from(set);
        case DESTINATION -> opening.to(set);
        case DIALLED -> opening.toDialled(set);
      };
    }

    @Override
    public Match startsWith(Bytes start) {
      return new Addresses(opening, kind, start.length(), start.length() * Byte.SIZE)
          .within(start, start);
    }

    @Override
    public Field masked(Bytes mask, Bytes xor) {
      int ones = ones(mask.toArray());
      boolean plain = xor.equals(Bytes.zeros(xor.length()));
      return mask.length() == bytes && ones >= 0 && plain && length == bytes * Byte.SIZE
          ? new Addresses(opening, kind, bytes, ones)
          : new Untold();
    }

    /**
     * Returns the number of ones that a mask begins with; -1 where others follow the first zero.
     */
    private static int ones(byte[] mask) {
      int ones = 0;
      boolean ended = false;
      for (int bit = 0; bit < mask.length * Byte.SIZE; bit++) {
        boolean one = (mask[bit / Byte.SIZE] & (0x80 >>> (bit % Byte.SIZE))) != 0;
        if (one && ended) {
          return -1;
        }
        ended |= !one;
        ones += one ? 1 : 0;
      }
      return ones;
    }
  }

  /**
   * The destination port.
   *
   * @param dialled whether it is the port before translation
   */
  record Port(Opening opening, boolean dialled) implements Field {
    @Override
    public Match within(Bytes first, Bytes last) {
      if (first.length() != Short.BYTES || last.length() != Short.BYTES) {
        return Match.MAYBE;
      }
      int from = first.be16();
      int to = last.be16();
      return dialled ? opening.toDialledPort(from, to) : opening.toPort(from, to);
    }
  }

  /** The name of the interface that the packet comes in by, or leaves by. */
  record InterfaceName(Opening opening, boolean in) implements Field {
    @Override
    public Match within(Bytes first, Bytes last) {
      return first.equals(last) ? match(first.text(), false) : Match.MAYBE;
    }

    /**
     * Tells whether the name starts with these bytes: with a final zero they are a whole name,
     * without it the beginning of names.
     */
    @Override
    public Match startsWith(Bytes start) {
      byte[] bytes = start.toArray();
      return match(start.text(), bytes.length == 0 || bytes[bytes.length - 1] != 0);
    }

    private Match match(String name, boolean prefix) {
      return in ? opening.in(name, prefix) : opening.out(name, prefix);
    }
  }

  /** The number of that interface; the loopback's is 1 in every network namespace. */
  record InterfaceNumber() implements Field {
    private static final Bytes LOOPBACK = Bytes.host32(1);

    @Override
    public Match within(Bytes first, Bytes last) {
      return first.equals(last) && first.equals(LOOPBACK) ? Match.NO : Match.MAYBE;
    }
  }

  /** Returns a field of all bytes of an address. */
  static Field address(Opening opening, Addresses.Kind kind, int bytes) {
    Family family = opening.family();
    return bytes > 0 && bytes <= family.bits() / Byte.SIZE
        ? new Addresses(opening, kind, bytes, bytes * Byte.SIZE)
        : new Untold();
  }
}
