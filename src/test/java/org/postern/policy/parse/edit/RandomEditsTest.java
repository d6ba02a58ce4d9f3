package org.postern.policy.parse.edit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.postern.Sizes;
import org.postern.diagnostic.Code;
import org.postern.diagnostic.Diagnostic;
import org.postern.diagnostic.Report;
import org.postern.policy.DnsSource;
import org.postern.policy.FileSource;
import org.postern.policy.LiteralSource;
import org.postern.policy.NamedSource;
import org.postern.policy.Policy;
import org.postern.policy.PolicyText;
import org.postern.policy.PtrSource;
import org.postern.policy.Refusal;
import org.postern.policy.Rule;
import org.postern.policy.SetDefinition;
import org.postern.policy.SetSource;
import org.postern.policy.SourceSpec;
import org.postern.policy.SpfSource;
import org.postern.policy.UrlSource;
import org.postern.policy.parse.PolicyEdits;
import org.postern.policy.parse.RandomPolicy;
import org.postern.policy.parse.edit.PolicyEdit.NewSource;

/** Random edits of random policies: nothing changes but what is asked for. */
class RandomEditsTest {
  private static final int POLICIES = Sizes.pick(150, 2_000);
  private static final int EDITS = 8;
  private static final List<String> SETS = List.of("own", "spare", "third", "cloud", "nodes");
  private static final List<String> RULES = List.of("smtp", "submission", "pop");

  /** Lines that an edit may take away: those of one entry or set. */
  private static final int MOST_LINES = 16;

  @Test
  void nothingChangesButWhatIsAskedFor() {
    int done = 0;
    for (long seed = 0; seed < POLICIES; seed++) {
      RandomGenerator random = new SplittableRandom(seed);
      List<PolicyText> texts = RandomPolicy.texts(random);
      for (int i = 0; i < EDITS; i++) {
        Policy before = read(texts, seed);
        PolicyEdit edit = edit(before, random);
        String where = "seed " + seed + ", " + edit + "\n" + texts;
        switch (PolicyEdits.EDITOR.apply(texts, edit)) {
          case PolicyEditor.Refused refused ->
              assertTrue(isMeant(refused.why()), () -> refused.why() + "\n" + where);
          case PolicyEditor.Edited edited -> {
            done++;
            assertOnlyThat(edit, texts, edited, where);
            assertInverse(before, edit, edited, where);
            texts = edited.texts();
          }
        }
      }
    }
    assertTrue(done > POLICIES * EDITS / 3, "only " + done + " edits were done");
  }

  /** Whether an edit is refused for what it asks for, and not for how it was written. */
  private static boolean isMeant(Diagnostic why) {
    return why.code() != Code.LAYOUT_UNSURE
        && (!why.message().startsWith("with this change")
            || why.message().contains("contain each other"));
  }

  private static Policy read(List<PolicyText> texts, long seed) {
    Report report = new Report();
    return PolicyEdits.read(texts, report)
        .orElseThrow(
            () -> new AssertionError("seed " + seed + ": " + report.diagnostics() + texts));
  }

  private static void assertOnlyThat(
      PolicyEdit edit, List<PolicyText> before, PolicyEditor.Edited edited, String where) {
    int changed = 0;
    for (int i = 0; i < before.size(); i++) {
      String old = before.get(i).text();
      String now = edited.texts().get(i).text();
      changed += old.equals(now) ? 0 : 1;
      List<String> gone = missing(old, now);
      List<String> come = missing(now, old);
      assertTrue(gone.size() <= MOST_LINES && come.size() <= 4, () -> where + gone + come);
      boolean dropsLines = edit instanceof PolicyEdit.DropSet;
      assertTrue(
          dropsLines || gone.stream().noneMatch(line -> line.strip().startsWith("#")),
          () -> "a remark is gone: " + gone + where);
      assertEquals(old.contains("\r\n"), now.contains("\r\n"), where);
      assertTrue(!now.contains("\r\n") || !now.replace("\r\n", "").contains("\n"), where);
    }
    assertEquals(1, changed, where);
  }

  /** Lines of one text that the other has not, in order. */
  private static List<String> missing(String text, String other) {
    List<String> lines = new ArrayList<>(text.lines().toList());
    other.lines().forEach(lines::remove);
    return lines;
  }

  private static void assertInverse(
      Policy before, PolicyEdit edit, PolicyEditor.Edited edited, String where) {
    Optional<PolicyEdit> back = inverse(before, edit);
    if (back.isEmpty()) {
      return;
    }
    if (PolicyEdits.EDITOR.apply(edited.texts(), back.get()) instanceof PolicyEditor.Edited again) {
      assertEquals(
          sorted(Expected.bare(before)), sorted(Expected.bare(again.policy())), () -> where);
    } else {
      fail(back.get() + " does not undo " + where);
    }
  }

  /** What is dropped and added again comes last, where order means nothing. */
  private static List<?> sorted(Policy policy) {
    return Stream.concat(
            policy.sets().stream()
                .map(
                    set ->
                        List.of(
                            set.name(),
                            set.sources().stream().map(Object::toString).sorted().toList(),
                            set.never().stream().map(Object::toString).sorted().toList(),
                            set.guard())),
            policy.rules().stream()
                .map(
                    rule ->
                        List.of(
                            rule.name(),
                            rule.otherwise(),
                            rule.accept() instanceof Rule.Accept.Sets sets
                                ? sets.names().stream().sorted().toList()
                                : rule.accept())))
        .sorted(Comparator.comparing(Object::toString))
        .toList();
  }

  private static Optional<PolicyEdit> inverse(Policy before, PolicyEdit edit) {
    return switch (edit) {
      case PolicyEdit.AddSource add ->
          Optional.of(new PolicyEdit.DropSource(Optional.of(add.set()), id(add.source())));
      case PolicyEdit.DropSource drop -> restored(before, drop);
      case PolicyEdit.AddNever add ->
          Optional.of(new PolicyEdit.DropNever(add.set(), add.addresses().text()));
      case PolicyEdit.DropNever drop ->
          Optional.of(
              new PolicyEdit.AddNever(drop.set(), NewSource.Addresses.of(drop.addresses())));
      case PolicyEdit.AddSet add -> Optional.of(new PolicyEdit.DropSet(add.name()));
      case PolicyEdit.DropSet _ -> Optional.empty();
      case PolicyEdit.AddAccepted add ->
          before.rule(add.rule()).orElseThrow().accept() instanceof Rule.Accept.Sets
              ? Optional.of(new PolicyEdit.DropAccepted(add.rule(), add.set()))
              : Optional.empty();
      case PolicyEdit.DropAccepted drop ->
          Optional.of(new PolicyEdit.AddAccepted(drop.rule(), drop.set()));
      case PolicyEdit.SetOtherwise set ->
          Optional.of(
              new PolicyEdit.SetOtherwise(
                  set.rule(), before.rule(set.rule()).orElseThrow().otherwise().orElseThrow()));
    };
  }

  private static String id(NewSource source) {
    return switch (source) {
      case NewSource.Addresses addresses -> addresses.text();
      case NewSource.Name name -> "dns: " + name.name();
      case NewSource.ListFile list -> "file: " + list.path();
      case NewSource.Set set -> "set: " + set.set();
    };
  }

  private static Optional<PolicyEdit> restored(Policy before, PolicyEdit.DropSource drop) {
    SetDefinition set = before.set(drop.set().orElseThrow()).orElseThrow();
    SourceSpec source =
        set.sources().stream()
            .filter(one -> one.id().equals(drop.source()))
            .findFirst()
            .orElseThrow();
    return switch (source) {
      case LiteralSource literal ->
          Optional.of(
              new PolicyEdit.AddSource(
                  set.name(),
                  new NewSource.Addresses(literal.text(), literal.label(), literal.until())));
      case DnsSource dns ->
          Optional.of(new PolicyEdit.AddSource(set.name(), new NewSource.Name(dns.name())));
      case SetSource one ->
          Optional.of(new PolicyEdit.AddSource(set.name(), new NewSource.Set(one.set())));
      case FileSource _, NamedSource _, PtrSource _, SpfSource _, UrlSource _ -> Optional.empty();
    };
  }

  private static PolicyEdit edit(Policy policy, RandomGenerator random) {
    String set = any(SETS, random);
    String rule = any(RULES, random);
    List<SourceSpec> sources = policy.set(set).map(SetDefinition::sources).orElse(List.of());
    return switch (random.nextInt(9)) {
      case 0, 1 -> new PolicyEdit.AddSource(set, source(random));
      case 2, 3 ->
          sources.isEmpty()
              ? new PolicyEdit.AddSet(set, source(random))
              : new PolicyEdit.DropSource(Optional.of(set), any(sources, random).id());
      case 4 ->
          new PolicyEdit.AddNever(set, NewSource.Addresses.of("10.9.9." + random.nextInt(8, 12)));
      case 5 -> new PolicyEdit.DropNever(set, "10.9.9." + random.nextInt(8, 12));
      case 6 ->
          random.nextBoolean()
              ? new PolicyEdit.AddSet("new" + random.nextInt(3), source(random))
              : new PolicyEdit.DropSet(random.nextBoolean() ? set : "new" + random.nextInt(3));
      case 7 ->
          random.nextBoolean()
              ? new PolicyEdit.AddAccepted(rule, set)
              : new PolicyEdit.DropAccepted(rule, set);
      default -> new PolicyEdit.SetOtherwise(rule, any(List.copyOf(Refusal.ofPackets()), random));
    };
  }

  private static NewSource source(RandomGenerator random) {
    return switch (random.nextInt(5)) {
      case 0 -> new NewSource.Name("new" + random.nextInt(5) + ".example");
      case 1 -> new NewSource.ListFile("/new " + random.nextInt(5) + ".txt");
      case 2 -> new NewSource.Set(any(SETS, random));
      case 3 ->
          new NewSource.Addresses(
              "2001:db9:" + random.nextInt(5) + "::",
              "a \\ \"label\": [x] # " + random.nextInt(5),
              Optional.empty());
      default -> NewSource.Addresses.of("203.0.113." + random.nextInt(200));
    };
  }

  private static <T> T any(List<T> list, RandomGenerator random) {
    return list.get(random.nextInt(list.size()));
  }
}
