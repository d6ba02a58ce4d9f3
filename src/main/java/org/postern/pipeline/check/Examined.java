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
 * The knowledge of a policy and of the systems that hold it, for a look that changes nothing.
 *
 * @param policy the policy; empty where there is none
 * @param rules the rules in force; where there are none, those that the policy means now
 * @param isInForce whether something is in force by the state
 * @param targets the contents of each target
 * @param routes the route of the mail of each protected domain
 * @param mail the objections to refusing because of that
 * @param watched the times since when the MX records of protected domains are looked at
 * @param unseen the parts that could not be looked at, in words
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

  /** Returns what is known of a host that has no policy. */
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
   * @param name the name as the policy has it
   * @param kind the kind of the target
   * @param held the contents, with the effects of others on them
   * @param refused the peers that rules accept and others refuse, though no rule promises that they
   *     pass
   */
  public record Seen(String name, String kind, Observation held, List<Effect> refused) {
    public Seen {
      refused = List.copyOf(refused);
    }
  }

  /**
   * A part that could not be looked at.
   *
   * @param what the part, a noun
   * @param why the reason in words
   * @param remedy the remedy in words; empty where the reason says it
   */
  public record Unseen(String what, String why, String remedy) {}

  /** Returns how long caches may still lead mail of a domain to an address. */
  public Optional<Duration> reach(String domain, Address address) {
    return routes.get(domain) instanceof MailRoute.Hosts hosts
        ? hosts.exchangers().stream()
            .filter(one -> one.addresses().contains(address))
            .map(MailRoute.Exchanger::reach)
            .findFirst()
        : Optional.empty();
  }
}
