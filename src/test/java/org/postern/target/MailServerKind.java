package org.postern.target;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.postern.address.Family;
import org.postern.plan.AccessRule;
import org.postern.plan.Capabilities;
import org.postern.plan.Capabilities.Ability;
import org.postern.plan.MailAbilities;
import org.postern.plan.Observation;
import org.postern.plan.Plan;
import org.postern.plan.Proof;
import org.postern.plan.Ruleset;
import org.postern.policy.Refusal;
import org.postern.policy.TargetBinding;

/**
 * A mail server that reads one file of rules: the witness that a target of mail has only to write
 * and read. Without a rule of ours the file says that everything is open, since a mail server
 * refuses all mail where its file is missing.
 */
public final class MailServerKind implements TargetKind {
  public static final String NAME = "mailserver";

  /** The whole file where no rule of ours is. */
  public static final String OPEN = "# postern\nopen\n";

  private static final String HEAD = "# postern\n";

  private final Path folder;
  private boolean listeners;
  private boolean contained;
  private Optional<Facets.RefusedPeers> seen = Optional.empty();
  private Map<String, Observation.Counters> counters = Map.of();

  /** Its files are there, each named by its target. */
  public MailServerKind(Path folder) {
    this.folder = folder;
  }

  /** From now on it tells apart at which port mail came in. */
  public void tellingListeners() {
    listeners = true;
  }

  /** It runs in a container: on this host are its files alone. */
  public void inAContainer() {
    contained = true;
  }

  @Override
  public boolean installed() {
    return !contained;
  }

  @Override
  public boolean isReachable() {
    return true;
  }

  /** From now on it remembers whom it refused or observed. */
  public MailServerKind seeing(Facets.RefusedPeers peers) {
    seen = Optional.of(peers);
    return this;
  }

  /** From now on it has counted so much. */
  public MailServerKind counting(Map<String, Observation.Counters> counted) {
    counters = counted;
    return this;
  }

  /** The file of a target. */
  public Path file(String target) {
    return folder.resolve(target + ".rules");
  }

  /** What the file says; empty where it is missing. */
  public Optional<String> text(String target) {
    try {
      return Files.exists(file(target))
          ? Optional.of(Files.readString(file(target)))
          : Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public Capabilities capabilities() {
    MailAbilities one = MailAbilities.EACH_RECIPIENT;
    return Capabilities.ofMail(
        NAME,
        Set.of(Family.values()),
        Refusal.ofMail(),
        100_000,
        listeners ? one.withListeners() : one,
        seen.isPresent()
            ? new Ability[] {Ability.ATOMIC, Ability.REMEMBERS}
            : new Ability[] {Ability.ATOMIC});
  }

  @Override
  public Target open(TargetBinding binding, Secrets secrets) {
    return new Server(binding.name());
  }

  private record Replace(String title, String text) implements Artifact.Step {
    @Override
    public String ending() {
      return "rules";
    }
  }

  private final class Server implements Target {
    private final String name;

    Server(String name) {
      this.name = name;
    }

    @Override
    public Capabilities capabilities() {
      return MailServerKind.this.capabilities();
    }

    @Override
    public Observation observe(Observation last) {
      List<AccessRule> rules = new ArrayList<>();
      List<String> anomalies = new ArrayList<>();
      String text = text(name).orElse("");
      for (String line : text.lines().toList()) {
        if (!line.equals("# postern") && !line.equals("open")) {
          MailServerLine.read(line)
              .ifPresentOrElse(rules::add, () -> anomalies.add("line \"" + line + "\""));
        }
      }
      return new Observation(
          new Ruleset(rules),
          Observation.Layout.NOTHING,
          text,
          counters,
          List.of(),
          anomalies,
          Proof.EXACT);
    }

    @Override
    public Facets facets() {
      return seen.map(Facets.NONE::withRefusedPeers).orElse(Facets.NONE);
    }

    @Override
    public Artifact compile(Plan plan) {
      String text =
          plan.after().rules().isEmpty()
              ? OPEN
              : plan.after().rules().stream()
                  .map(rule -> MailServerLine.write(rule) + "\n")
                  .collect(Collectors.joining("", HEAD, ""));
      return new Artifact(
          plan.before().precondition(),
          List.of(),
          plan.isEmpty() ? List.of() : List.of(new Replace("replace the file of rules", text)),
          plan.before().leadingTo(plan.after(), Observation.Layout.NOTHING));
    }

    @Override
    public Applied apply(Artifact artifact) throws TargetException {
      if (!text(name).orElse("").equals(artifact.precondition())) {
        return new Applied.Unchanged("the file was changed", true);
      }
      try {
        Files.createDirectories(folder);
        for (Artifact.Step step : artifact.steps()) {
          Files.writeString(file(name), step.text());
        }
      } catch (IOException e) {
        throw new TargetException(TargetException.Kind.UNAVAILABLE, "its file cannot be written");
      }
      return new Applied.Done(Observation.nothing());
    }
  }
}
