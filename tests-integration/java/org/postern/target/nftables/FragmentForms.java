package org.postern.target.nftables;

import static org.postern.target.nftables.ExtensionHeader.AUTHENTICATION;
import static org.postern.target.nftables.ExtensionHeader.DESTINATION;
import static org.postern.target.nftables.ExtensionHeader.HOP_BY_HOP;
import static org.postern.target.nftables.ExtensionHeader.ROUTING;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** Every way to send a segment over IPv6 that anybody has thought of. */
final class FragmentForms {
  private static final int MOST_HEADERS = 8;

  /** What a fragment may be said to carry: UDP, ESP, ICMPv6, no header, and more. */
  private static final List<Integer> SAID =
      List.of(0, 4, 6, 17, 41, 43, 44, 50, 51, 58, 59, 60, 135, 253);

  private FragmentForms() {}

  /** All that no chance has a part in. */
  static List<Form> all() {
    return Stream.of(found(), chains(), odd(), nested(), before(), wrapped())
        .flatMap(List::stream)
        .toList();
  }

  private static Form form(String name, Function<Segment, List<Piece>> way) {
    return new Form(name, way);
  }

  /** Those by which peers were found to come past input, without connection tracking. */
  static List<Form> found() {
    UnaryOperator<Piece> two = piece -> piece.behind(DESTINATION, 8).behind(DESTINATION, 16);
    return List.of(
        form("found: 16+8, cut at 8", s -> two.apply(Piece.of(s)).cut(8)),
        form("found: 16+8, last first", s -> two.apply(Piece.of(s)).cut(8).reversed()),
        form("found: 8+8, cut at 8", s -> eights(s, DESTINATION, 2).cut(8)),
        form("found: 8+8, cut at 8 and 24", s -> eights(s, DESTINATION, 2).cut(8, 24)),
        form("found: routing, cut at 8", s -> eights(s, DESTINATION, 1).behind(ROUTING, 8).cut(8)),
        form(
            "found: 64+64, cut at 64, last first",
            s -> Piece.of(s).behind(DESTINATION, 64).behind(DESTINATION, 64).cut(64).reversed()));
  }

  private static Piece eights(Segment segment, ExtensionHeader header, int count) {
    Piece piece = Piece.of(segment);
    for (int i = 0; i < count; i++) {
      piece = piece.behind(header, header == AUTHENTICATION ? 16 : 8);
    }
    return piece;
  }

  /** From no to eight headers of each kind, cut at every place where it can be cut. */
  static List<Form> chains() {
    List<Form> forms = new ArrayList<>();
    for (ExtensionHeader header : ExtensionHeader.values()) {
      for (int count = 0; count <= MOST_HEADERS; count++) {
        int length = count * (header == AUTHENTICATION ? 16 : 8) + 20;
        int headers = count;
        String name = count + " " + header;
        forms.add(form(name + ", whole", s -> List.of(eights(s, header, headers))));
        forms.add(form(name + ", atomic", s -> List.of(eights(s, header, headers).atomic())));
        for (int place = 8; place < length; place += 8) {
          int at = place;
          String cut = name + ", cut at " + at;
          forms.add(form(cut, s -> eights(s, header, headers).cut(at)));
          forms.add(form(cut + ", last first", s -> eights(s, header, headers).cut(at).reversed()));
        }
      }
    }
    return forms;
  }

  /** Twice, over one another, with bits that mean nothing, in very many pieces. */
  static List<Form> odd() {
    Function<Segment, Piece> two = segment -> eights(segment, DESTINATION, 2);
    return List.of(
        form("the first twice", s -> twice(two.apply(s).cut(8), 0)),
        form("the last twice", s -> twice(two.apply(s).cut(8), 1)),
        form("reserved bits", s -> changed(two.apply(s).cut(8), 0, 1, 0xff)),
        form("bits beside the offset", s -> changed(two.apply(s).cut(8), 0, 3, 0x07)),
        form("the last says it is TCP", s -> changed(two.apply(s).cut(8), 1, 0, 6)),
        form("the first says it is UDP", s -> changed(two.apply(s).cut(8), 0, 0, 17)),
        form("large, in four", s -> Piece.of(large(s)).cut(1_000, 2_000, 3_000)),
        form(
            "large, in four, reversed",
            s -> Piece.of(large(s)).cut(1_000, 2_000, 3_000).reversed()),
        form(
            "large, behind options",
            s -> Piece.of(large(s)).behind(DESTINATION, 8).cut(1_000, 2_000, 3_000)),
        form(
            "large, behind routing and options, reversed",
            s ->
                Piece.of(large(s))
                    .behind(DESTINATION, 16)
                    .behind(ROUTING, 8)
                    .cut(1_000, 2_000, 3_000)
                    .reversed()),
        form("in eights", s -> two.apply(s).cut(8, 16, 24, 32)),
        form("in eights, reversed", s -> two.apply(s).cut(8, 16, 24, 32).reversed()),
        form("another first that lies over it", FragmentForms::overlaid),
        form("a harmless first, then another", s -> overlaid(s).reversed()),
        form("a length beyond the fragment", s -> lying(s, 3)),
        form("the greatest length", s -> lying(s, 255)));
  }

  private static Segment large(Segment segment) {
    return segment.with(new byte[3_500]);
  }

  private static List<Piece> twice(List<Piece> pieces, int which) {
    List<Piece> all = new ArrayList<>(pieces);
    all.add(which, pieces.get(which));
    return all;
  }

  private static List<Piece> changed(List<Piece> pieces, int which, int place, int value) {
    List<Piece> all = new ArrayList<>(pieces);
    all.set(which, pieces.get(which).with(place, value));
    return all;
  }

  /** The first fragment is whole and for another port; then comes one that would change it. */
  private static List<Piece> overlaid(Segment segment) {
    List<Piece> all = new ArrayList<>(eights(segment, DESTINATION, 1).cut(16));
    Piece first = all.getFirst();
    all.addFirst(first.with(19, 99));
    return all;
  }

  /** The first header of the first fragment claims to be longer than the fragment. */
  private static List<Piece> lying(Segment segment, int length) {
    List<Piece> pieces = eights(segment, DESTINATION, 2).cut(8);
    return List.of(pieces.getFirst().with(9, length), pieces.getFirst(), pieces.getLast());
  }

  /** Fragments within fragments, which RFC 8200 forbids and connection tracking half undoes. */
  static List<Form> nested() {
    List<Form> forms = new ArrayList<>();
    for (int count = 0; count <= 3; count++) {
      for (int place = 8; place < 8 * count + 20; place += 8) {
        int headers = count;
        int at = place;
        String name = "nested, %d headers cut at %d".formatted(count, place);
        forms.add(
            form(
                name + ", each in two",
                s ->
                    eights(s, DESTINATION, headers).cut(at).stream()
                        .flatMap(piece -> piece.cut(8).stream())
                        .toList()));
        forms.add(
            form(
                name + ", each atomic",
                s -> eights(s, DESTINATION, headers).cut(at).stream().map(Piece::atomic).toList()));
        forms.add(
            form(
                name + ", behind two atomic",
                s ->
                    eights(s, DESTINATION, headers).cut(at).stream()
                        .map(piece -> piece.atomic().atomic())
                        .toList()));
      }
    }
    return forms;
  }

  /**
   * Headers before the fragment header, and all that the fragment may be said to carry: the stack
   * goes on reading elsewhere than filters do where connection tracking has undone the fragment.
   */
  static List<Form> before() {
    List<Form> forms = new ArrayList<>();
    for (List<ExtensionHeader> headers :
        List.of(
            List.of(DESTINATION),
            List.of(ROUTING),
            List.of(DESTINATION, HOP_BY_HOP),
            List.of(ROUTING, DESTINATION),
            List.of(DESTINATION, AUTHENTICATION),
            List.of(HOP_BY_HOP))) {
      for (int said : SAID) {
        for (ExtensionHeader inside : List.of(DESTINATION, ROUTING)) {
          String name = "%s before, %s inside, said to be %d".formatted(headers, inside, said);
          forms.add(
              form(
                  name, s -> within(List.of(eights(s, inside, 1).called(said).atomic()), headers)));
          forms.add(
              form(
                  name + ", in two",
                  s -> within(eights(s, inside, 1).called(said).cut(16).reversed(), headers)));
        }
        forms.add(
            form(
                "%s before TCP, said to be %d".formatted(headers, said),
                s -> within(List.of(Piece.of(s).called(said).atomic()), headers)));
      }
    }
    return forms;
  }

  /** Behind these headers, the last of which is next to the IPv6 header. */
  private static List<Piece> within(List<Piece> pieces, List<ExtensionHeader> headers) {
    List<Piece> all = new ArrayList<>();
    for (Piece piece : pieces) {
      Piece one = piece;
      for (ExtensionHeader header : headers) {
        one = one.behind(header, header == AUTHENTICATION ? 16 : 8);
      }
      all.add(one);
    }
    return all;
  }

  /**
   * So many octets before the fragment header that the place of the header before it, of which
   * connection tracking keeps eight bits, is that of an earlier one.
   */
  static List<Form> wrapped() {
    List<Form> forms = new ArrayList<>();
    for (ExtensionHeader first : List.of(HOP_BY_HOP, DESTINATION, ROUTING)) {
      for (int said : SAID) {
        for (boolean direct : new boolean[] {true, false}) {
          forms.add(
              form(
                  "%s of 256 octets and another before, said to be %d%s"
                      .formatted(first, said, direct ? ", TCP" : ""),
                  s ->
                      List.of(
                          (direct
                                  ? Piece.of(s)
                                  : eights(s, first == ROUTING ? ROUTING : DESTINATION, 1))
                              .called(said)
                              .atomic()
                              .behind(DESTINATION, 8)
                              .behind(first, 256))));
        }
      }
    }
    return forms;
  }
}
