package org.postern.pipeline.check;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeSet;
import org.postern.address.AddressSet;
import org.postern.diagnostic.Code;
import org.postern.diagnostic.Report;
import org.postern.diagnostic.Span;
import org.postern.host.CommandRunner;
import org.postern.host.Vicinity;
import org.postern.pipeline.BoundedTarget;
import org.postern.pipeline.Foreseen;
import org.postern.pipeline.Outcome;
import org.postern.pipeline.Pipeline;
import org.postern.pipeline.PolicyFiles;
import org.postern.pipeline.Prepared;
import org.postern.pipeline.Projections;
import org.postern.pipeline.Request;
import org.postern.pipeline.ShippedRuleset;
import org.postern.pipeline.ask.LockAsker;
import org.postern.pipeline.run.Enforcement;
import org.postern.plan.EffectiveSet;
import org.postern.plan.Observation;
import org.postern.plan.Obstacle;
import org.postern.plan.Plan;
import org.postern.plan.Ruleset;
import org.postern.policy.Policy;
import org.postern.policy.PolicyText;
import org.postern.policy.parse.text.Loader;
import org.postern.source.Answer;
import org.postern.source.Heard;
import org.postern.source.HeardDomains;
import org.postern.source.LastGood;
import org.postern.source.Question;
import org.postern.target.Artifact;
import org.postern.target.Projection;

/** Compares two things: policies on disk or in git, lockfiles, or what a target holds. */
public final class Comparison {
  /** The name of the side without a rule. */
  public static final String EMPTY = "empty";

  private static final Duration GIT_PATIENCE = Duration.ofSeconds(30);

  private final Pipeline pipeline;

  public Comparison(Pipeline pipeline) {
    this.pipeline = pipeline;
  }

  /** A side of a comparison. */
  public sealed interface Side {
    /** Returns the name that the user gave it. */
    String name();

    /**
     * A side that means rules for packets.
     *
     * @param prepared the policy with nothing remembered; of a target, its rules alone
     */
    record Rules(String name, Prepared prepared) implements Side {
      /** Returns the rules that it means. */
      public Ruleset ruleset() {
        return prepared.meaning().ruleset();
      }

      /** Returns the sets of the policy; a target has none. */
      public List<EffectiveSet> sets() {
        return prepared.meaning().sets();
      }

      /** Returns what its sources named, as far as that is known. */
      public List<LastGood> named() {
        return prepared.meaning().settled().lastGood();
      }
    }

    /** A side of answers of sources, without rules. */
    record Answers(String name, Map<Question, Answer> answers, HeardDomains domains)
        implements Side {}
  }

  /** Reads one side; empty when the report has errors. */
  public Optional<Side> side(String operand, Report report) throws IOException {
    Optional<Side> side = read(operand, report);
    return report.hasErrors() ? Optional.empty() : side;
  }

  /** Returns a policy with the answers of a lockfile; empty when the report has errors. */
  public Optional<Side> locked(Path policy, Path lock, Report report) {
    return new OfflineSide(pipeline, report)
        .policy(lock.toString(), policy, Optional.of(lock))
        .map(side -> side);
  }

  /**
   * Returns a policy by its lockfile, or the one beside it: no source is asked, neither a target
   * nor the state is looked at. Empty when the report has errors, such as a source that is not
   * locked.
   */
  public Optional<Side.Rules> offline(Path policy, Optional<Path> lock, Report report) {
    return new OfflineSide(pipeline, report)
        .policy(policy.toString(), policy, lock.or(() -> ownLock(policy)));
  }

  /**
   * Returns what a policy is compared with that no source is asked for: {@code empty}, a lockfile
   * with other answers, {@code git:REF:PATH}, or the number of a generation. Only the last is read
   * from the state. Empty when the report has errors.
   */
  public Optional<Side.Rules> against(String operand, Path policy, Report report)
      throws IOException {
    OfflineSide offline = new OfflineSide(pipeline, report);
    if (operand.equals(EMPTY)) {
      return Optional.of(offline.rules(EMPTY, Ruleset.empty()));
    }
    if (operand.matches("[0-9]{1,9}")) {
      return offline.generation(Integer.parseInt(operand));
    }
    if (operand.startsWith("git:")) {
      return git(operand, report).filter(side -> !report.hasErrors());
    }
    Path lock = Path.of(operand);
    if (Files.notExists(lock)) {
      report.add(
          Code.FILE_MISSING,
          Span.wholeFile(operand),
          "there is no such file to compare with",
          "name empty, a lockfile, git:REF:PATH, or the number of a generation");
      return Optional.empty();
    }
    return offline.policy(operand, policy, Optional.of(lock));
  }

  /**
   * Returns the difference from one side to the other, as a plan that no target is asked about.
   *
   * @param target the target, which holds only its share of both, and cannot hold everything; empty
   *     for all of it
   */
  public Outcome planned(Side.Rules left, Side.Rules right, Optional<String> target)
      throws IOException {
    Ruleset before = left.ruleset();
    Ruleset after = right.ruleset();
    List<String> notes = List.of();
    if (target.isPresent()) {
      pipeline.targets().requireKnown(target, right.prepared().policy());
      BoundedTarget bound = pipeline.targets().bound(target.get(), right.prepared().policy());
      Projections projections = new Projections(pipeline.targets());
      Policy policy = right.prepared().policy();
      Projection later = projections.of(bound, policy, after);
      List<Obstacle> obstacles = Enforcement.obstacles(right.prepared().projected(later), bound);
      if (!obstacles.isEmpty()) {
        return new Outcome.Refused(right.prepared(), obstacles);
      }
      before = projections.of(bound, policy, before).held();
      after = later.held();
      notes = later.sentences();
    }
    return new Outcome.Planned(
        right.prepared().remembering(left.named()).noting(notes),
        left.name(),
        plan(before, after),
        Artifact.none(),
        List.of(),
        List.of(),
        Foreseen.NOTHING,
        List.of(),
        Optional.of(before),
        Vicinity.UNKNOWN);
  }

  /** Returns the way from the left ruleset to the right one. */
  public static Plan plan(Ruleset left, Ruleset right) {
    return Plan.between(Observation.of(left), right);
  }

  /** Returns what a target holds that a policy binds. */
  public Side target(String name, Policy policy, Report report) throws IOException {
    BoundedTarget target = pipeline.targets().alone(name, policy);
    return new OfflineSide(pipeline, report).rules(target.name(), target.observe().owned());
  }

  /**
   * Returns the policy in force, whose targets have names too; one without targets where the state
   * cannot be read.
   */
  private Policy inForce() {
    try {
      return pipeline
          .restoration()
          .inForce()
          .prepared()
          .map(Prepared::policy)
          .orElseGet(Prepared::noPolicy);
    } catch (IOException e) {
      return Prepared.noPolicy();
    }
  }

  private Optional<Side> read(String operand, Report report) throws IOException {
    Policy inForce = inForce();
    if (pipeline.targets().words(inForce).contains(operand)) {
      return Optional.of(target(operand, inForce, report));
    }
    if (operand.startsWith("git:")) {
      return git(operand, report).map(side -> side);
    }
    Path path = Path.of(operand);
    if (Files.isRegularFile(path) && operand.endsWith(".lock")) {
      return Optional.of(answers(operand, path, report));
    }
    return rules(operand, Request.of(path).withLock(ownLock(path)), report);
  }

  /** Returns a lockfile; empty when the report has errors. */
  public Optional<Side.Answers> lockfile(Path path, Report report) {
    Side.Answers side = answers(path.toString(), path, report);
    return report.hasErrors() ? Optional.empty() : Optional.of(side);
  }

  private Side.Answers answers(String operand, Path path, Report report) {
    PolicyFiles files = pipeline.files();
    Map<Question, Answer> answers = LockAsker.read(path, true, files, report);
    HeardDomains domains =
        report.hasErrors() ? HeardDomains.nothing() : LockAsker.domains(path, files, report);
    return new Side.Answers(operand, answers, domains);
  }

  private Optional<Side> rules(String name, Request request, Report report) throws IOException {
    OfflineSide offline = new OfflineSide(pipeline, report);
    return pipeline
        .prepare(request, report)
        .map(
            one ->
                offline.meant(
                    name, one.policy(), Heard.answers(one.answers()), one.resolved().domains()));
  }

  /**
   * Returns the lockfile of a policy, or of the folder that holds one: beside it, under the same
   * name.
   */
  public static Path lockOf(Path policy) {
    return lockBeside(PolicyFiles.policyFile(policy));
  }

  private static Optional<Path> ownLock(Path path) {
    Path lock = lockOf(path);
    return Files.exists(lock) ? Optional.of(lock) : Optional.empty();
  }

  static Path lockBeside(Path file) {
    String name = String.valueOf(file.getFileName()).replaceFirst("\\.ya?ml$", "");
    return file.resolveSibling(name + ".lock");
  }

  /** Reads {@code git:REF:PATH}, with the lockfile of the same commit. */
  private Optional<Side.Rules> git(String operand, Report report) throws IOException {
    String[] words = operand.split(":", 3);
    if (words.length != 3 || words[1].isEmpty() || words[2].isEmpty()) {
      report.add(
          Code.NOT_COMPARABLE,
          Span.wholeFile(operand),
          "this is not git:REF:PATH",
          "write for example git:HEAD~1:policy.yaml");
      return Optional.empty();
    }
    GitLoader loader = new GitLoader(pipeline.surroundings().programs(), words[1]);
    Optional<String> text = loader.show(words[2]);
    if (text.isEmpty()) {
      report.add(
          Code.FILE_MISSING,
          Span.wholeFile(operand),
          "git has no such file at that commit",
          "look with: git ls-tree -r " + words[1]);
      return Optional.empty();
    }
    Optional<Policy> policy = pipeline.files().parse(words[2], text.get(), loader, report);
    if (policy.isEmpty()) {
      return Optional.empty();
    }
    String name = words[2].replaceFirst("(\\.ya?ml)?$", ".lock");
    Optional<PolicyText> lock = loader.show(name).map(found -> new PolicyText(name, found));
    Map<Question, Answer> locked =
        lock.map(one -> LockAsker.read(one, true, report)).orElse(Map.of());
    HeardDomains domains =
        lock.map(one -> LockAsker.domains(one, policy.get(), pipeline.actor().now(), report))
            .orElse(HeardDomains.nothing());
    Map<Question, Answer> answers =
        LockAsker.answers(policy.get(), pipeline.asker().literals(), name, locked, report);
    return report.hasErrors()
        ? Optional.empty()
        : Optional.of(
            new OfflineSide(pipeline, report).meant(operand, policy.get(), answers, domains));
  }

  private static AddressSet members(Map<Question, Answer> answers, Question question) {
    AddressSet.Builder builder = AddressSet.builder();
    if (answers.get(question) instanceof Answer.Data data) {
      builder.add(data.entries().bounds());
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
      if (PolicyText.isShipped(path)) {
        return ShippedRuleset.load(path);
      }
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

  /**
   * The difference between two lockfiles in one source.
   *
   * @param kept the addresses that both name
   */
  public record Difference(
      Question question, AddressSet added, AddressSet removed, AddressSet kept) {}

  /**
   * Returns what one side's sources name and the other's do not, source by source. A source that
   * one side alone has is a difference even where it names nothing.
   */
  public static List<Difference> differences(Side.Answers left, Side.Answers right) {
    Set<Question> all = new TreeSet<>(Question.ORDER);
    all.addAll(left.answers().keySet());
    all.addAll(right.answers().keySet());
    List<Difference> found = new ArrayList<>();
    for (Question question : all) {
      AddressSet before = members(left.answers(), question);
      AddressSet after = members(right.answers(), question);
      AddressSet added = after.subtract(before);
      AddressSet removed = before.subtract(after);
      boolean asked = left.answers().containsKey(question) && right.answers().containsKey(question);
      if (!asked || !added.isEmpty() || !removed.isEmpty()) {
        found.add(new Difference(question, added, removed, before.intersect(after)));
      }
    }
    return found;
  }

  /**
   * The difference between two lockfiles in one list of mail domains, or in the MX of one domain.
   *
   * @param source the list, or {@code mx DOMAIN}
   */
  public record DomainDifference(
      String source, SortedSet<String> added, SortedSet<String> removed) {}

  /** Returns what one side's lists and MX records name and the other's do not. */
  public static List<DomainDifference> domainDifferences(Side.Answers left, Side.Answers right) {
    SortedMap<String, SortedSet<String>> before = left.domains().texts();
    SortedMap<String, SortedSet<String>> after = right.domains().texts();
    SortedSet<String> sources = new TreeSet<>(before.keySet());
    sources.addAll(after.keySet());
    List<DomainDifference> found = new ArrayList<>();
    for (String source : sources) {
      SortedSet<String> was = before.getOrDefault(source, Collections.emptySortedSet());
      SortedSet<String> is = after.getOrDefault(source, Collections.emptySortedSet());
      SortedSet<String> added = new TreeSet<>(is);
      added.removeAll(was);
      SortedSet<String> removed = new TreeSet<>(was);
      removed.removeAll(is);
      if (!added.isEmpty() || !removed.isEmpty()) {
        found.add(new DomainDifference(source, added, removed));
      }
    }
    return found;
  }
}
