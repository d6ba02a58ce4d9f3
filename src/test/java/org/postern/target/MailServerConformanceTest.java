package org.postern.target;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.postern.plan.AccessRule;
import org.postern.plan.Peers;
import org.postern.plan.Recipients;
import org.postern.plan.Ruleset;
import org.postern.plan.Scope;
import org.postern.plan.ToyWorld;
import org.postern.policy.Refusal;

/** The mail server of the tests, over files. */
class MailServerConformanceTest extends TargetConformance {
  @TempDir private Path folder;

  @Override
  protected Bench bench() {
    return new Disk(folder, new MailServerKind(folder));
  }

  /**
   * A folder of files.
   *
   * @param kind that writes there
   */
  private record Disk(Path folder, MailServerKind kind) implements Bench {
    private static final List<List<String>> PEERS =
        List.of(
            List.of(),
            List.of("192.0.2.1"),
            List.of("192.0.2.0/24", "2001:db8::/32"),
            List.of("0.0.0.0/0"));

    @Override
    public AccessRule rule(String name, String... accepted) {
      return rule(name, new Scope.Mail(new Recipients.All(), Optional.empty(), true, ""), accepted);
    }

    private static AccessRule rule(String name, Scope.Mail scope, String... accepted) {
      return new AccessRule(
          name,
          scope,
          new Peers.Only(ToyWorld.set(accepted)),
          Optional.of(Refusal.DEFER),
          Optional.empty(),
          Optional.empty());
    }

    @Override
    public Ruleset ruleset(Random random) {
      List<AccessRule> rules = new ArrayList<>();
      for (String name : List.of("smtp", "mta", "inner")) {
        if (random.nextInt(3) > 0) {
          TreeSet<String> domains = new TreeSet<>(List.of(name + ".example"));
          TreeSet<String> except = new TreeSet<>(List.of("not." + name + ".example"));
          Recipients recipients =
              new Recipients.Domains(
                  domains, random.nextBoolean(), random.nextBoolean() ? except : new TreeSet<>());
          String reply = random.nextBoolean() ? "" : "deliver to the MX of this domain";
          Scope.Mail scope =
              new Scope.Mail(recipients, Optional.empty(), random.nextBoolean(), reply);
          List<String> peers = PEERS.get(random.nextInt(PEERS.size()));
          rules.add(rule(name, scope, peers.toArray(String[]::new)));
        }
      }
      return new Ruleset(rules);
    }

    @Override
    public void others() {
      write(folder.resolve("others.rules"), "reject all\n");
    }

    @Override
    public void damage() {
      write(kind.file(MailServerKind.NAME), MailServerKind.OPEN);
    }

    private static void write(Path file, String text) {
      try {
        Files.writeString(file, text);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    /** The open form is nothing of ours: a mail server refuses all where its file is missing. */
    @Override
    public List<String> contents() {
      try (Stream<Path> files = Files.list(folder)) {
        List<String> lines = new ArrayList<>();
        for (Path file : files.sorted().toList()) {
          String text = Files.readString(file);
          if (!text.equals(MailServerKind.OPEN)) {
            text.lines().map(line -> file.getFileName() + " " + line).forEach(lines::add);
          }
        }
        return lines;
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
