package org.postern.target.nftables;

import static org.postern.target.nftables.FragmentTrial.ACCEPTED;
import static org.postern.target.nftables.FragmentTrial.OTHER;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.postern.address.Address;
import org.postern.address.Family;

/**
 * Opens connections from any address in any form, and hears whether a server answers. That it does
 * not is known by what it answered later: to an ordinary opening, of which more is sent until it is
 * answered. The kernel takes packets of a wire in the order in which one processor sent them, so
 * the sender stays on one.
 */
final class Dialler implements AutoCloseable {
  private static final byte[] NOTHING = {};

  /** So many at once that no queue of the kernel is full. */
  private static final int MANY = 50;

  private static final int CONTROLS = 3;

  /** Looks until what was not answered is sent again. */
  private static final int AGAIN = 5_000;

  /** Where the number of a form stands in an address of IPv6. */
  private static final int OWN = 12;

  private static final int LEAST_PORT = 20_000;
  private static final int MOST_PORT = 60_000;

  private final Wire wire;
  private final Answers answers;
  private final UnaryOperator<Address> servers;
  private final List<Answers.Answer> heard = new ArrayList<>();
  private int port = LEAST_PORT;

  /**
   * By a wire.
   *
   * @param servers whom a peer calls
   */
  Dialler(Wire wire, Answers answers, UnaryOperator<Address> servers) {
    this.wire = wire;
    this.answers = answers;
    this.servers = servers;
  }

  private record Sent(Form form, Segment opening) {}

  /** The names of those forms in which an opening of the peer was answered. */
  Set<String> opened(Address peer, int at, List<Form> forms) {
    return SystemCalls.onOneProcessor(
        () -> {
          Set<String> opened = new TreeSet<>();
          for (int from = 0; from < forms.size(); from += MANY) {
            List<Form> some = forms.subList(from, Math.min(forms.size(), from + MANY));
            open(peer, from, at, some).forEach(form -> opened.add(form.name()));
          }
          return opened;
        });
  }

  private List<Form> open(Address peer, int from, int at, List<Form> forms) {
    heard.clear();
    List<Sent> sent = new ArrayList<>();
    for (Form form : forms) {
      Segment opening = opening(neighbour(peer, from + sent.size()), at);
      sent.add(new Sent(form, opening));
      form.packets(opening).forEach(wire::sendPacket);
    }
    for (int control = 0; control < CONTROLS; control++) {
      end(control());
    }
    List<Form> open = new ArrayList<>();
    for (Sent one : sent) {
      if (heard(one.opening(), Answers.Answer::opens).isPresent()) {
        open.add(one.form());
        end(one.opening());
      }
    }
    return open;
  }

  /** Forms from addresses of their own leave nothing behind that meets fragments of others. */
  private static Address neighbour(Address peer, int number) {
    byte[] octets = peer.toBytes();
    if (peer.family() == Family.IP6) {
      ByteBuffer.wrap(octets).putShort(OWN, (short) number);
    }
    return Address.ofBytes(octets);
  }

  /** An opening that no rule judges, answered. */
  private Segment control() {
    Segment control = opening(Rulesets.address(ACCEPTED), OTHER);
    answered(control, control, Answers.Answer::opens);
    return control;
  }

  private void end(Segment opening) {
    wire.send(opening.next(Segment.RST, 0, NOTHING));
  }

  private Segment opening(Address peer, int at) {
    port = port == MOST_PORT ? LEAST_PORT : port + 1;
    return new Segment(peer, port, servers.apply(peer), at, Segment.SYN);
  }

  /** Sends a segment until there is such an answer to its connection. */
  private Answers.Answer answered(
      Segment opening, Segment segment, Predicate<Answers.Answer> which) {
    int[] looks = new int[1];
    Watch.await(
        () -> {
          if (looks[0]++ % AGAIN == 0) {
            wire.send(segment);
          }
          return heard(opening, which).isPresent();
        },
        "an ordinary opening was not answered");
    return heard(opening, which).orElseThrow();
  }

  private Optional<Answers.Answer> heard(Segment opening, Predicate<Answers.Answer> which) {
    for (Optional<Answers.Answer> next = answers.next(); next.isPresent(); next = answers.next()) {
      heard.add(next.get());
    }
    return heard.stream()
        .filter(one -> one.to() == opening.sourcePort() && which.test(one))
        .findFirst();
  }

  /**
   * Opens a connection and takes the greeting; whether it came.
   *
   * @param forms of the opening and of what follows
   * @param between what happens after the opening was answered
   */
  boolean greeted(Address peer, int at, List<Form> forms, Runnable between) {
    return SystemCalls.onOneProcessor(
        () -> hears(opening(peer, at), forms.getFirst(), forms.getLast(), between));
  }

  private boolean hears(Segment opening, Form first, Form then, Runnable between) {
    heard.clear();
    first.packets(opening).forEach(wire::sendPacket);
    for (int control = 0; control < CONTROLS; control++) {
      end(control());
    }
    Optional<Answers.Answer> answer = heard(opening, Answers.Answer::opens);
    if (answer.isEmpty()) {
      return false;
    }
    between.run();
    Segment next = opening.next(Segment.ACK, answer.get().sequence(), NOTHING);
    then.packets(next).forEach(wire::sendPacket);
    for (int control = 0; control < CONTROLS; control++) {
      complete(opening.port());
    }
    return heard(opening, Answers.Answer::speaks).isPresent();
  }

  /** The server greets in the order in which connections are complete, and so this one after. */
  private void complete(int at) {
    Segment control = opening(Rulesets.address(ACCEPTED), at);
    int answer = answered(control, control, Answers.Answer::opens).sequence();
    answered(control, control.next(Segment.ACK, answer, NOTHING), Answers.Answer::speaks);
    end(control);
  }

  @Override
  public void close() {
    answers.close();
  }
}
