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
import java.util.stream.Collectors;
import org.postern.address.AddressSet;
import org.postern.address.AddressText;
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
record RulesetCompiler(Path folder, String lock) {
  /** The addresses of AppRiver's article 39, in its order. */
  static final Map<String, String> APPRIVER = new LinkedHashMap<>();

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

  static final String NAME = "delivery.antispamcloud.com";

  static final List<String> NODES = List.of("185.201.16.10", "185.201.17.11", "2a01:111:f400::25");

  /** What the sources of the shipped policies say in tests; real answers are of many more. */
  static final Map<String, Map<String, List<String>>> ANSWERS =
      Map.of(
          "dns " + NAME,
          answers(List.of("185.201.16.10", "185.201.17.11"), List.of("2a01:111:f400::25")),
          "dns dispatch-us.ppe-hosted.com",
          answers(List.of("67.231.154.162", "148.163.129.50"), List.of()),
          "spf _spf.google.com",
          answers(List.of("35.190.247.0/24", "209.85.128.0/17"), List.of("2a00:1450:4000::/36")),
          "spf eu._netblocks.mimecast.com",
          answers(List.of("185.58.84.0/22", "195.130.217.0/24"), List.of()),
          "spf spf.ess.barracudanetworks.com",
          answers(List.of("209.222.80.0/21"), List.of()),
          "spf spf.hornetsecurity.com",
          answers(List.of("94.100.128.0/20"), List.of("2a00:4980::/32")),
          "spf spf.messagelabs.com",
          answers(List.of("67.219.240.0/20", "85.158.136.0/21"), List.of()));

  static final String LOCK = locked();

  private static Map<String, List<String>> answers(List<String> ip, List<String> ip6) {
    return Map.of("ip", ip, "ip6", ip6);
  }

  private static String locked() {
    List<String> sources = new ArrayList<>();
    ANSWERS.forEach(
        (source, families) ->
            families.forEach(
                (family, entries) ->
                    sources.add(
                        "{\"source\": \"%s\", \"family\": \"%s\", \"entries\": [%s]}"
                            .formatted(
                                source,
                                family,
                                entries.stream()
                                    .map(entry -> '"' + entry + '"')
                                    .collect(Collectors.joining(", "))))));
    return """
    {"postern-lock": 1, "sources": [
      %s
    ],
     "mx": {"example.com":
       ["fallbackmx.spamexperts.eu", "lastmx.spamexperts.net", "mx.spamexperts.com"]}}
    """
        .formatted(String.join(",\n  ", sources));
  }

  static RulesetText read(String name) throws IOException {
    return RulesetText.read(Path.of("rulesets", name));
  }

  static List<String> files(Artifact artifact) {
    List<String> names = new ArrayList<>();
    artifact.steps().forEach(step -> names.add(step.fileName(names.size() + 1)));
    artifact.companions().forEach(step -> names.add(step.fileName(names.size() + 1)));
    return names;
  }

  static AccessRule rule(Ruleset rules, String name) {
    return rules.rules().stream()
        .filter(rule -> rule.name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  static AddressSet accepted(AccessRule rule) {
    return assertInstanceOf(Peers.Only.class, rule.peers()).addresses();
  }

  static AddressSet set(Collection<String> texts) {
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
