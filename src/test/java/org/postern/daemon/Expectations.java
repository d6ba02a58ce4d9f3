package org.postern.daemon;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.postern.address.Address;
import org.postern.address.AddressSet;
import org.postern.address.Family;
import org.postern.daemon.alarm.Alarm;
import org.postern.daemon.journal.Event;
import org.postern.daemon.journal.EventKind;
import org.postern.plan.AccessRule;
import org.postern.plan.Attempt;
import org.postern.plan.Judgement;
import org.postern.policy.Hook;
import org.postern.state.Generation;

/** What may be expected in a life, at a moment or from then on. */
final class Expectations {
  private static final int PORT = 25;
  private static final Address SERVER = Words.address("198.51.100.10");
  private static final Address SERVER6 = Words.address("2001:db8::10");

  /** So long an answer may be on its way into the kernel. */
  private static final Duration ON_ITS_WAY = Duration.ofSeconds(3);

  private final LifeHost host;
  private final LifeNames names;
  private int forgotten;

  Expectations(LifeHost host, LifeNames names) {
    this.host = host;
    this.names = names;
  }

  void check(Words words) throws IOException {
    String what = words.next();
    switch (what) {
      case "accepted" -> judged(words, Judgement.ACCEPTED);
      case "refused" -> judged(words, Judgement.REFUSED);
      case "open" -> judged(words, Judgement.OBSERVED);
      case "exactly" -> exactly(words);
      case "nothing" -> nothing(words);
      case "alarm" -> alarm(words, true);
      case "no" -> no(words);
      case "event" -> event(words);
      case "asked" -> asked(words);
      case "at" -> crowd(words);
      case "generation" -> equal(words.number(), generation(), "generation in force");
      case "enforced" -> equal(true, daemon().isSound(), "everything is held");
      case "killed" -> equal(true, host.daemon().isEmpty(), "the daemon was killed");
      default -> throw new IllegalArgumentException("there is no way to expect " + what);
    }
  }

  static void equal(Object expected, Object found, String what) {
    if (!expected.equals(found)) {
      throw new AssertionError("%s: expected %s, found %s".formatted(what, expected, found));
    }
  }

  private Reconciler daemon() {
    return host.daemon().orElseThrow(() -> new AssertionError("no daemon runs"));
  }

  private int generation() throws IOException {
    return host.restoration().recall().generation().map(Generation::number).orElse(0);
  }

  private void judged(Words words, Judgement expected) {
    for (Address peer : words.addresses()) {
      equal(expected, judgement(peer), "a connection from " + peer);
    }
  }

  private Judgement judgement(Address peer) {
    Address server = peer.family() == Family.IP ? SERVER : SERVER6;
    return host.held()
        .verdict(
            new Attempt.Opening(Hook.INPUT, "eth0", peer, server, PORT, true), host.lab().now());
  }

  private void exactly(Words words) {
    AddressSet.Builder expected = AddressSet.builder();
    words.addresses().forEach(expected::add);
    AddressSet.Builder found = AddressSet.builder();
    for (AccessRule rule : host.held().rules()) {
      found.add(rule.peers().asSet());
    }
    equal(expected.build(), found.build(), "accepted addresses");
  }

  /** {@code nothing in force}. */
  private void nothing(Words words) {
    words.rest();
    equal(List.of(), host.lab().system().ours(), "our lines");
  }

  /** {@code no alarm [KIND]}, or {@code no event KIND}. */
  private void no(Words words) {
    if (words.accept("alarm")) {
      alarm(words, false);
    } else {
      words.accept("event");
      EventKind kind = kind(words.until());
      equal(0, happened(kind, "").size(), "events " + kind + " " + happened(kind, ""));
    }
  }

  private void alarm(Words words, boolean expected) {
    String named = words.until("about");
    String about = words.restAfter("about").orElse("");
    List<Alarm> found =
        daemon().status().alarms().stream()
            .filter(one -> named.isEmpty() || one.kind() == kind(named))
            .filter(one -> (one.subject() + " " + one.message()).contains(about))
            .toList();
    if (found.isEmpty() == expected) {
      throw new AssertionError(
          "expected %s, there are %s"
              .formatted(expected ? "such an alarm" : "none", daemon().status().alarms()));
    }
  }

  /** {@code KIND [about TEXT] [N times]}, since the last {@code forget events}. */
  private void event(Words words) {
    EventKind kind =
        kind(words.until("about", "once", "1", "2", "3", "4", "5", "6", "7", "8", "9"));
    String about =
        words.accept("about") ? words.until("once", "2", "3", "4", "5", "6", "7", "8", "9") : "";
    Optional<Integer> times = words.accept("once") ? Optional.of(1) : words.numberIfAny();
    words.accept("times");
    List<Event> found = happened(kind, about);
    if (times.isPresent() ? found.size() != times.get() : found.isEmpty()) {
      throw new AssertionError(
          "expected %s, there were %s of %s"
              .formatted(times.map(n -> n + " such").orElse("some"), found, since()));
    }
  }

  private List<Event> happened(EventKind kind, String about) {
    return since().stream()
        .filter(one -> one.kind() == kind)
        .filter(one -> (one.message() + one.fields()).contains(about))
        .toList();
  }

  private List<Event> since() {
    return host.events().subList(forgotten, host.events().size());
  }

  /** {@code NAME at most N times}, or {@code at least}. */
  private void asked(Words words) {
    String name = words.next();
    words.accept("at");
    boolean most = words.accept("most") || !words.accept("least");
    int times = words.number();
    words.accept("times");
    int found = host.asked().getOrDefault("dns " + name, 0);
    if (most ? found > times : found < times) {
      throw new AssertionError("%s was asked %d times".formatted(name, found));
    }
  }

  /** {@code at most N questions in one moment}. */
  private void crowd(Words words) {
    words.accept("most");
    int most = words.number();
    words.rest();
    if (host.crowd() > most) {
      throw new AssertionError("%d questions were asked in one moment".formatted(host.crowd()));
    }
  }

  private static EventKind kind(String words) {
    return EventKind.valueOf(words.toUpperCase(Locale.ROOT).replace(' ', '_'));
  }

  /** {@code events}, or {@code asked}: counting begins anew. */
  void forget(Words words) {
    if (words.accept("events")) {
      forgotten = host.events().size();
    } else if (words.accept("asked")) {
      host.forgetAsked();
    }
  }

  /** {@code refused ADDR...}, or {@code refused answered within 24h}: at no moment from now on. */
  void never(Words words) {
    words.accept("refused");
    if (words.accept("answered")) {
      words.accept("within");
      Duration life = words.duration();
      host.watch(() -> answeredAreAccepted(life));
    } else {
      List<Address> peers = words.addresses();
      host.watch(() -> requireNotRefused(peers));
    }
  }

  private void answeredAreAccepted(Duration life) {
    List<Address> peers = new ArrayList<>();
    names
        .answered()
        .forEach(
            (address, at) -> {
              Duration ago = Duration.between(at, host.lab().now());
              if (ago.compareTo(ON_ITS_WAY) > 0 && ago.compareTo(life) < 0) {
                peers.add(address);
              }
            });
    requireNotRefused(peers);
  }

  private void requireNotRefused(List<Address> peers) {
    for (Address peer : peers) {
      if (judgement(peer) == Judgement.REFUSED) {
        throw new AssertionError(
            "%s was refused at %s by %s"
                .formatted(peer, host.lab().now(), host.lab().system().ours()));
      }
    }
  }
}
