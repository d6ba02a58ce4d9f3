package org.postern.pipeline.check;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.postern.address.Address;
import org.postern.pipeline.Objection;
import org.postern.plan.Effect;
import org.postern.plan.Observation;
import org.postern.plan.Ruleset;
import org.postern.policy.Policy;
import org.postern.source.MailRoute;
import org.postern.state.MxWatch;

/**
 * What is known of a policy and of the systems that hold it, for a look that changes nothing.
 *
 * @param policy empty where there is none
 * @param rules what is in force; where nothing is, what the policy means now
 * @param isInForce whether something is in force by the state
 * @param targets what each of them holds
 * @param routes where the mail of protected domains goes
 * @param mail what speaks against refusing because of that
 * @param watched since when the MX records of protected domains are looked at
 * @param unseen what could not be looked at, in words
 */
public record Examined(
    Optional<Policy> policy,
    Ruleset rules,
    boolean isInForce,
    List<Seen> targets,
    Map<String, MailRoute> routes,
    List<Objection> mail,
    List<MxWatch> watched,
    List<Unseen> unseen) {
  public Examined {
    targets = List.copyOf(targets);
    routes = Map.copyOf(routes);
    mail = List.copyOf(mail);
    watched = List.copyOf(watched);
    unseen = List.copyOf(unseen);
  }

  /** Of a host that has no policy. */
  public static Examined withoutPolicy() {
    return new Examined(
        Optional.empty(),
        Ruleset.empty(),
        false,
        List.of(),
        Map.of(),
        List.of(),
        List.of(),
        List.of());
  }

  /**
   * A target.
   *
   * @param name as the policy calls it
   * @param kind what it is
   * @param held what it holds, with what others leave of it
   * @param refused what others refuse of those whom rules accept, though no rule promises that they
   *     pass
   */
  public record Seen(String name, String kind, Observation held, List<Effect> refused) {
    public Seen {
      refused = List.copyOf(refused);
    }
  }

  /**
   * Something that could not be looked at.
   *
   * @param what a noun
   * @param why in words
   * @param remedy what to do about it, in words; empty where the reason says it
   */
  public record Unseen(String what, String why, String remedy) {}

  /** How long caches may still lead mail of a domain to an address. */
  public Optional<Duration> reach(String domain, Address address) {
    return routes.get(domain) instanceof MailRoute.Hosts hosts
        ? hosts.exchangers().stream()
            .filter(one -> one.addresses().contains(address))
            .map(MailRoute.Exchanger::reach)
            .findFirst()
        : Optional.empty();
  }
}
