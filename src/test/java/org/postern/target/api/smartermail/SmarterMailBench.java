package org.postern.target.api.smartermail;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.postern.diagnostic.Span;
import org.postern.plan.AccessRule;
import org.postern.plan.Peers;
import org.postern.plan.Recipients;
import org.postern.plan.Ruleset;
import org.postern.plan.Scope;
import org.postern.plan.ToyWorld;
import org.postern.policy.Refusal;
import org.postern.policy.TargetBinding;
import org.postern.target.Secrets;
import org.postern.target.TargetConformance;
import org.postern.target.TargetKind;
import org.postern.target.TestSecrets;

/**
 * A modelled server.
 *
 * @param form how ranges are written
 */
record SmarterMailBench(ModelledServer server, String form) implements TargetConformance.Bench {
  private static final List<List<String>> PEERS =
      List.of(
          List.of("192.0.2.1"),
          List.of("192.0.2.0/28", "198.51.100.7"),
          List.of("0.0.0.0/9", "203.0.113.4-203.0.113.9", "255.255.255.255"));

  @Override
  public TargetKind kind() {
    return new SmarterMailKind(_ -> new MemoryChannel(server));
  }

  @Override
  public Secrets secrets() {
    return TestSecrets.of(ModelledServer.PASSWORD);
  }

  @Override
  public TargetBinding binding() {
    return binding(Map.of("form", form));
  }

  /** A binding with more options. */
  static TargetBinding binding(Map<String, String> more) {
    Map<String, String> options = new LinkedHashMap<>();
    options.put("at", "https://mail.example.com");
    options.put("user", ModelledServer.USER);
    options.put("secret", "file:/etc/postern/sm.secret");
    options.put("users", "elsewhere");
    options.put("ipv6", "closed");
    options.putAll(more);
    return new TargetBinding("smartermail", "sm", Span.wholeFile(""), options);
  }

  @Override
  public AccessRule rule(String name, String... accepted) {
    return mail(name, accepted);
  }

  static AccessRule mail(String name, String... accepted) {
    return new AccessRule(
        name,
        new Scope.Mail(new Recipients.All(), Optional.empty(), false, ""),
        new Peers.Only(ToyWorld.set(accepted)),
        Optional.of(Refusal.REJECT),
        Optional.empty(),
        Optional.empty());
  }

  @Override
  public Ruleset ruleset(Random random) {
    List<String> peers = PEERS.get(random.nextInt(PEERS.size()));
    return new Ruleset(List.of(mail("smtp", peers.toArray(String[]::new))));
  }

  /** One of them has the text that an entry of ours would have. */
  @Override
  public void others() {
    server.put("0.0.0.0-126.255.255.255", 1, "of the manual", "Pop");
    server.put("203.0.113.99", 1, "a spammer", "Smtp", "Pop");
    server.put("192.0.2.250", 0, "the scanner", "Smtp");
    server.put("2001:db8::7", 1, "another spammer", "Smtp");
  }

  @Override
  public void damage() {
    server.take(server.texts("Postern sm").getFirst());
  }

  @Override
  public List<String> contents() {
    return server.contents();
  }
}
