package org.postern.source.dns.spf;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.postern.address.Family;
import org.postern.address.text.AddressText;
import org.postern.source.Answer;
import org.postern.source.Entry;
import org.postern.source.EntryTable;
import org.postern.source.dns.RecordLookup;

/** Records by name and type; a name in {@code silent} gives no answer. */
final class SpfZone implements RecordLookup {
  static final Duration TTL = Duration.ofMinutes(5);
  private static final String SERVER = "192.0.2.53:53/udp";

  private final Map<String, List<String>> values = new TreeMap<>();
  private final List<String> asked = new ArrayList<>();

  /**
   * A zone.
   *
   * @param records such as {@code a.example TXT v=spf1 -all}; of type {@code TIMEOUT}, the name
   *     gives no answer
   */
  static SpfZone of(String... records) {
    SpfZone zone = new SpfZone();
    Stream.of(records).forEach(zone::add);
    return zone;
  }

  private void add(String record) {
    String[] parts = record.split(" ", 3);
    values
        .computeIfAbsent(parts[0] + " " + parts[1], _ -> new ArrayList<>())
        .add(parts.length > 2 ? parts[2] : "");
  }

  /** Every name with its type, as often as it was asked for. */
  List<String> asked() {
    return List.copyOf(asked);
  }

  private Told told(String name, String type) {
    asked.add(name + " " + type);
    if (values.containsKey(name + " TIMEOUT")) {
      return new Told.DeadEnd(Answer.Cause.TIMEOUT, name + " " + type + ": no answer");
    }
    List<String> found = values.getOrDefault(name + " " + type, List.of());
    return found.isEmpty()
        ? new Told.Absent(absence(name), TTL, SERVER)
        : new Told.Found(found, TTL, SERVER);
  }

  private Answer.Absence absence(String name) {
    return values.keySet().stream().anyMatch(key -> key.startsWith(name + " "))
        ? Answer.Absence.NODATA
        : Answer.Absence.NXDOMAIN;
  }

  @Override
  public Map<String, Told> texts(Collection<String> names) {
    Map<String, Told> texts = new LinkedHashMap<>();
    names.forEach(name -> texts.put(name, told(name, "TXT")));
    return texts;
  }

  @Override
  public Told exchangers(String domain) {
    return told(domain, "MX");
  }

  @Override
  public Map<String, Answer> addresses(Collection<String> names, Family family) {
    Map<String, Answer> answers = new LinkedHashMap<>();
    for (String name : names) {
      answers.put(
          name,
          switch (told(name, family == Family.IP ? "A" : "AAAA")) {
            case Told.Found found ->
                new Answer.Data(
                    EntryTable.of(family, found.values().stream().map(SpfZone::entry).toList()),
                    found.ttl(),
                    List.of(),
                    found.server());
            case Told.Absent absent ->
                new Answer.Gone(absent.absence(), absent.ttl(), List.of(), absent.server());
            case Told.DeadEnd end -> new Answer.NoInformation(end.cause(), end.why());
          });
    }
    return answers;
  }

  private static Entry entry(String text) {
    if (AddressText.parse(text) instanceof AddressText.Ok ok) {
      return new Entry(ok.interval(), "");
    }
    throw new IllegalArgumentException(text);
  }
}
