package org.postern.target.nftables;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/** Ways to send a segment over IPv6 by chance; the same seed gives the same ways. */
final class RandomForms {
  private static final List<ExtensionHeader> MOSTLY =
      List.of(
          ExtensionHeader.DESTINATION,
          ExtensionHeader.DESTINATION,
          ExtensionHeader.DESTINATION,
          ExtensionHeader.ROUTING,
          ExtensionHeader.ROUTING,
          ExtensionHeader.HOP_BY_HOP,
          ExtensionHeader.FRAGMENT,
          ExtensionHeader.AUTHENTICATION,
          ExtensionHeader.MOBILITY);

  private static final int MOST = 1_460;

  private RandomForms() {}

  /** So many. */
  static List<Form> of(long seed, int count) {
    List<Form> forms = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      long own = seed * 1_000_003 + i;
      forms.add(new Form("random " + own, segment -> new Choice(new Random(own)).pieces(segment)));
    }
    return forms;
  }

  private record Choice(Random random) {
    /** As many headers as a packet has room for. */
    List<Piece> pieces(Segment segment) {
      List<Piece> pieces = all(segment);
      return pieces.stream().allMatch(piece -> piece.octets().length <= MOST)
          ? pieces
          : pieces(segment);
    }

    private List<Piece> all(Segment segment) {
      Piece piece = Piece.of(segment);
      for (int i = random.nextInt(4) * random.nextInt(4); i > 0; i--) {
        piece = behind(piece, pick());
      }
      if (random.nextInt(4) == 0) {
        piece = piece.called(random.nextInt(256));
      }
      List<Piece> pieces = new ArrayList<>(piece.cut(places(piece.octets().length)));
      disturb(pieces);
      if (random.nextInt(8) == 0) {
        pieces = nested(pieces);
      }
      return random.nextInt(3) == 0 ? behindAll(pieces) : pieces;
    }

    private Piece behind(Piece piece, ExtensionHeader header) {
      int length =
          switch (header) {
            case FRAGMENT -> 8;
            case AUTHENTICATION -> 16;
            default -> 8 * List.of(1, 1, 1, 2, 3, 8, 31, 32, 33).get(random.nextInt(9));
          };
      return piece.behind(header, length);
    }

    private ExtensionHeader pick() {
      return MOSTLY.get(random.nextInt(MOSTLY.size()));
    }

    private int[] places(int length) {
      return random
          .ints(random.nextInt(4), 1, Math.max(2, length / 8))
          .map(place -> 8 * place)
          .sorted()
          .toArray();
    }

    private void disturb(List<Piece> pieces) {
      switch (random.nextInt(8)) {
        case 0 -> Collections.shuffle(pieces, random);
        case 1, 2 -> Collections.reverse(pieces);
        case 3 -> pieces.add(pieces.get(random.nextInt(pieces.size())));
        case 4 -> change(pieces);
        default -> {}
      }
    }

    /** One octet, of a fragment header or of what comes after. */
    private void change(List<Piece> pieces) {
      int which = random.nextInt(pieces.size());
      Piece piece = pieces.get(which);
      int place = random.nextInt(Math.min(24, piece.octets().length));
      Piece other = piece.with(place, piece.octets()[place] ^ (1 + random.nextInt(255)));
      if (random.nextBoolean()) {
        pieces.set(which, other);
      } else {
        pieces.add(random.nextInt(pieces.size() + 1), other);
      }
    }

    private List<Piece> nested(List<Piece> pieces) {
      List<Piece> all = new ArrayList<>();
      for (Piece piece : pieces) {
        all.addAll(random.nextBoolean() ? List.of(piece.atomic()) : piece.cut(8));
      }
      return all;
    }

    /** All fragments behind the same headers, as a rule. */
    private List<Piece> behindAll(List<Piece> pieces) {
      List<Piece> all = new ArrayList<>(pieces);
      for (int i = 1 + random.nextInt(3); i > 0; i--) {
        ExtensionHeader header = pick();
        int seed = random.nextInt();
        all.replaceAll(piece -> new Choice(new Random(seed)).behind(piece, header));
      }
      return all;
    }
  }
}
