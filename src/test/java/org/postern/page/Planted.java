package org.postern.page;

import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import org.postern.address.Address;
import org.postern.address.AddressSet;
import org.postern.address.Family;
import org.postern.address.Interval;
import org.postern.address.text.AddressText;
import org.postern.plan.Peers;
import org.postern.policy.DnsSource;
import org.postern.policy.Hook;
import org.postern.policy.Refusal;
import org.postern.policy.Rule;
import org.postern.source.DateColumn;
import org.postern.source.DatedTable;
import org.postern.source.EntryTable;
import org.postern.source.LastGood;

/**
 * Makes a subject of which each record is full: no list and no option is empty, and each text but
 * names has the same words in it. It looks at the types alone, so that a field that a record gets
 * is filled without a change here.
 */
final class Planted {
  /** A visible set and one that is withheld. */
  static final String OPEN = "office";

  static final String HIDDEN = "inner";

  private static final Instant TIME = Instant.parse("2026-03-01T12:00:00Z");

  /** By what others are known: a text in there makes another one of it. */
  private static final Map<String, String> NAMES =
      Map.ofEntries(
          Map.entry("Policy.file", "policy.yaml"),
          Map.entry("Span.file", "policy.yaml"),
          Map.entry("SetDefinition.name", OPEN),
          Map.entry("EffectiveSet.name", OPEN),
          Map.entry("DomainSetDefinition.name", "hosted"),
          Map.entry("Rule.name", "smtp"),
          Map.entry("AccessRule.name", "smtp"),
          Map.entry("PolicyText.name", "policy.yaml"),
          Map.entry("Basis.name", "generation 1"),
          Map.entry("TargetBinding.name", "nftables"),
          Map.entry("Generation.TargetUse.name", "nftables"),
          Map.entry("DnsSource.name", "mx.office.example"),
          Map.entry("PtrSource.name", "mx.office.example"),
          Map.entry("SpfSource.name", "mx.office.example"),
          Map.entry("NamedSource.below", "office.example"),
          Map.entry("FileSource.path", "office.txt"),
          Map.entry("FileSource.resolvedPath", "/etc/office.txt"),
          Map.entry("ListForm.Csv.column", "address"),
          Map.entry("ListForm.Json.select", "address"),
          Map.entry("WebAddress.host", "office.example"),
          Map.entry("WebAddress.rest", "/list"),
          Map.entry("UrlSource.Server.pin", "0123456789abcdef"),
          Map.entry("UrlSource.Authority.path", "ca.pem"),
          Map.entry("UrlSource.Authority.resolvedPath", "/etc/ca.pem"),
          Map.entry("UrlSource.Content.sha256", "0123456789abcdef"),
          Map.entry(
              "ListSignature.key", "MCowBQYDK2VwAyEAGb9ECWmEzf6FQbrBZ9w7lshQhqowtrbLDFw4rXAxZuE="),
          Map.entry("LastGood.Key.source", "dns mx.office.example"),
          Map.entry("RuleScope.Packets.interfaces", "eth0"),
          Map.entry("Scope.Packets.interfaces", "eth0"),
          Map.entry("RuleScope.Mail.recipients", "hosted"),
          Map.entry("Recipients.Domains.names", "example.com"),
          Map.entry("Recipients.Domains.except", "www.example.com"),
          Map.entry("PendingChange.guards", "at-least"),
          Map.entry("PastGeneration.targets", "nftables"),
          Map.entry("Subject.version", "1.0"));

  private final int round;
  private final String words;
  private final List<Interval> addresses;
  private final Map<Class<?>, List<?>> more = new LinkedHashMap<>();

  /**
   * A maker.
   *
   * @param round which case of each sealed type is taken where one has to be
   * @param words in each text that is no name
   * @param addresses in each set and table of addresses
   */
  Planted(int round, String words, String... addresses) {
    this.round = round;
    this.words = words;
    this.addresses = Arrays.stream(addresses).map(Planted::interval).toList();
  }

  static Interval interval(String text) {
    return AddressText.parse(text) instanceof AddressText.Ok ok ? ok.interval() : missing(text);
  }

  private static Interval missing(String text) {
    throw new AssertionError(text + " is no address");
  }

  /** A subject that has these values too in each list of their type. */
  Subject with(Map<Class<?>, List<?>> others) {
    more.putAll(others);
    return (Subject) record(Subject.class);
  }

  private Object of(Type type, String place) {
    return type instanceof ParameterizedType of
        ? container(of, place)
        : value((Class<?>) type, place);
  }

  private Object container(ParameterizedType type, String place) {
    Type[] of = type.getActualTypeArguments();
    return switch (((Class<?>) type.getRawType()).getSimpleName()) {
      case "Optional" -> Optional.of(of(of[0], place));
      case "List" -> all((Class<?>) of[0], place);
      case "Set" -> new LinkedHashSet<>(all((Class<?>) of[0], place));
      case "SortedSet" -> new TreeSet<>(all((Class<?>) of[0], place));
      case "Map" -> Map.of(of(of[0], place), of(of[1], place));
      case "SortedMap" -> new TreeMap<>(Map.of(of(of[0], place), of(of[1], place)));
      default -> throw new AssertionError(place + ": nothing makes a " + type);
    };
  }

  /** Each case of a sealed type. */
  private List<Object> all(Class<?> type, String place) {
    List<Object> all = new ArrayList<>();
    if (type.isSealed()) {
      for (Class<?> one : type.getPermittedSubclasses()) {
        all.add(value(one, place));
      }
    } else {
      all.add(value(type, place));
    }
    all.addAll(more.getOrDefault(type, List.of()));
    return all;
  }

  private Object value(Class<?> type, String place) {
    if (type == String.class) {
      return text(place);
    }
    Optional<Object> known = plain(type);
    if (known.isPresent()) {
      return known.get();
    }
    if (type.isEnum()) {
      return type.getEnumConstants()[round % type.getEnumConstants().length];
    }
    if (place.equals("NamedSource.of")) {
      return record(DnsSource.class);
    }
    if (type.isSealed()) {
      Class<?>[] cases = type.getPermittedSubclasses();
      return value(cases[round % cases.length], place);
    }
    if (type.isRecord()) {
      return record(type);
    }
    throw new AssertionError(place + ": nothing makes a " + type);
  }

  private String text(String place) {
    String last = place.substring(place.lastIndexOf('.') + 1);
    return switch (last) {
      case "set" -> OPEN;
      case "rule" -> "smtp";
      case "digest" -> "0123456789abcdef";
      default -> place.equals("Sets.names") ? OPEN : NAMES.getOrDefault(place, words);
    };
  }

  private Optional<Object> plain(Class<?> type) {
    return Optional.ofNullable(
        switch (type.getSimpleName()) {
          case "int", "Integer" -> (Object) 1;
          case "long", "Long" -> 1L;
          case "boolean", "Boolean" -> round % 2 == 0;
          case "Instant" -> TIME;
          case "Duration" -> Duration.ofHours(1);
          case "LocalDate" -> LocalDate.of(2027, 1, 1);
          case "BigInteger" -> BigInteger.ONE;
          case "Family" -> Family.IP;
          case "Refusal" -> Refusal.DROP;
          case "Hook" -> Hook.INPUT;
          case "Address" -> address();
          case "Interval" -> new Interval(address(), address());
          case "AddressSet" -> space();
          case "Peers" -> new Peers.Only(space());
          case "EntryTable" -> table();
          case "Accept" -> new Rule.Accept.Sets(List.of(OPEN, HIDDEN));
          case "LastGood" -> lastGood();
          case "Withheld" -> Withheld.NOTHING;
          default -> null;
        });
  }

  private Address address() {
    return addresses.get(round % addresses.size()).first();
  }

  private AddressSet space() {
    return AddressSet.of(addresses.toArray(Interval[]::new));
  }

  private EntryTable table() {
    var table = EntryTable.builder(Family.IP, addresses.size());
    addresses.stream()
        .filter(one -> one.family() == Family.IP)
        .forEach(one -> table.add(one, words));
    return table.build();
  }

  private LastGood lastGood() {
    DateColumn dates = DateColumn.of(TIME, table().size());
    return new LastGood(
        (LastGood.Key) record(LastGood.Key.class),
        TIME,
        Duration.ofHours(1),
        List.of(words),
        words,
        new DatedTable(table(), List.of(dates)),
        new DatedTable(table(), List.of(dates, dates, dates)),
        Optional.empty());
  }

  private static String simple(Class<?> type) {
    return type.getName().substring(type.getPackageName().length() + 1).replace('$', '.');
  }

  private Object record(Class<?> type) {
    RecordComponent[] parts = type.getRecordComponents();
    Object[] values =
        Arrays.stream(parts)
            .map(one -> of(one.getGenericType(), simple(type) + "." + one.getName()))
            .toArray();
    try {
      Constructor<?> constructor =
          type.getDeclaredConstructor(
              Arrays.stream(parts).map(RecordComponent::getType).toArray(Class<?>[]::new));
      return constructor.newInstance(values);
    } catch (InvocationTargetException e) {
      throw new AssertionError(type + " refuses " + Arrays.toString(values), e.getCause());
    } catch (ReflectiveOperationException e) {
      throw new LinkageError(type + " cannot be made", e);
    }
  }
}
