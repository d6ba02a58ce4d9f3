package org.postern.pipeline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.postern.address.AddressSet;
import org.postern.address.text.AddressText;
import org.postern.diagnostic.Report;
import org.postern.plan.AccessRule;
import org.postern.plan.Peers;
import org.postern.plan.Ruleset;
import org.postern.target.Artifact;

/**
 * Compiles shipped policies, and knows what the manuals say that they are made after.
 *
 * @param folder for the files of a run
 * @param lock the answers that no source is asked for
 */
public record RulesetCompiler(Path folder, String lock) {
  /** The addresses of AppRiver's article 39, in its order. */
  public static final Map<String, String> APPRIVER = new LinkedHashMap<>();

  static {
    APPRIVER.put("69.20.58.226", "server45.appriver.com");
    APPRIVER.put("69.20.68.133", "server55.appriver.com");
    APPRIVER.put("207.97.224.142", "server75.appriver.com");
    APPRIVER.put("207.97.229.125", "server101.appriver.com");
    APPRIVER.put("207.97.230.34", "server102.appriver.com");
    APPRIVER.put("207.97.230.54", "server105.appriver.com");
    APPRIVER.put("207.97.242.51", "server115.appriver.com");
    APPRIVER.put("92.52.89.74", "server305.appriver.com");
    APPRIVER.put("74.205.4.52", "server120.appriver.com");
    APPRIVER.put("72.32.252.16", "server502.appriver.com");
    APPRIVER.put("72.32.253.10", "server510.appriver.com");
    APPRIVER.put("72.32.252.97", "server520.appriver.com");
    APPRIVER.put("120.136.38.138", "server605.appriver.com");
    APPRIVER.put("69.20.60.122", "AppRiver Load Balancer");
    APPRIVER.put("69.20.58.234", "AppRiver Backup Server");
  }

  public static final String NAME = "delivery.antispamcloud.com";

  public static final List<String> NODES =
      List.of("185.201.16.10", "185.201.17.11", "2a01:111:f400::25");

  static final String LOCK = RulesetAnswers.lock();

  static RulesetText read(String name) throws IOException {
    return RulesetText.read(Path.of("rulesets", name));
  }

  public static List<String> files(Artifact artifact) {
    List<String> names = new ArrayList<>();
    artifact.steps().forEach(step -> names.add(step.fileName(names.size() + 1)));
    artifact.companions().forEach(step -> names.add(step.fileName(names.size() + 1)));
    return names;
  }

  public static AccessRule rule(Ruleset rules, String name) {
    return rules.rules().stream()
        .filter(rule -> rule.name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  public static AddressSet accepted(AccessRule rule) {
    return assertInstanceOf(Peers.Only.class, rule.peers()).addresses();
  }

  public static AddressSet set(Collection<String> texts) {
    AddressSet.Builder builder = AddressSet.builder();
    for (String text : texts) {
      builder.add(assertInstanceOf(AddressText.Ok.class, AddressText.parse(text)).interval());
    }
    return builder.build();
  }

  /** What a text is compiled to; it has no mistakes. */
  Outcome.Planned planned(String text) throws IOException {
    return assertInstanceOf(Outcome.Planned.class, compile(text), text);
  }

  /** What the policy itself does not say comes from the lockfile. */
  Outcome compile(String text) throws IOException {
    Path policy = Files.writeString(folder.resolve("policy.yaml"), text);
    Path file = Files.writeString(folder.resolve("policy.lock"), lock);
    Report report = new Report();
    Pipeline pipeline = Assembly.pipeline(folder.resolve("state"));
    Request request = Request.of(policy).withLock(Optional.of(file));
    pipeline.check(request, report);
    assertEquals(List.of(), report.diagnostics(), text);
    return pipeline.compile(request);
  }
}
