package org.postern.pipeline;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.postern.address.AddressSet;
import org.postern.diagnostic.Code;
import org.postern.diagnostic.Report;
import org.postern.diagnostic.Span;
import org.postern.host.CommandRunner;
import org.postern.plan.EffectiveSet;
import org.postern.plan.Meaning;
import org.postern.plan.Observation;
import org.postern.plan.Obstacle;
import org.postern.plan.Plan;
import org.postern.plan.Ruleset;
import org.postern.policy.Policy;
import org.postern.policy.PolicyText;
import org.postern.policy.parse.Loader;
import org.postern.source.Answer;
import org.postern.source.Heard;
import org.postern.source.Question;
import org.postern.state.LastGood;

/**
 * Two things that can be compared: policies on disk or in git, lockfiles, or what a target holds.
 */
public final class Comparison {
  private static final Duration GIT_PATIENCE = Duration.ofSeconds(30);

  private final Pipeline pipeline;

  public Comparison(Pipeline pipeline) {
    this.pipeline = pipeline;
  }

  /** One side. */
  public sealed interface Side {
    /** How the user named it. */
    String name();

    /**
     * What it means for packets.
     *
     * @param sets of the policy; a target has none
     * @param named what its sources named, as far as that is known
     */
    record Rules(String name, Ruleset ruleset, List<EffectiveSet> sets, List<LastGood> named)
        implements Side {
      public Rules {
        sets = List.copyOf(sets);
        named = List.copyOf(named);
      }
    }

    /** Answers of sources, without rules. */
    record Answers(String name, Map<Question, Answer> answers) implements Side {}
  }

  /** Reads one side; empty when the report has errors. */
  public Optional<Side> side(String operand, Report report) throws IOException {
    Optional<Side> side = read(operand, report);
    return report.hasErrors() ? Optional.empty() : side;
  }

  /** A policy with the answers of a lockfile; empty when the report has errors. */
  public Optional<Side> locked(Path policy, Path lock, Report report) throws IOException {
    Request request = Request.of(policy).withLock(Optional.of(lock));
    return rules(lock.toString(), request, report).filter(side -> !report.hasErrors());
  }

  /** The way from the left ruleset to the right one. */
  public static Plan plan(Ruleset left, Ruleset right) {
    return Plan.between(Observation.of(left), right);
  }

  private Optional<Side> read(String operand, Report report) throws IOException {
    if (pipeline.parts().targets().containsKey(operand)) {
      return Optional.of(
          new Side.Rules(operand, pipeline.observe(operand).owned(), List.of(), List.of()));
    }
    if (operand.startsWith("git:")) {
      return git(operand, report);
    }
    Path path = Path.of(operand);
    if (Files.isRegularFile(path) && operand.endsWith(".lock")) {
      return Optional.of(
          new Side.Answers(operand, LockAsker.read(path, true, pipeline.parts().files(), report)));
    }
    return rules(operand, Request.of(path).withLock(ownLock(path)), report);
  }

  private Optional<Side> rules(String name, Request request, Report report) throws IOException {
    return pipeline
        .prepare(request, report)
        .flatMap(
            prepared -> rules(name, prepared.policy(), Heard.answers(prepared.answers()), report));
  }

  /** A policy file has its lockfile beside it, under the same name. */
  private static Optional<Path> ownLock(Path path) {
    Path file = PolicyFiles.policyFile(path);
    String name = String.valueOf(file.getFileName()).replaceFirst("\\.ya?ml$", "");
    Path lock = file.resolveSibling(name + ".lock");
    return Files.exists(lock) ? Optional.of(lock) : Optional.empty();
  }

  private Optional<Side> rules(
      String name, Policy policy, Map<Question, Answer> answers, Report report) {
    Meaning meaning = pipeline.meaning(policy, answers);
    for (Obstacle obstacle : meaning.obstacles()) {
      report.add(
          Code.NOT_COMPARABLE,
          Span.wholeFile(policy.file()),
          "rule " + obstacle.rule() + " cannot be compared: " + obstacle.why(),
          "give the policy a lockfile beside it with: postern lock -o FILE");
    }
    return Optional.of(
        new Side.Rules(name, meaning.ruleset(), meaning.sets(), meaning.settled().lastGood()));
  }

  /** {@code git:REF:PATH}, with the lockfile of the same commit. */
  private Optional<Side> git(String operand, Report report) throws IOException {
    String[] words = operand.split(":", 3);
    if (words.length != 3 || words[1].isEmpty() || words[2].isEmpty()) {
      report.add(
          Code.NOT_COMPARABLE,
          Span.wholeFile(operand),
          "this is not git:REF:PATH",
          "write for example git:HEAD~1:policy.yaml");
      return Optional.empty();
    }
    GitLoader loader = new GitLoader(pipeline.parts().programs(), words[1]);
    Optional<String> text = loader.show(words[2]);
    if (text.isEmpty()) {
      report.add(
          Code.FILE_MISSING,
          Span.wholeFile(operand),
          "git has no such file at that commit",
          "look with: git ls-tree -r " + words[1]);
      return Optional.empty();
    }
    Optional<Policy> policy = pipeline.parts().files().parse(words[2], text.get(), loader, report);
    if (policy.isEmpty()) {
      return Optional.empty();
    }
    String name = words[2].replaceFirst("(\\.ya?ml)?$", ".lock");
    Map<Question, Answer> locked =
        loader
            .show(name)
            .map(lock -> LockAsker.read(new PolicyText(name, lock), true, report))
            .orElse(Map.of());
    Map<Question, Answer> answers =
        LockAsker.answers(policy.get(), pipeline.parts().literals(), name, locked, report);
    return report.hasErrors() ? Optional.empty() : rules(operand, policy.get(), answers, report);
  }

  private static AddressSet members(Map<Question, Answer> answers, Question question) {
    AddressSet.Builder builder = AddressSet.builder();
    if (answers.get(question) instanceof Answer.Data data) {
      data.entries().forEach(entry -> builder.add(entry.interval()));
    }
    return builder.build();
  }

  private record GitLoader(CommandRunner programs, String ref) implements Loader {
    Optional<String> show(String path) throws IOException {
      List<String> command = List.of("git", "show", "--end-of-options", ref + ":" + path);
      CommandRunner.Result result = programs.run(command, "", GIT_PATIENCE);
      return result.exit() == 0 ? Optional.of(result.output()) : Optional.empty();
    }

    @Override
    public Loaded load(String includingFile, String path) {
      String name = Path.of(includingFile).resolveSibling(path).normalize().toString();
      try {
        return show(name)
            .<Loaded>map(text -> new Loaded.Text(name, text))
            .orElseGet(() -> new Loaded.Missing("git has no such file at that commit"));
      } catch (IOException e) {
        return new Loaded.Missing("git cannot be asked");
      }
    }
  }

  /** Addresses that one side's sources name and the other's do not, by source. */
  public static List<String> differences(Side.Answers left, Side.Answers right) {
    List<String> found = new ArrayList<>();
    Map<Question, Boolean> all = new LinkedHashMap<>();
    left.answers().keySet().forEach(question -> all.put(question, true));
    right.answers().keySet().forEach(question -> all.put(question, true));
    for (Question question : all.keySet()) {
      AddressSet before = members(left.answers(), question);
      AddressSet after = members(right.answers(), question);
      String where = "  " + question.source() + " (" + question.family().label() + ")";
      before.subtract(after).prefixes().forEach(one -> found.add("- " + one.text() + where));
      after.subtract(before).prefixes().forEach(one -> found.add("+ " + one.text() + where));
    }
    return found;
  }
}
