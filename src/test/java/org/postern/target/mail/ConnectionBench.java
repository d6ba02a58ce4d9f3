package org.postern.target.mail;

import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.postern.address.Family;
import org.postern.plan.AccessRule;
import org.postern.plan.Recipients;
import org.postern.plan.Ruleset;
import org.postern.plan.Scope;
import org.postern.policy.Refusal;
import org.postern.policy.TargetBinding;
import org.postern.target.TargetConformance;
import org.postern.target.TargetKind;

/**
 * A folder of files of a system that decides when a connection comes in.
 *
 * @param mail the folder
 */
public record ConnectionBench(MailBench mail) implements TargetConformance.Bench {
  private static final List<String> NAMES = List.of("smtp", "mta", "inner-host");

  private static final List<List<String>> PEERS =
      List.of(
          List.of(),
          List.of("192.0.2.1"),
          List.of("192.0.2.0/23", "203.0.113.7-203.0.113.29"),
          List.of("192.0.2.0/24", "2001:db8::/32"),
          List.of("0.0.0.0/0"));

  @Override
  public TargetKind kind() {
    return mail.kind();
  }

  @Override
  public TargetBinding binding() {
    return mail.binding();
  }

  /** A system without IPv6 holds no rule that accepts any: peers of it are left out here. */
  @Override
  public AccessRule rule(String name, String... accepted) {
    boolean all = kind().capabilities().families().contains(Family.IP6);
    return MailBench.rule(
        name,
        ConnectionRules.scope(),
        Refusal.DEFER,
        Stream.of(accepted).filter(peer -> all || !peer.contains(":")).toArray(String[]::new));
  }

  @Override
  public Ruleset ruleset(Random random) {
    String reply = random.nextBoolean() ? "" : "deliver to the MX of this domain";
    Scope.Mail scope =
        new Scope.Mail(new Recipients.All(), Optional.empty(), random.nextInt(4) == 0, reply);
    Refusal[] refusals = {Refusal.DEFER, Refusal.DEFER, Refusal.OBSERVE, Refusal.REJECT};
    List<String> peers = PEERS.get(random.nextInt(PEERS.size()));
    return new Ruleset(
        List.of(
            MailBench.rule(
                NAMES.get(random.nextInt(NAMES.size())),
                scope,
                refusals[random.nextInt(refusals.length)],
                peers.toArray(String[]::new))));
  }

  @Override
  public void others() {
    mail.others();
  }

  @Override
  public void damage() {
    mail.damage();
  }

  @Override
  public List<String> contents() {
    return mail.contents();
  }
}
