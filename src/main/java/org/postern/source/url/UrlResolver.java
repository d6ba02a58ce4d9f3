package org.postern.source.url;

import java.time.Duration;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.postern.address.Family;
import org.postern.diagnostic.Report;
import org.postern.policy.ListSignature;
import org.postern.policy.UrlSource;
import org.postern.source.Answer;
import org.postern.source.AtOnce;
import org.postern.source.EntryTable;
import org.postern.source.KnownLists;
import org.postern.source.Question;
import org.postern.source.Resolver;

/**
 * Fetches the lists of a policy that are on the web, all at once within one deadline. A list that
 * cannot be fetched and read as a whole is no information, never an empty or a smaller list.
 */
public final class UrlResolver implements Resolver<UrlSource> {
  private final KnownLists known;
  private final Duration deadline;
  private final Patience patience;
  private final HostLookup lookup;

  /**
   * Makes the resolver of one policy.
   *
   * @param known the lists in force, which a server need not send again
   * @param deadline the deadline for all lists together
   * @param patience the addresses that must not be asked yet, kept from run to run
   * @param lookup resolves the names of hosts
   */
  public UrlResolver(KnownLists known, Duration deadline, Patience patience, HostLookup lookup) {
    this.known = known;
    this.deadline = deadline;
    this.patience = patience;
    this.lookup = lookup;
  }

  @Override
  public Map<Question, Answer> resolve(List<UrlSource> sources, Report report) {
    long end = System.nanoTime() + deadline.toNanos();
    Map<String, UrlSource> lists = new LinkedHashMap<>();
    Map<String, Set<Family>> families = new HashMap<>();
    for (UrlSource source : sources) {
      lists.putIfAbsent(source.id(), source);
      families
          .computeIfAbsent(source.id(), _ -> EnumSet.noneOf(Family.class))
          .addAll(source.families());
    }
    Map<Question, Answer> answers = new LinkedHashMap<>();
    try (Clients clients = new Clients(deadline)) {
      AtOnce.map(
              lists.keySet(),
              id ->
                  look(
                      Objects.requireNonNull(lists.get(id)),
                      Objects.requireNonNull(families.get(id)),
                      clients,
                      end))
          .forEach(
              (id, halves) ->
                  halves.forEach(
                      (family, answer) -> answers.put(new Question(id, family), answer)));
    }
    return answers;
  }

  private Map<Family, Answer> look(
      UrlSource source, Set<Family> families, Clients clients, long end) {
    String address = source.value();
    Map<Family, Answer> halves = new EnumMap<>(Family.class);
    try {
      askPatience(address);
      Download download = new Download(clients.of(source.server()), lookup, deadline, end);
      Learned learned = learn(source, families, download);
      families.forEach(family -> halves.put(family, learned.of(family)));
    } catch (NothingLearned e) {
      e.pause().ifPresent(time -> patience.wait(address, time));
      families.forEach(family -> halves.put(family, e.answer(address)));
    }
    return halves;
  }

  private void askPatience(String address) throws NothingLearned {
    Optional<Duration> left = patience.left(address);
    if (left.isPresent()) {
      throw new NothingLearned(
          Answer.Cause.REFUSED,
          "is not asked for %,d s more, as its server wishes"
              .formatted(Math.max(1, left.get().toSeconds())));
    }
  }

  /** A list, and how it came. */
  private record Learned(Map<Family, EntryTable> tables, Fetched.Way way) {
    Answer of(Family family) {
      return new Answer.Data(
          Objects.requireNonNull(tables.get(family)), way.lifetime(), way.via(), way.server());
    }
  }

  private Learned learn(UrlSource source, Set<Family> families, Download download)
      throws NothingLearned {
    Optional<KnownLists.Reading> before = before(source, families);
    Optional<Validators> validators =
        before.map(KnownLists.Reading::origin).flatMap(Validators::read);
    return switch (download.fetch(source.address(), validators)) {
      case Fetched.Unchanged(Fetched.Way way) -> new Learned(before.orElseThrow().tables(), way);
      case Fetched.Body body -> {
        requireSigned(source, body, download);
        yield new Learned(WebList.read(source, families, body), body.way());
      }
    };
  }

  private static void requireSigned(UrlSource source, Fetched.Body body, Download download)
      throws NothingLearned {
    Optional<ListSignature> signature = source.content().signature();
    if (signature.isPresent()
        && !(download.fetch(signature.get().at(), Optional.empty()) instanceof Fetched.Body beside
            && signature.get().isOf(body.bytes(), beside.bytes()))) {
      throw new NothingLearned(
          Answer.Cause.UNTRUSTED, "is not signed by the key that the policy names");
    }
  }

  /** Returns the reading in force, where there is exactly one and it covers all families. */
  private Optional<KnownLists.Reading> before(UrlSource source, Set<Family> families) {
    List<KnownLists.Reading> readings = known.readings(source.id());
    return Optional.of(readings)
        .filter(all -> all.size() == 1)
        .map(List::getFirst)
        .filter(reading -> reading.tables().keySet().containsAll(families));
  }
}
