package org.postern.source.dns;

import java.util.Optional;
import org.postern.source.Answer.Cause;
import org.xbill.DNS.Name;
import org.xbill.DNS.TextParseException;

/** Follows a name along its CNAME records to the end. */
final class Chase {
  private final Upstream upstream;

  /**
   * The end of a chase.
   *
   * @param reading the words of a dead end name what was asked
   * @param server the server that answered, and how; empty where none did
   */
  record End(Reading.End reading, String server) {
    static End nowhere(Cause cause, String why) {
      return new End(new Reading.DeadEnd(cause, why), "");
    }
  }

  Chase(Upstream upstream) {
    this.upstream = upstream;
  }

  /** Ends, because every further question is about a longer trail and trails are capped. */
  End follow(Lookup lookup, Deadline deadline) {
    Optional<String> problem = DnsName.check(lookup.name());
    if (problem.isPresent()) {
      return End.nowhere(Cause.BAD_NAME, problem.get());
    }
    Trail trail = Trail.from(absolute(lookup.name()));
    while (true) {
      Upstream.Told told = upstream.ask(trail, lookup.type(), deadline);
      switch (told.reading()) {
        case Reading.Elsewhere(Trail further) -> trail = further;
        case Reading.DeadEnd(Cause cause, String why) -> {
          return End.nowhere(cause, about(lookup, trail) + ": " + why);
        }
        case Reading.Found found -> {
          return new End(found, told.server());
        }
        case Reading.Absent absent -> {
          return new End(absent, told.server());
        }
      }
    }
  }

  /** Names the CNAME target only where the failing name is not the one asked for. */
  private static String about(Lookup lookup, Trail trail) {
    return trail.cnames() == 0 ? lookup.text() : lookup.text() + " at " + trail.via().getLast();
  }

  private static Name absolute(String name) {
    try {
      return Name.fromString(name, Name.root);
    } catch (TextParseException e) {
      throw new IllegalStateException("a checked name is no name", e);
    }
  }
}
