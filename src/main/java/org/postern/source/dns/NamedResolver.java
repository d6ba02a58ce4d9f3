package org.postern.source.dns;

import java.time.Duration;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.postern.address.Address;
import org.postern.address.Family;
import org.postern.address.Interval;
import org.postern.diagnostic.Counted;
import org.postern.diagnostic.Report;
import org.postern.policy.NamedSource;
import org.postern.policy.ResolveSettings;
import org.postern.policy.SourceSpec;
import org.postern.source.Answer;
import org.postern.source.EntryTable;
import org.postern.source.EntryTableBuilder;
import org.postern.source.KnownAddresses;
import org.postern.source.LastGood;
import org.postern.source.NameLookup;
import org.postern.source.Question;
import org.postern.source.Resolver;

/**
 * Keeps of the addresses that another source publishes those with a name below a domain. Networks
 * are not kept, since a name is of one address.
 */
public final class NamedResolver implements Resolver<NamedSource> {
  /**
   * The most addresses of a source: each costs two questions at least, and a list of so many is
   * none of nodes with names.
   */
  private static final int MOST = 4_096;

  private final Inner inner;
  private final NameLookup names;
  private final ResolveSettings settings;
  private final KnownAddresses known;

  /** Asks the sources that tell the addresses. */
  public interface Inner {
    Map<Question, Answer> ask(List<SourceSpec> sources, Report report);
  }

  /**
   * Makes the resolver of one policy.
   *
   * @param known the addresses that were kept before
   */
  public NamedResolver(
      Inner inner, NameLookup names, ResolveSettings settings, KnownAddresses known) {
    this.inner = inner;
    this.names = names;
    this.settings = settings;
    this.known = known;
  }

  @Override
  public Map<Question, Answer> resolve(List<NamedSource> sources, Report report) {
    List<SourceSpec> all = sources.stream().map(NamedSource::of).distinct().toList();
    Map<Question, Answer> told = inner.ask(all, report);
    Map<Question, Answer> answers = new LinkedHashMap<>();
    for (NamedSource source : sources) {
      for (Family family : source.families()) {
        Answer answer = told.get(new Question(source.of().id(), family));
        if (answer != null) {
          answers.put(new Question(source.id(), family), kept(source, family, answer));
        }
      }
    }
    return answers;
  }

  private Answer kept(NamedSource source, Family family, Answer answer) {
    return switch (answer) {
      case Answer.Data data when data.entries().size() > MOST ->
          new Answer.NoInformation(
              Answer.Cause.TOO_MANY,
              "%s tells %s, of which not all names are looked up"
                  .formatted(source.of().id(), Counted.of(data.entries().size(), "entry")));
      case Answer.Data data -> kept(source, family, data);
      case Answer.Gone gone -> gone;
      case Answer.NoInformation none -> none;
    };
  }

  private Answer kept(NamedSource source, Family family, Answer.Data data) {
    List<Address> single =
        data.entries().intervals().stream()
            .filter(one -> one.first().equals(one.last()))
            .map(Interval::first)
            .toList();
    Set<Address> before = before(source, family);
    EntryTableBuilder table = EntryTable.builder(family, single.size());
    Duration ttl = data.ttl();
    for (Map.Entry<Address, NameLookup.Told> one : lookUp(source, single).entrySet()) {
      Address address = one.getKey();
      Interval interval = new Interval(address, address);
      switch (one.getValue()) {
        case NameLookup.Proven(var proof) -> {
          table.add(interval, proof.label());
          ttl = shorter(ttl, proof.ttl());
        }
        case NameLookup.Refuted _ -> {
          // A name is of the address, or it is not: nothing is kept of it.
        }
        case NameLookup.Unknown _ -> {
          if (before.contains(address)) {
            table.add(interval, "");
          }
          ttl = shorter(ttl, settings.ttlFloor());
        }
      }
    }
    return new Answer.Data(table.build(), ttl, data.via(), data.server());
  }

  private Map<Address, NameLookup.Told> lookUp(NamedSource source, List<Address> addresses) {
    return addresses.isEmpty() ? Map.of() : names.below(source.below(), addresses);
  }

  private Set<Address> before(NamedSource source, Family family) {
    Set<Address> before = new HashSet<>();
    for (LastGood last : known.lastGood(source.id())) {
      if (last.key().family() == family) {
        last.named().table().intervals().forEach(one -> before.add(one.first()));
      }
    }
    return before;
  }

  private static Duration shorter(Duration one, Duration other) {
    return one.compareTo(other) < 0 ? one : other;
  }
}
