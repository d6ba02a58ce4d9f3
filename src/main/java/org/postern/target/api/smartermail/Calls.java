package org.postern.target.api.smartermail;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.postern.address.Interval;
import org.postern.plan.AccessRule;
import org.postern.plan.Ruleset;
import org.postern.target.Complement;

/**
 * The calls from what a blacklist holds to what it is to hold. First everything is listed that is
 * missing, then what is listed too much goes. So no call ever lists an address that is to be
 * accepted afterwards; one that is accepted by neither is listed after each call, since the pieces
 * of a range are there before the range goes.
 */
final class Calls {
  private final String target;
  private final Spelling spelling;

  Calls(String target, Spelling spelling) {
    this.target = target;
    this.spelling = spelling;
  }

  /** Returns the calls, in their order. Pure. */
  List<Call> between(Held held, Ruleset after) {
    if (after.rules().size() > 1) {
      throw new IllegalArgumentException("one blacklist holds one rule");
    }
    Listed listed = new Listed(held);
    for (AccessRule rule : after.rules()) {
      String description = new Mark(target, rule.name()).text();
      listed.use(description);
      for (Interval part : spelling.parts(Complement.listed(rule.peers().asSet()))) {
        listed.list(part, description);
      }
    }
    List<Call> calls = new ArrayList<>(listed.listings);
    for (Entry entry : held.ours()) {
      if (!listed.kept.contains(entry.text())) {
        calls.add(new Call.Unlisting(entry.text()));
      }
    }
    return calls;
  }

  /** The entries that stay, and those that are made. */
  private final class Listed {
    private final Held held;
    private final Set<String> taken;
    private final Set<Interval> occupied = new HashSet<>();
    private final Map<Interval, Entry> usable = new HashMap<>();
    private final Set<String> kept = new HashSet<>();
    private final List<Call> listings = new ArrayList<>();

    Listed(Held held) {
      this.held = held;
      this.taken = new HashSet<>(held.taken());
      held.ours().forEach(entry -> taken.add(entry.plainText()));
      held.foreign().forEach(entry -> entry.interval().ifPresent(occupied::add));
      held.ours().forEach(entry -> entry.interval().ifPresent(occupied::add));
    }

    /** Keeps the entries of that description where they fit. */
    void use(String description) {
      held.ours().stream()
          .filter(entry -> entry.smtp() && entry.description().equals(description))
          .forEach(entry -> entry.interval().ifPresent(part -> usable.putIfAbsent(part, entry)));
    }

    /**
     * A part that another entry names in whatever spelling is split. Only a single address is
     * spelled in another way, and left out where every spelling is taken.
     */
    void list(Interval part, String description) {
      Optional<Entry> there = Optional.ofNullable(usable.get(part));
      List<Interval> halves = occupied.contains(part) ? spelling.halves(part) : List.of();
      if (there.isPresent()) {
        kept.add(there.get().text());
      } else if (halves.isEmpty()) {
        spelling.text(part, taken).ifPresent(text -> add(text, description));
      } else {
        halves.forEach(half -> list(half, description));
      }
    }

    private void add(String text, String description) {
      taken.add(text);
      listings.add(new Call.Listing(text, description));
    }
  }
}
