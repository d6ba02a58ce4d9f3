package org.postern.pipeline;

import java.time.Instant;
import java.util.Optional;
import org.postern.address.Address;
import org.postern.plan.Effect;

/** The reason why a change is not made unless the administrator says that he means it. */
public sealed interface Objection {

  /**
   * Mail of a protected domain goes past the filter, and would be refused.
   *
   * @param exchanger the host that the domain names
   * @param whose the kind of host that it is
   * @param until the time when the last cache has forgotten it; empty while DNS leads there
   */
  record PastTheFilter(
      String domain, String exchanger, Address address, Whose whose, Optional<Instant> until)
      implements Objection {}

  /** The owner of an exchanger. */
  enum Whose {
    /** The exchanger is this host, or the server behind it that the rule protects. */
    OURS,
    /** The exchanger is no server that is known as the filter. */
    OTHERS
  }

  /** A protected domain has no mail exchanger, so a typing error would pass as protection. */
  record NoMail(String domain) implements Objection {}

  /**
   * It cannot be told now where the mail of a protected domain goes, but perhaps later.
   *
   * @param why the reason in words, free of foreign bytes
   */
  record Untold(String domain, String why) implements Objection {}

  /**
   * The MX records of a protected domain are looked at for less time than caches may keep what they
   * named before.
   *
   * @param since the time when that began
   * @param until the time from which on they are looked at for long enough
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
   * @param effect the effect, whose kind is {@link Effect.Kind#HARM}
   */
  record UsersCutOff(Effect effect) implements Objection {}

  /** An outgoing connection that stands now, such as that to the relay, would be refused. */
  record NoWayOut(Endangered connection) implements Objection {}
}
