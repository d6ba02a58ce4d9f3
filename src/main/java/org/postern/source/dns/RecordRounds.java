package org.postern.source.dns;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import org.postern.address.Family;
import org.postern.source.Answer;
import org.xbill.DNS.MXRecord;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.TXTRecord;

/** Rounds of questions to the servers of one client; each round asks all of its names at once. */
final class RecordRounds implements RecordLookup {
  private final DnsClient client;
  private final Deadline deadline;

  RecordRounds(DnsClient client, Deadline deadline) {
    this.client = client;
    this.deadline = deadline;
  }

  @Override
  public Map<String, Told> texts(Collection<String> names) {
    Map<Lookup, Chase.End> ends =
        client.lookUpAll(names.stream().map(Lookup::texts).toList(), deadline);
    Map<String, Told> told = new LinkedHashMap<>();
    for (String name : names) {
      told.put(name, told(end(ends, Lookup.texts(name)), RecordRounds::texts));
    }
    return told;
  }

  @Override
  public Told exchangers(String domain) {
    Lookup lookup = Lookup.exchangers(domain);
    return told(end(client.lookUpAll(List.of(lookup), deadline), lookup), RecordRounds::exchangers);
  }

  @Override
  public Map<String, Answer> addresses(Collection<String> names, Family family) {
    Map<Lookup, Chase.End> ends =
        client.lookUpAll(
            names.stream().map(name -> Lookup.addresses(name, family)).toList(), deadline);
    Map<String, Answer> answers = new LinkedHashMap<>();
    for (String name : names) {
      answers.put(name, DnsClient.answer(family, end(ends, Lookup.addresses(name, family))));
    }
    return answers;
  }

  private static Chase.End end(Map<Lookup, Chase.End> ends, Lookup lookup) {
    return Objects.requireNonNull(ends.get(lookup));
  }

  private static Told told(Chase.End end, Function<List<Record>, List<String>> values) {
    return switch (end.reading()) {
      case Reading.Found(List<Record> records, Trail way) ->
          new Told.Found(values.apply(records), Duration.ofSeconds(way.ttl()), end.server());
      case Reading.Absent(Answer.Absence absence, Trail way) ->
          new Told.Absent(absence, Duration.ofSeconds(way.ttl()), end.server());
      case Reading.DeadEnd(Answer.Cause cause, String why) -> new Told.DeadEnd(cause, why);
    };
  }

  private static List<String> texts(List<Record> records) {
    return records.stream().map(TXTRecord.class::cast).map(RecordRounds::joined).toList();
  }

  private static String joined(TXTRecord text) {
    StringBuilder joined = new StringBuilder();
    for (byte[] string : text.getStringsAsByteArrays()) {
      joined.append(new String(string, StandardCharsets.ISO_8859_1));
    }
    return joined.toString();
  }

  /**
   * Returns the exchangers, the most preferred first. RFC 7505 section 3: the root as exchanger is
   * no host.
   */
  static List<String> exchangers(List<Record> records) {
    return records.stream()
        .map(MXRecord.class::cast)
        .sorted(Comparator.comparingInt(MXRecord::getPriority))
        .map(MXRecord::getTarget)
        .filter(target -> !target.equals(Name.root))
        .map(target -> target.canonicalize().toString(true))
        .distinct()
        .toList();
  }
}
