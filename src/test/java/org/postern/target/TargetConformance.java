package org.postern.target;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.postern.address.AddressSet;
import org.postern.diagnostic.Span;
import org.postern.plan.AccessRule;
import org.postern.plan.Capabilities;
import org.postern.plan.Capabilities.Ability;
import org.postern.plan.Equivalence;
import org.postern.plan.MailAbilities;
import org.postern.plan.Observation;
import org.postern.plan.Plan;
import org.postern.plan.Proof;
import org.postern.plan.Ruleset;
import org.postern.plan.Scope;
import org.postern.plan.ToyWorld;
import org.postern.plan.pass.Planner;
import org.postern.policy.TargetBinding;

/**
 * What every target owes to the rest of the program. Each kind runs these tests over a bench of its
 * own: the real system in a place made for the test, or a model of it. A new kind is done when they
 * pass.
 *
 * <ol>
 *   <li>What it says of itself is data: always the same, and its parts agree.
 *   <li>{@code project} and {@code compile} are pure; every rule is held or told to be left out.
 *   <li>What was applied is observed, exactly, and applying it again has nothing to do.
 *   <li>On the way, a peer that was accepted before and is accepted after is accepted throughout,
 *       and one that was neither is never let in.
 *   <li>What is not ours is neither touched nor needed; of ours nothing is left by a removal.
 *   <li>Whatever state ours is in, the next run brings it to what is meant.
 * </ol>
 */
@Timeout(300)
public abstract class TargetConformance {
  private static final int SERIES = 4;

  /** Where a target is tried. */
  public interface Bench extends AutoCloseable {
    /** What is tried. */
    TargetKind kind();

    /** How it is bound. */
    default TargetBinding binding() {
      return new TargetBinding(kind().name(), Span.wholeFile(""));
    }

    /** What its target needs to be let in. */
    default Secrets secrets() {
      return Secrets.none();
    }

    /** Some rules; what the target cannot hold of them is left out by its own projection. */
    Ruleset ruleset(Random random);

    /** A rule of that name that refuses all but these, of the kind that the target judges. */
    default AccessRule rule(String name, String... accepted) {
      return ToyWorld.rule(name, accepted);
    }

    /** Runs something where the system is. */
    default <T> T run(Callable<T> action) {
      try {
        return action.call();
      } catch (Exception e) {
        throw new AssertionError(e);
      }
    }

    /** What its target can do. */
    default Capabilities capabilities() {
      return kind().capabilities();
    }

    /**
     * What becomes of what a target has done, where a person has a part in it, who does it here.
     *
     * @param target that has done it
     */
    default Applied carriedOut(Target target, Applied applied) {
      return applied;
    }

    /** How it is known that it holds something, when all was read. */
    default Proof proof(Ruleset held) {
      return Proof.EXACT;
    }

    /** Others put something of theirs there, which judges the same port. */
    void others();

    /** Others take away or change something of ours; something of ours is there. */
    void damage();

    /** All that the system holds, ours and others', but for what was counted. */
    List<String> contents();

    @Override
    default void close() {
      // What is in memory is forgotten.
    }
  }

  private Optional<Bench> open = Optional.empty();
  private Optional<Target> opened = Optional.empty();

  /** A system without anything of ours. */
  protected abstract Bench bench();

  @BeforeEach
  void setUp() {
    open = Optional.of(bench());
    opened = Optional.of(again());
  }

  @AfterEach
  void tearDown() {
    open.ifPresent(Bench::close);
  }

  private Bench system() {
    return open.orElseThrow();
  }

  private Target target() {
    return opened.orElseThrow();
  }

  private TargetKind kind() {
    return system().kind();
  }

  /** Another target of the same system, as the next run opens it. */
  private Target again() {
    return kind().open(system().binding(), system().secrets());
  }

  private Observation observe() {
    return system().run(() -> target().observe());
  }

  private Projection project(Ruleset ruleset) {
    return kind().project(ruleset, system().binding());
  }

  private Ruleset smtp(String... peers) {
    return project(new Ruleset(List.of(system().rule("smtp", peers)))).held();
  }

  /** Some rules that the target can hold. */
  private Ruleset some(Random random) {
    Ruleset held = project(system().ruleset(random)).held();
    Predicate<AccessRule> fits =
        rule -> Planner.fit(new Ruleset(List.of(rule)), target().capabilities()).isEmpty();
    return new Ruleset(held.rules().stream().filter(fits).toList());
  }

  private Artifact artifact(Ruleset wanted) {
    return target().compile(Plan.between(observe(), wanted));
  }

  private Applied apply(Artifact artifact) {
    return system().carriedOut(target(), system().run(() -> target().apply(artifact)));
  }

  private void bring(Ruleset wanted) {
    Applied applied = apply(artifact(wanted));
    assertInstanceOf(Applied.Done.class, applied, applied::toString);
    holds(wanted);
  }

  /** Exactly that is there of ours, and all of it was read. */
  private void holds(Ruleset wanted) {
    Observation after = observe();
    assertEquals(List.of(), after.anomalies());
    assertEquals(Optional.empty(), Equivalence.compare(after.owned(), wanted));
    assertEquals(List.of(), Plan.between(after, wanted).changes());
    assertEquals(system().proof(wanted), after.proof());
  }

  private static List<String> steps(Artifact artifact) {
    List<String> texts = new ArrayList<>();
    for (Artifact.Step step : artifact.steps()) {
      texts.add(step.title() + "\n" + step.text() + "\n." + step.ending());
    }
    return texts;
  }

  /** The steps, and what is to be known before. */
  private static List<String> texts(Artifact artifact) {
    List<String> texts = new ArrayList<>(steps(artifact));
    texts.addAll(artifact.notes());
    return texts;
  }

  private AddressSet accepted() {
    return observe().owned().rule("smtp").orElseThrow().peers().asSet();
  }

  @Test
  void whatItSaysOfItselfIsAlwaysTheSame() {
    assertEquals(system().capabilities(), target().capabilities());
    assertEquals(target().capabilities(), again().capabilities());
    assertEquals(kind().name(), kind().capabilities().target());
    assertTrue(kind().name().matches("[a-z][a-z0-9-]{0,31}"), kind().name());
    assertTrue(kind().deadline().isPositive());
    kind()
        .options()
        .forEach(
            (option, values) -> {
              assertTrue(option.matches("[a-z][a-z0-9-]{0,31}"), option);
              assertNotEquals(TargetBinding.NAME, option, "the name is no option");
              assertFalse(values.describe().isEmpty(), option);
            });
    bring(smtp("192.0.2.1"));
    assertEquals(system().capabilities(), target().capabilities());
  }

  @Test
  void facetsAgreeWithCapabilities() {
    Facets facets = target().facets();
    assertEquals(target().capabilities().can(Ability.REMEMBERS), facets.refusedPeers().isPresent());
    assertTrue(facets.lookEvery().isPositive());
    bring(smtp("192.0.2.1"));
    facets
        .refusedPeers()
        .ifPresent(peers -> assertEquals(List.of(), system().run(peers::read), "no peer came yet"));
    facets
        .effects()
        .ifPresent(
            effects ->
                assertEquals(
                    List.of(),
                    system().run(() -> effects.of(smtp("192.0.2.1"))),
                    "what only restricts promises nothing"));
  }

  /** A caller that has not looked before is told of what is now; a look may be a second old. */
  @Test
  void theChangeTokenRestsAndMovesWithOurs() {
    if (target().facets().changeToken().isEmpty()) {
      return;
    }
    bring(smtp("192.0.2.1"));
    String before = token(again());
    assertEquals(before, token(again()));
    bring(smtp("192.0.2.2"));
    assertNotEquals(before, token(again()));
    String changed = token(again());
    system().damage();
    assertNotEquals(changed, token(again()));
  }

  private String token(Target asked) {
    return system().run(() -> asked.facets().changeToken().orElseThrow().read());
  }

  @Test
  void everyRuleIsHeldOrToldToBeLeftOut() {
    for (int seed = 0; seed < 30; seed++) {
      Ruleset ruleset = system().ruleset(new Random(seed));
      Projection projection = project(ruleset);
      assertEquals(projection, project(ruleset), "it is pure");
      TreeSet<String> told = new TreeSet<>();
      projection.held().rules().forEach(rule -> told.add(rule.name()));
      for (Omission omission : projection.omissions()) {
        assertFalse(omission.cause().isBlank(), omission::toString);
        assertTrue(ruleset.rule(omission.rule()).isPresent(), omission::toString);
        told.add(omission.rule());
      }
      TreeSet<String> all = new TreeSet<>();
      ruleset.rules().forEach(rule -> all.add(rule.name()));
      assertEquals(all, told);
      assertEquals(projection.held(), project(projection.held()).held(), "it is idempotent");
    }
  }

  @Test
  void compilingIsPureAndTouchesNothing() {
    bring(smtp("192.0.2.1"));
    List<String> before = system().contents();
    Plan plan = Plan.between(observe(), some(new Random(3)));
    List<String> texts = texts(target().compile(plan));
    assertEquals(texts, texts(target().compile(plan)));
    assertEquals(texts, texts(again().compile(plan)));
    assertEquals(before, system().contents());
  }

  @Test
  void theWayFromNothingIsThatFromAnEmptySystem() {
    for (int seed = 0; seed < 5; seed++) {
      Ruleset wanted = some(new Random(seed));
      Plan found = Plan.between(observe(), wanted);
      Plan nothing = Plan.between(Observation.nothing(), wanted);
      assertEquals(steps(target().compile(nothing)), steps(target().compile(found)));
    }
  }

  @Test
  void whatWasAppliedIsObserved() {
    for (int seed = 0; seed < SERIES; seed++) {
      bring(some(new Random(seed)));
    }
  }

  @Test
  void theEndsOfAllAddressesAreHeld() {
    bring(smtp("0.0.0.0", "255.255.255.255", "::", "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff"));
    bring(smtp("1.0.0.0-223.255.255.255"));
    bringOrRefuse(smtp("2000::/3"));
    bring(smtp("192.0.2.0/32", "192.0.2.2", "192.0.2.4-192.0.2.9", "2001:db8::/127"));
    bringOrRefuse(smtp());
  }

  /** A list of mail without a peer that the system knows may be an obstacle. */
  private void bringOrRefuse(Ruleset wanted) {
    Capabilities can = system().capabilities();
    boolean none =
        wanted.rules().stream()
            .filter(rule -> !rule.judgesPackets())
            .anyMatch(rule -> can.families().stream().allMatch(rule.peers().asSet()::isEmpty));
    if (none && !can.mail().refusesAll()) {
      assertFalse(Planner.fit(wanted, can).isEmpty(), "it is an obstacle");
    } else {
      bring(wanted);
    }
  }

  /** A rule that accepts clients by name is held so, or it is an obstacle: never held without. */
  @Test
  void clientsAreAcceptedByNameOrTheRuleIsRefused() {
    Ruleset plain = smtp("192.0.2.1");
    Ruleset named =
        new Ruleset(
            plain.rules().stream()
                .map(rule -> rule.withNames(new TreeSet<>(List.of("filter.example"))))
                .toList());
    Capabilities can = system().capabilities();
    boolean isOfMail = plain.rules().stream().noneMatch(AccessRule::judgesPackets);
    assertEquals(isOfMail, !named.equals(plain));
    for (AccessRule rule : project(named).held().rules()) {
      assertEquals(isOfMail ? Set.of("filter.example") : Set.of(), rule.names());
    }
    if (can.mail().names() != MailAbilities.ClientNames.UNKNOWN) {
      bring(plain);
      bring(named);
      bring(plain);
    } else if (isOfMail) {
      assertFalse(Planner.fit(project(named).held(), can).isEmpty(), "it is an obstacle");
    }
  }

  /** What names are cut to must not make one of two rules. */
  @Test
  void theLongestNamesAreToldApart() {
    String stem = "a".repeat(31);
    List<AccessRule> rules = new ArrayList<>();
    for (String last : List.of("b", "c")) {
      rules.add(system().rule(stem + last, "192.0.2." + (last.equals("b") ? 1 : 2)));
    }
    for (AccessRule one : rules) {
      bring(project(new Ruleset(List.of(one))).held());
    }
  }

  @Test
  void applyingItAgainHasNothingToDo() {
    Ruleset wanted = smtp("192.0.2.0/24", "2001:db8::/32");
    bring(wanted);
    List<String> before = system().contents();
    Artifact second = artifact(wanted);
    assertEquals(List.of(), second.steps());
    Applied applied = apply(second);
    assertInstanceOf(Applied.Done.class, applied, applied::toString);
    assertEquals(before, system().contents());
    holds(wanted);
  }

  @Test
  void nothingToHoldOnAnEmptySystemIsNothingToDo() {
    List<String> before = system().contents();
    assertEquals(List.of(), artifact(Ruleset.empty()).steps());
    bring(Ruleset.empty());
    assertEquals(before, system().contents());
  }

  @Test
  void afterEveryStepKeptPeersAreAcceptedAndNoOthersAre() {
    Ruleset from = smtp("192.0.2.0/25", "198.51.100.1", "2001:db8::/64");
    Ruleset to = smtp("192.0.2.64/26", "203.0.113.0/24", "2001:db8::/65");
    AddressSet before = from.rule("smtp").orElseThrow().peers().asSet();
    AddressSet after = to.rule("smtp").orElseThrow().peers().asSet();
    assertFalse(before.intersect(after).isEmpty());
    bring(from);
    Artifact whole = artifact(to);
    assertFalse(whole.steps().isEmpty());
    for (int done = 1; done <= whole.steps().size(); done++) {
      bring(from);
      apply(upTo(done, artifact(to)));
      AddressSet held = accepted();
      assertEquals(AddressSet.none(), before.intersect(after).subtract(held), "kept out");
      assertEquals(AddressSet.none(), held.subtract(before.union(after)), "let in");
    }
    holds(to);
  }

  private static Artifact upTo(int done, Artifact whole) {
    return new Artifact(
        whole.precondition(), List.of(), whole.steps().subList(0, done), whole.expected());
  }

  /** Whatever an apply was at when it was cut, the next one brings it to its end. */
  @Test
  void anApplyThatWasCutIsBroughtToItsEndByTheNext() {
    int longest = 0;
    for (int seed = 0; seed < SERIES; seed++) {
      Ruleset to = some(new Random(seed));
      Artifact whole = artifact(to);
      longest = Math.max(longest, whole.steps().size());
      if (!whole.steps().isEmpty()) {
        apply(upTo(1, whole));
      }
      opened = Optional.of(again());
      bring(to);
    }
    assertTrue(longest > 0, "there was something to cut");
  }

  @Test
  void aRemovalLeavesNothing() {
    List<String> before = system().contents();
    bring(some(new Random(1)));
    bring(smtp("192.0.2.0/24", "2001:db8::/32"));
    bring(Ruleset.empty());
    assertEquals(before, system().contents());
    assertEquals(List.of(), observe().anomalies());
  }

  @Test
  void whatAnotherRunLeftIsAdopted() {
    Ruleset wanted = smtp("192.0.2.0/24", "2001:db8::/32");
    bring(wanted);
    opened = Optional.of(again());
    holds(wanted);
    assertEquals(List.of(), artifact(wanted).steps());
    bring(smtp("192.0.2.0/25"));
    opened = Optional.of(again());
    bring(Ruleset.empty());
  }

  @Test
  void whatIsNotOursStaysAsItIs() {
    system().others();
    List<String> before = system().contents();
    assertEquals(Ruleset.empty(), observe().owned());
    assertEquals(List.of(), observe().anomalies());
    bring(smtp("192.0.2.1"));
    List<String> left = new ArrayList<>(before);
    left.removeAll(system().contents());
    assertEquals(List.of(), left, "it is there still");
    bring(some(new Random(2)));
    bring(Ruleset.empty());
    assertEquals(before, system().contents());
  }

  /** It is a difference, and the next run mends it. */
  @Test
  void whatOthersChangeOfOursIsSeenAndMended() {
    Ruleset wanted = smtp("192.0.2.0/24", "2001:db8::/32");
    bring(wanted);
    Observation known = observe();
    system().damage();
    assertFalse(Plan.between(observe(), wanted).isEmpty(), "seen");
    Observation told = system().run(() -> target().observe(known));
    assertFalse(Plan.between(told, wanted).isEmpty(), "seen although it was known before");
    bring(wanted);
  }

  /**
   * What was compiled for another state changes nothing, or leads to what it was compiled for. A
   * system that cannot tell the two apart before it begins may stop on the way: then a peer that is
   * accepted by both is accepted still, one that is by none is not, and the next run ends it.
   */
  @Test
  void whatWasCompiledForAnotherStateLocksNoPeerOut() {
    bring(smtp("192.0.2.1", "192.0.2.9"));
    Ruleset late = smtp("192.0.2.3", "192.0.2.9");
    Artifact outdated = artifact(late);
    bring(smtp("192.0.2.2", "192.0.2.9"));
    List<String> before = system().contents();
    switch (apply(outdated)) {
      case Applied.Unchanged unchanged -> unchanged(unchanged, before);
      case Applied.Done _ -> holds(late);
      case Applied.Handed handed -> throw new AssertionError(handed.toString());
      case Applied.Partial partial -> {
        assertFalse(partial.why().isBlank());
        AddressSet held = accepted();
        AddressSet either = ToyWorld.set("192.0.2.1-192.0.2.3", "192.0.2.9");
        assertTrue(held.contains(ToyWorld.address("192.0.2.9")), held::toString);
        assertEquals(AddressSet.none(), held.subtract(either));
      }
    }
    bring(late);
  }

  /** Where others have changed more than members, that is seen before anything is done. */
  @Test
  void whatOthersChangedMeanwhileIsNotOverwritten() {
    bring(smtp("192.0.2.1"));
    Ruleset late = smtp("192.0.2.3");
    Artifact outdated = artifact(late);
    system().damage();
    List<String> before = system().contents();
    switch (apply(outdated)) {
      case Applied.Unchanged unchanged -> unchanged(unchanged, before);
      case Applied.Done _ -> holds(late);
      case Applied.Handed handed -> throw new AssertionError(handed.toString());
      case Applied.Partial partial -> throw new AssertionError(partial.toString());
    }
    bring(late);
  }

  private void unchanged(Applied.Unchanged unchanged, List<String> before) {
    assertTrue(unchanged.moved(), unchanged::why);
    assertFalse(unchanged.why().isBlank());
    assertEquals(before, system().contents());
  }

  @Test
  void aDryRunShowsTheSameAndChangesNothing() {
    Target dry = new DryRun(target());
    List<String> before = system().contents();
    Plan plan = system().run(() -> Plan.between(dry.observe(), smtp("192.0.2.1")));
    assertEquals(texts(target().compile(plan)), texts(dry.compile(plan)));
    Applied applied = system().run(() -> dry.apply(dry.compile(plan)));
    assertInstanceOf(Applied.Unchanged.class, applied);
    assertEquals(before, system().contents());
  }

  /** Names of interfaces come from a policy: what a system could take for more is an obstacle. */
  @Test
  void namesThatCouldMeanMoreAreObstacles() {
    for (String name :
        List.of("a\nb", "a\"b", "a/b", "*", "", "a\u0000b", "a\u202eb", "x".repeat(300))) {
      AccessRule rule = system().rule("smtp", "192.0.2.1");
      if (!rule.judgesPackets()) {
        return;
      }
      TreeSet<String> names = new TreeSet<>(List.of(name));
      AccessRule hostile =
          rule.withScope(
              new Scope.Packets(
                  rule.packets().hooks(),
                  names,
                  rule.packets().servers(),
                  rule.packets().ports(),
                  rule.packets().running()));
      Ruleset held = project(new Ruleset(List.of(hostile))).held();
      assertTrue(
          held.rules().isEmpty() || !Planner.fit(held, target().capabilities()).isEmpty(),
          () -> "\"" + name + "\"");
    }
  }
}
