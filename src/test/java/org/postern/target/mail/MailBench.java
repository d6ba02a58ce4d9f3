package org.postern.target.mail;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.postern.plan.AccessRule;
import org.postern.plan.Peers;
import org.postern.plan.Recipients;
import org.postern.plan.Ruleset;
import org.postern.plan.Scope;
import org.postern.plan.ToyWorld;
import org.postern.policy.Refusal;
import org.postern.policy.TargetBinding;
import org.postern.target.TargetConformance;
import org.postern.target.TargetKind;

/**
 * A folder of files of one mail server that is not there.
 *
 * @param kind that writes them
 * @param binding with that folder
 * @param folder of the files
 * @param damaged the file that others write to
 * @param open the files that say nothing of ours, by what they hold
 */
public record MailBench(
    TargetKind kind, TargetBinding binding, Path folder, String damaged, Set<String> open)
    implements TargetConformance.Bench {
  private static final List<List<String>> PEERS =
      List.of(
          List.of(),
          List.of("192.0.2.1"),
          List.of("192.0.2.0/24", "2001:db8::/32"),
          List.of("0.0.0.0/0"));

  @Override
  public AccessRule rule(String name, String... accepted) {
    Scope.Mail scope = new Scope.Mail(new Recipients.All(), Optional.empty(), true, "");
    boolean defers = kind.capabilities().verdicts().contains(Refusal.DEFER);
    return rule(name, scope, defers ? Refusal.DEFER : Refusal.REJECT, accepted);
  }

  /** A rule of mail. */
  public static AccessRule rule(
      String name, Scope.Mail scope, Refusal otherwise, String... accepted) {
    return new AccessRule(
        name,
        scope,
        new Peers.Only(ToyWorld.set(accepted)),
        Optional.of(otherwise),
        Optional.empty(),
        Optional.empty());
  }

  @Override
  public Ruleset ruleset(Random random) {
    return some(random);
  }

  /** Some rules of mail. */
  public static Ruleset some(Random random) {
    List<AccessRule> rules = new ArrayList<>();
    for (String name : List.of("smtp", "mta", "inner-host")) {
      if (random.nextInt(3) > 0) {
        rules.add(some(name, random));
      }
    }
    return new Ruleset(rules);
  }

  private static AccessRule some(String name, Random random) {
    TreeSet<String> names = new TreeSet<>(List.of(name + ".example", "a." + name + ".example"));
    TreeSet<String> except = new TreeSet<>(List.of("not." + name + ".example"));
    Recipients.Domains domains =
        new Recipients.Domains(
            names, random.nextBoolean(), random.nextBoolean() ? except : new TreeSet<>());
    Recipients.Domains more =
        new Recipients.Domains(new TreeSet<>(List.of(name + ".test")), false, new TreeSet<>());
    Recipients recipients =
        random.nextBoolean() ? domains : new Recipients.Union(List.of(domains, more));
    String reply = random.nextBoolean() ? "" : "deliver to the MX of this domain";
    Scope.Mail scope = new Scope.Mail(recipients, Optional.empty(), random.nextBoolean(), reply);
    Refusal[] refusals = Refusal.ofMail().toArray(Refusal[]::new);
    List<String> peers = PEERS.get(random.nextInt(PEERS.size()));
    return rule(
        name, scope, refusals[random.nextInt(refusals.length)], peers.toArray(String[]::new));
  }

  @Override
  public void others() {
    write("notes.txt", "of others\n");
  }

  @Override
  public void damage() {
    write(damaged, "0.0.0.0/0 OK\n");
  }

  /** Writes a file as others do. */
  public void write(String name, String text) {
    try {
      Files.writeString(folder.resolve(name), text);
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
        String text = Files.readString(file, StandardCharsets.ISO_8859_1);
        if (!open.contains(text)) {
          text.lines().map(line -> file.getFileName() + " " + line).forEach(lines::add);
        }
      }
      return lines;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
