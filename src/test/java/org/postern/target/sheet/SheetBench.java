package org.postern.target.sheet;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.postern.diagnostic.Span;
import org.postern.plan.AccessRule;
import org.postern.plan.Capabilities;
import org.postern.plan.Peers;
import org.postern.plan.Proof;
import org.postern.plan.Recipients;
import org.postern.plan.Ruleset;
import org.postern.plan.Scope;
import org.postern.plan.ToyWorld;
import org.postern.policy.Refusal;
import org.postern.policy.TargetBinding;
import org.postern.target.Applied;
import org.postern.target.Target;
import org.postern.target.TargetConformance;
import org.postern.target.TargetException;
import org.postern.target.TargetKind;

/**
 * A folder of sheets, and a person who carries out each of them and says so.
 *
 * @param system that the person changes
 */
record SheetBench(Path folder, SheetSystem system) implements TargetConformance.Bench {
  private static final List<List<String>> PEERS =
      List.of(
          List.of("192.0.2.1"),
          List.of("192.0.2.0/28", "198.51.100.7"),
          List.of("203.0.113.4-203.0.113.9"));

  @Override
  public TargetKind kind() {
    return new SheetKind();
  }

  @Override
  public TargetBinding binding() {
    return new TargetBinding(
        "sheet",
        "paper",
        Span.wholeFile(""),
        Map.of("for", system.word(), "folder", folder.toString()));
  }

  @Override
  public Capabilities capabilities() {
    return system.capabilities();
  }

  @Override
  public AccessRule rule(String name, String... accepted) {
    return system.hasOneList() ? mail(name, accepted) : ToyWorld.rule(name, accepted);
  }

  /** A rule of mail that such a system can hold. */
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
    if (!system.hasOneList()) {
      return new ToyWorld(random).ruleset();
    }
    List<String> peers = PEERS.get(random.nextInt(PEERS.size()));
    return new Ruleset(List.of(mail("smtp", peers.toArray(String[]::new))));
  }

  @Override
  public Applied carriedOut(Target target, Applied applied) {
    if (!(applied instanceof Applied.Handed handed)) {
      return applied;
    }
    try {
      target
          .facets()
          .attesting()
          .orElseThrow()
          .attest(handed.digest(), "the person of the test", Instant.EPOCH);
      return new Applied.Done(target.observe());
    } catch (TargetException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public Proof proof(Ruleset held) {
    return held.rules().isEmpty() ? Proof.EXACT : Proof.ATTESTED;
  }

  @Override
  public void others() {
    try {
      Files.createDirectories(folder);
      Files.writeString(folder.resolve("notes.txt"), "of others");
      Files.writeString(folder.resolve("sheet-1.md"), "of others");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void damage() {
    try {
      Files.delete(folder.resolve("attested.json"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Sheets that were carried out may be thrown away at any time. */
  @Override
  public List<String> contents() {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(folder)) {
      List<String> lines = new ArrayList<>();
      for (Path file : files.sorted().toList()) {
        Files.readString(file).lines().map(line -> file + " " + line).forEach(lines::add);
      }
      return lines;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
