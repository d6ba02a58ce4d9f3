package org.postern.page;

import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.postern.address.AddressSet;
import org.postern.pipeline.Prepared;
import org.postern.plan.memory.PendingChange;
import org.postern.policy.SetDefinition;
import org.postern.policy.SourceSpec;
import org.postern.source.EntryTable;
import org.postern.source.LastGood;
import org.postern.source.Resolution;

/**
 * The content that a page must not show: the addresses of withheld sets, present, earlier and
 * pending ones, the words of their sources and labels, and the digests of their held changes.
 */
final class Secret {
  private final Set<String> sets;
  private final AddressSet addresses;
  private final Set<String> digests;
  private final Eraser eraser;

  private Secret(Collector found) {
    this.sets = found.sets;
    this.addresses = found.space.build();
    this.digests = found.digests;
    this.eraser = new Eraser(found.words, new SpelledAddresses(addresses));
  }

  /** Collects all that a subject holds of some sets. */
  static Secret of(Subject subject, Set<String> sets) {
    Collector found = new Collector(sets);
    Prepared prepared = subject.prepared();
    found.sets(prepared.policy().sets().stream());
    prepared.meaning().sets().stream()
        .filter(set -> sets.contains(set.name()))
        .forEach(set -> found.space.add(set.excess()));
    found.held(prepared.meaning().settled().pending().stream());
    found.held(prepared.memory().guards().pending().stream());
    found.answers(prepared.resolved().resolutions().stream());
    found.good(prepared.meaning().settled().entries().stream().map(one -> one.entries()));
    found.good(prepared.memory().guards().lastGood().stream());
    found.good(prepared.meaning().settled().lastGood().stream());
    found.good(subject.basis().stream().flatMap(basis -> basis.named().stream()));
    return new Secret(found);
  }

  private static final class Collector {
    private final Set<String> sets;
    private final AddressSet.Builder space = AddressSet.builder();
    private final Set<String> words = new TreeSet<>();
    private final Set<String> digests = new TreeSet<>();

    private Collector(Set<String> sets) {
      this.sets = sets;
    }

    private void sets(Stream<SetDefinition> all) {
      all.filter(set -> sets.contains(set.name()))
          .forEach(
              set -> {
                set.sources().forEach(this::source);
                set.never().forEach(this::source);
                set.initial().ifPresent(words::add);
              });
    }

    private void source(SourceSpec source) {
      space.add(source.addresses());
      words.addAll(source.texts());
    }

    /** The digest of few addresses tells them to a reader who tries all. */
    private void held(Stream<PendingChange> all) {
      all.filter(held -> sets.contains(held.set()))
          .forEach(
              held -> {
                space.add(held.what().addresses());
                digests.add(held.digest());
              });
    }

    private void good(Stream<LastGood> all) {
      all.filter(good -> sets.contains(good.key().set()))
          .forEach(
              good -> {
                words.addAll(good.via());
                table(good.all());
              });
    }

    private void answers(Stream<Resolution> all) {
      all.filter(answer -> sets.contains(answer.key().set())).forEach(this::answer);
    }

    private void answer(Resolution answer) {
      switch (answer) {
        case Resolution.Fresh fresh -> {
          words.addAll(fresh.via());
          table(fresh.entries());
        }
        case Resolution.Stale stale -> good(Stream.of(stale.last()));
        case Resolution.Failed failed -> words.add(failed.why().detail());
      }
    }

    private void table(EntryTable table) {
      space.add(table.bounds());
      words.addAll(table.words());
    }
  }

  /** Tells whether a set is withheld. */
  boolean hides(String set) {
    return sets.contains(set);
  }

  /** Tells whether some address of a set is withheld. */
  boolean touches(AddressSet set) {
    return addresses.intersects(set);
  }

  /** Returns the ascending positions of the entries of a table that hold no withheld address. */
  int[] visible(EntryTable table) {
    int[] hidden = table.bounds().meeting(addresses);
    int[] seen = new int[table.size() - hidden.length];
    int at = 0;
    int next = 0;
    for (int index = 0; index < table.size(); index++) {
      if (next < hidden.length && hidden[next] == index) {
        next++;
      } else {
        seen[at++] = index;
      }
    }
    return seen;
  }

  /** Returns the prefixes of a set that hold no withheld address. */
  AddressSet visible(AddressSet set) {
    if (!touches(set)) {
      return set;
    }
    AddressSet.Builder rest = AddressSet.builder();
    set.prefixes().stream().filter(prefix -> !touches(AddressSet.of(prefix))).forEach(rest::add);
    return rest.build();
  }

  /** Returns a digest, if it is not withheld. */
  String digest(String digest) {
    return digests.contains(digest) ? Eraser.MARK : digest;
  }

  /** Returns a text from outside without what is withheld. */
  String clean(String text) {
    return eraser.clean(text);
  }

  /** Returns a text without withheld addresses and without prefixes that hold some. */
  String withoutAddresses(String text) {
    return eraser.withoutAddresses(text);
  }
}
