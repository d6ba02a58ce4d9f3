package org.postern.pipeline;

import java.time.Instant;
import java.util.Optional;
import org.postern.address.Address;
import org.postern.plan.Effect;

/** Why a change is not made unless the administrator says that he means it. */
public sealed interface Objection {

  /**
   * Mail of a protected domain goes past the filter, and would be refused.
   *
   * @param exchanger the host that the domain names
   * @param whose what kind of host it is
   * @param until empty while DNS leads there; else when the last cache has forgotten it
   */
  record PastTheFilter(
      String domain, String exchanger, Address address, Whose whose, Optional<Instant> until)
      implements Objection {}

  /** To whom an exchanger belongs. */
  enum Whose {
    /** To this host, or to the server behind it that the rule protects. */
    OURS,
    /** To no server that is known as the filter. */
    OTHERS
  }

  /** A protected domain has no mail exchanger, so a typing error would pass as protection. */
  record NoMail(String domain) implements Objection {}

  /**
   * It cannot be told where the mail of a protected domain goes; later it may be.
   *
   * @param why in words and free of foreign bytes
   */
  record Untold(String domain, String why) implements Objection {}

  /**
   * The MX records of a protected domain are looked at for less time than caches may keep what they
   * named before.
   *
   * @param since when that began
   * @param until from when on they are looked at for long enough
   */
  record WatchedTooShort(String domain, Instant since, Instant until) implements Objection {}

  /** The connection by which the administrator came would be refused, or another of his. */
  record LockedOut(Endangered connection, boolean invoker) implements Objection {}

  /**
   * A name server would be refused.
   *
   * @param rule the rule that would refuse it
   */
  record NoResolver(String rule, Address server, int port) implements Objection {}

  /** A rule names an interface by which nothing comes in, so it judges nothing of what is meant. */
  record NoInterface(UnseenInterface unseen) implements Objection {}

  /**
   * A rule would keep users out, for what others have set on the target.
   *
   * @param effect whose kind is {@link Effect.Kind#HARM}
   */
  record UsersCutOff(Effect effect) implements Objection {}

  /** An outgoing connection that stands now, such as that to the relay, would be refused. */
  record NoWayOut(Endangered connection) implements Objection {}
}
