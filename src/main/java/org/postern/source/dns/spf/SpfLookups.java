package org.postern.source.dns.spf;

import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.postern.address.Address;
import org.postern.address.Family;
import org.postern.address.Interval;
import org.postern.source.Answer;
import org.postern.source.dns.RecordLookup;
import org.postern.source.dns.RecordLookup.Told;

/**
 * The look-ups of one expansion, within the limits of RFC 7208 section 4.6.4, and the time for
 * which all of it lasts. A look-up without information ends the expansion.
 */
final class SpfLookups {
  /** The terms of all records together that may look up others. */
  static final int MAX_TERMS = 10;

  private static final int MAX_EXCHANGERS = 10;
  private static final int MAX_VOID = 2;

  private final RecordLookup records;
  private final Map<String, Told> texts = new HashMap<>();
  private Duration ttl = Duration.ofSeconds(Integer.MAX_VALUE);
  private String server = "";
  private int terms;
  private int voids;

  SpfLookups(RecordLookup records) {
    this.records = records;
  }

  /** Returns the least lifetime of what was looked up so far. */
  Duration ttl() {
    return ttl;
  }

  /** Returns the server that gave the first answer; empty before it. */
  String server() {
    return server;
  }

  /** Asks for the TXT records of all these domains in one round. */
  void ask(Collection<String> domains) {
    List<String> unknown = domains.stream().filter(one -> !texts.containsKey(one)).toList();
    if (!unknown.isEmpty()) {
      texts.putAll(records.texts(unknown));
    }
  }

  /** Returns the TXT records of a domain; counts towards no limit. */
  Told told(String domain) {
    ask(List.of(domain));
    return Objects.requireNonNull(texts.get(domain));
  }

  /** Returns the TXT records of a domain; none is a void look-up. */
  List<String> texts(String domain) throws SpfFailure {
    return values(told(domain), domain);
  }

  /** Returns the mail exchangers of a domain; none is a void look-up. */
  List<String> exchangers(String domain) throws SpfFailure {
    List<String> found = values(records.exchangers(domain), domain);
    if (found.size() > MAX_EXCHANGERS) {
      throw new SpfFailure(
          Answer.Cause.TOO_MANY,
          "%s has more than %d mail exchangers".formatted(domain, MAX_EXCHANGERS));
    }
    return found;
  }

  /** Returns the addresses of one family under each name that has some. */
  Map<String, List<Address>> addresses(List<String> names, Family family) throws SpfFailure {
    Map<String, List<Address>> found = new LinkedHashMap<>();
    for (Map.Entry<String, Answer> told : records.addresses(names, family).entrySet()) {
      switch (told.getValue()) {
        case Answer.NoInformation(Answer.Cause cause, String why) ->
            throw new SpfFailure(cause, why);
        case Answer.Gone gone -> learn(gone.ttl(), gone.server());
        case Answer.Data data -> {
          learn(data.ttl(), data.server());
          found.put(
              told.getKey(), data.entries().intervals().stream().map(Interval::first).toList());
        }
      }
    }
    return found;
  }

  /** Counts a term that looks up others. */
  void countTerm(String domain) throws SpfFailure {
    terms++;
    if (terms > MAX_TERMS) {
      throw new SpfFailure(
          Answer.Cause.TOO_MANY,
          "at the record of %s there are more than the %d terms that RFC 7208 lets look up others"
              .formatted(domain, MAX_TERMS));
    }
  }

  /** Counts a name that holds nothing of what was asked. */
  void countVoid(String domain) throws SpfFailure {
    voids++;
    if (voids > MAX_VOID) {
      throw new SpfFailure(
          Answer.Cause.TOO_MANY,
          "%s is the name after the %d that may hold nothing by RFC 7208"
              .formatted(domain, MAX_VOID));
    }
  }

  private List<String> values(Told told, String domain) throws SpfFailure {
    return switch (told) {
      case Told.DeadEnd(Answer.Cause cause, String why) -> throw new SpfFailure(cause, why);
      case Told.Absent absent -> {
        learn(absent.ttl(), absent.server());
        countVoid(domain);
        yield List.of();
      }
      case Told.Found found -> {
        learn(found.ttl(), found.server());
        yield found.values();
      }
    };
  }

  private void learn(Duration lasts, String by) {
    ttl = lasts.compareTo(ttl) < 0 ? lasts : ttl;
    server = server.isEmpty() ? by : server;
  }
}
