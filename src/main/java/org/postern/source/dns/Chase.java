package org.postern.source.dns;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.postern.address.Address;
import org.postern.address.Interval;
import org.postern.source.Answer;
import org.postern.source.Answer.Absence;
import org.postern.source.Answer.Cause;
import org.postern.source.Entry;
import org.xbill.DNS.Name;
import org.xbill.DNS.TextParseException;
import org.xbill.DNS.Type;

/** One question, followed along its CNAME records to the end. */
final class Chase {
  private final Servers servers;

  Chase(Servers servers) {
    this.servers = servers;
  }

  /** Ends, because every further question is about a longer trail and trails are capped. */
  Answer answer(DnsQuestion question, Deadline deadline) {
    Optional<String> problem = DnsName.check(question.name());
    if (problem.isPresent()) {
      return new Answer.NoInformation(Cause.BAD_NAME, problem.get());
    }
    int type = Type.value(question.type());
    Trail trail = Trail.from(absolute(question.name()));
    while (true) {
      Servers.Told told = servers.ask(trail, type, deadline);
      switch (told.reading()) {
        case Reading.Elsewhere(Trail further) -> trail = further;
        case Reading.Found(List<Address> addresses, Trail way) -> {
          return data(addresses, way, told.server());
        }
        case Reading.Absent(Absence absence, Trail way) -> {
          return new Answer.Gone(absence, Duration.ofSeconds(way.ttl()), way.via(), told.server());
        }
        case Reading.DeadEnd(Cause cause, String why) -> {
          return new Answer.NoInformation(cause, about(question, trail) + ": " + why);
        }
      }
    }
  }

  private static Answer.Data data(List<Address> addresses, Trail way, String server) {
    List<Entry> entries =
        addresses.stream()
            .map(address -> new Entry(new Interval(address, address), "", 0))
            .toList();
    return new Answer.Data(entries, Duration.ofSeconds(way.ttl()), way.via(), server);
  }

  /** Names the CNAME target only where the failing name is not the one asked for. */
  private static String about(DnsQuestion question, Trail trail) {
    return trail.cnames() == 0 ? question.text() : question.text() + " at " + trail.via().getLast();
  }

  private static Name absolute(String name) {
    try {
      return Name.fromString(name, Name.root);
    } catch (TextParseException e) {
      throw new IllegalStateException("a checked name is no name", e);
    }
  }
}
