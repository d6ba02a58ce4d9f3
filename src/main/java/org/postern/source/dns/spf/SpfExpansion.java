package org.postern.source.dns.spf;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.SequencedSet;
import java.util.Set;
import org.postern.address.Address;
import org.postern.address.AddressSet;
import org.postern.address.Family;
import org.postern.address.Interval;
import org.postern.address.Prefix;
import org.postern.policy.SpfSource;
import org.postern.source.Answer;
import org.postern.source.Entry;
import org.postern.source.EntryTable;
import org.postern.source.dns.RecordLookup;
import org.postern.source.dns.RecordLookup.Told;
import org.postern.source.dns.spf.SpfRecord.Directive;
import org.postern.source.dns.spf.SpfRecord.Mechanism;

/**
 * The addresses that the record of one domain lets pass, its includes and redirects followed. The
 * first directive that matches an address decides (RFC 7208 section 4.6.2): what a directive before
 * refuses, a later one does not let pass.
 */
final class SpfExpansion {
  private final SpfLookups lookups;
  private final SpfSource source;
  private final SequencedSet<String> via = new LinkedHashSet<>();

  SpfExpansion(RecordLookup records, SpfSource source) {
    this.lookups = new SpfLookups(records);
    this.source = source;
  }

  /** An answer for each family of the source. */
  Map<Family, Answer> answers() {
    Map<Family, Answer> answers = new HashMap<>();
    try {
      if (lookups.told(source.name())
          instanceof Told.Absent(var absence, Duration lasts, String by)) {
        source
            .families()
            .forEach(family -> answers.put(family, new Answer.Gone(absence, lasts, List.of(), by)));
        return answers;
      }
      List<Entry> passed = passed(source.name(), List.of());
      source.families().forEach(family -> answers.put(family, answer(family, passed)));
    } catch (SpfFailure failure) {
      Answer nothing = failure.about(source.id());
      source.families().forEach(family -> answers.put(family, nothing));
    }
    return answers;
  }

  private Answer answer(Family family, List<Entry> passed) {
    EntryTable table =
        EntryTable.of(
            family, passed.stream().filter(entry -> entry.interval().family() == family).toList());
    return table.isEmpty()
        ? new Answer.Gone(Answer.Absence.NODATA, lookups.ttl(), List.copyOf(via), lookups.server())
        : new Answer.Data(table, lookups.ttl(), List.copyOf(via), lookups.server());
  }

  /**
   * Returns the addresses that a record lets pass.
   *
   * @param path the domains whose records led here
   */
  private List<Entry> passed(String domain, List<String> path) throws SpfFailure {
    SpfRecord record = record(domain, path);
    List<String> further = new ArrayList<>(path);
    further.add(domain);
    askAhead(record);
    List<Entry> passed = new ArrayList<>();
    AddressSet refused = AddressSet.none();
    for (Directive directive : record.directives()) {
      if (directive.mechanism() instanceof Mechanism.All) {
        requireNotEverybody(domain, directive);
        return passed;
      }
      List<Entry> matched = matched(domain, directive, further);
      if (directive.passes()) {
        passed.addAll(without(refused, matched));
      } else {
        refused = refused.union(addresses(matched));
      }
    }
    if (record.redirect().isPresent()) {
      lookups.countTerm(domain);
      passed.addAll(without(refused, passed(record.redirect().get(), further)));
    }
    return passed;
  }

  private static void requireNotEverybody(String domain, Directive directive) throws SpfFailure {
    if (directive.passes()) {
      throw SpfFailure.unbounded(
          "\"%s\" in the record of %s lets every address pass".formatted(directive.text(), domain));
    }
  }

  private SpfRecord record(String domain, List<String> path) throws SpfFailure {
    if (path.contains(domain)) {
      throw new SpfFailure(
          Answer.Cause.LOOP, "the record of %s leads back to %s".formatted(path.getLast(), domain));
    }
    if (!path.isEmpty()) {
      via.add(domain);
    }
    List<String> found = lookups.texts(domain).stream().filter(SpfReader::isSpf).toList();
    if (found.size() != 1) {
      throw SpfFailure.malformed(
          "%s has %s".formatted(domain, found.isEmpty() ? "no SPF record" : "several SPF records"));
    }
    try {
      return SpfReader.read(found.getFirst());
    } catch (SpfFailure failure) {
      throw failure.in(domain);
    }
  }

  /** Asks in one round for all records that this one leads to. */
  private void askAhead(SpfRecord record) {
    Set<String> domains = new LinkedHashSet<>();
    for (Directive directive : record.directives()) {
      if (directive.mechanism() instanceof Mechanism.Include(String domain)) {
        domains.add(domain);
      }
    }
    record.redirect().ifPresent(domains::add);
    lookups.ask(domains.stream().limit(SpfLookups.MAX_TERMS).toList());
  }

  private List<Entry> matched(String domain, Directive directive, List<String> path)
      throws SpfFailure {
    return switch (directive.mechanism()) {
      case Mechanism.All _ -> throw new IllegalStateException("all ends a record");
      case Mechanism.Network(Interval interval) -> List.of(new Entry(interval, label(domain)));
      case Mechanism.Include(String other) -> {
        lookups.countTerm(domain);
        yield passed(other, path);
      }
      case Mechanism.Hosts hosts -> {
        lookups.countTerm(domain);
        yield hosts(domain, directive, hosts);
      }
      case Mechanism.BySender() -> {
        throw SpfFailure.unbounded(
            "\"%s\" in the record of %s names no addresses: it is about each sender"
                .formatted(directive.text(), domain));
      }
    };
  }

  /**
   * Returns the label of an address: the domain of the record that it is from, where that is not
   * the first.
   */
  private String label(String domain) {
    return domain.equals(source.name()) ? "" : domain;
  }

  private List<Entry> hosts(String domain, Directive directive, Mechanism.Hosts hosts)
      throws SpfFailure {
    if (source.follow().isEmpty()) {
      throw SpfFailure.unbounded(
          "\"%s\" in the record of %s leads to host names, which are followed only where the policy"
                  .formatted(directive.text(), domain)
              + " asks for it: write follow: %s, or follow: none to leave them out"
                  .formatted(hosts.hosts().text()));
    }
    if (!source.follow().get().contains(hosts.hosts())) {
      return List.of();
    }
    String about = hosts.domain().orElse(domain);
    return switch (hosts.hosts()) {
      case A -> networks(about, List.of(about), hosts);
      case MX -> networks(about, lookups.exchangers(about), hosts);
    };
  }

  private List<Entry> networks(String about, List<String> names, Mechanism.Hosts hosts)
      throws SpfFailure {
    List<Entry> networks = new ArrayList<>();
    for (Family family : Family.values()) {
      int length = family == Family.IP ? hosts.length() : hosts.length6();
      lookups
          .addresses(names, family)
          .forEach(
              (name, found) ->
                  found.forEach(address -> networks.add(network(address, length, name))));
    }
    if (!names.isEmpty() && networks.isEmpty()) {
      lookups.countVoid(about);
    }
    return networks;
  }

  private static Entry network(Address address, int length, String host) {
    Prefix prefix = Prefix.containing(address, length);
    return new Entry(new Interval(prefix.first(), prefix.last()), host);
  }

  private static List<Entry> without(AddressSet refused, List<Entry> entries) {
    if (refused.isEmpty()) {
      return entries;
    }
    List<Entry> left = new ArrayList<>();
    for (Entry entry : entries) {
      AddressSet.of(entry.interval())
          .subtract(refused)
          .intervals()
          .forEach(interval -> left.add(new Entry(interval, entry.label())));
    }
    return left;
  }

  private static AddressSet addresses(List<Entry> entries) {
    AddressSet.Builder builder = AddressSet.builder();
    entries.forEach(entry -> builder.add(entry.interval()));
    return builder.build();
  }
}
