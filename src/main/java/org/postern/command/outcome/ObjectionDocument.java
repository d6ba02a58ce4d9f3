package org.postern.command.outcome;

import java.time.Instant;
import java.util.Optional;
import org.postern.address.Address;
import org.postern.host.Connection;
import org.postern.host.RecordTree.Inline;
import org.postern.host.RecordTree.Name;
import org.postern.pipeline.Endangered;
import org.postern.pipeline.Objection;
import org.postern.pipeline.UnseenInterface;
import org.postern.plan.Effect;

/**
 * An objection of a safeguard, as a document for programs.
 *
 * @param kind the kind of objection, in words
 * @param why the reason in words
 * @param fix what to do about it, in words
 */
public record ObjectionDocument(String kind, @Inline About about, String why, String fix) {

  /** The subject of an objection. */
  public sealed interface About {
    /**
     * A host to which mail goes past the filter.
     *
     * @param ours whether it belongs to the host that is protected
     * @param until the time by which the last cache has forgotten it; empty while DNS leads there
     */
    record Exchanger(
        String domain, String exchanger, Address address, boolean ours, Optional<Instant> until)
        implements About {}

    /** A mail domain. */
    record Domain(String domain) implements About {}

    /**
     * A mail domain with the time since which its MX is watched, and the time from which that is
     * long enough.
     */
    record Watched(String domain, Instant since, Instant until) implements About {}

    /**
     * A connection that a rule would refuse.
     *
     * @param port the port of the server
     * @param cut whether the connection ends too
     */
    record Connected(String rule, Address client, Address server, int port, boolean cut)
        implements About {
      private static Connected of(Endangered one) {
        Connection connection = one.connection();
        return new Connected(
            one.rule(), connection.client(), connection.server(), connection.port(), one.cut());
      }
    }

    /** A name server that a rule would refuse. */
    record Resolver(String rule, Address server, int port) implements About {}

    /** An interface that a rule names. */
    record Card(String rule, @Name("interface") String card) implements About {}

    /** A rule. */
    record OfRule(String rule) implements About {}
  }

  static ObjectionDocument of(Objection objection) {
    return new ObjectionDocument(
        kind(objection),
        about(objection),
        ObjectionReport.line(objection),
        ObjectionReport.fix(objection));
  }

  private static String kind(Objection objection) {
    return switch (objection) {
      case Objection.PastTheFilter _ -> "past the filter";
      case Objection.NoMail _ -> "no mail";
      case Objection.Untold _ -> "untold";
      case Objection.WatchedTooShort _ -> "watched too short";
      case Objection.LockedOut _ -> "locked out";
      case Objection.NoResolver _ -> "no resolver";
      case Objection.NoWayOut _ -> "no way out";
      case Objection.NoInterface _ -> "no interface";
      case Objection.UsersCutOff _ -> "users cut off";
    };
  }

  private static About about(Objection objection) {
    return switch (objection) {
      case Objection.PastTheFilter past ->
          new About.Exchanger(
              past.domain(),
              past.exchanger(),
              past.address(),
              past.whose() == Objection.Whose.OURS,
              past.until());
      case Objection.NoMail one -> new About.Domain(one.domain());
      case Objection.Untold one -> new About.Domain(one.domain());
      case Objection.WatchedTooShort(String domain, Instant since, Instant until) ->
          new About.Watched(domain, since, until);
      case Objection.LockedOut one -> About.Connected.of(one.connection());
      case Objection.NoResolver one -> new About.Resolver(one.rule(), one.server(), one.port());
      case Objection.NoWayOut(Endangered out) -> About.Connected.of(out);
      case Objection.NoInterface(UnseenInterface unseen) ->
          new About.Card(unseen.rule(), unseen.name());
      case Objection.UsersCutOff(Effect effect) -> new About.OfRule(effect.rule());
    };
  }
}
