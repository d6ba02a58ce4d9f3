package org.postern.target.mail;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.postern.plan.Recipients;

class DomainTreeTest {
  private static final List<String> NAMES =
      List.of("a.example", "x.a.example", "y.x.a.example", "z.y.x.a.example", "b.example");

  private static final List<String> PROBES =
      List.of(
          "a.example",
          "o.a.example",
          "x.a.example",
          "o.x.a.example",
          "y.x.a.example",
          "o.y.x.a.example",
          "z.y.x.a.example",
          "p.o.z.y.x.a.example",
          "b.example",
          "o.b.example",
          "example",
          "xa.example",
          "other.invalid");

  private static SortedSet<String> some(Random random) {
    SortedSet<String> some = new TreeSet<>(NAMES);
    some.removeIf(_ -> random.nextBoolean());
    return some;
  }

  private static Recipients recipients(Random random) {
    List<Recipients.Domains> parts = new ArrayList<>();
    for (int i = random.nextInt(3); i >= 0; i--) {
      parts.add(new Recipients.Domains(some(random), random.nextBoolean(), some(random)));
    }
    return random.nextInt(9) == 0
        ? new Recipients.All()
        : parts.size() == 1 ? parts.getFirst() : new Recipients.Union(parts);
  }

  /** The first line that fits decides. */
  private static boolean decides(List<String> lines, String domain) {
    for (String line : lines) {
      String pattern = line.startsWith("!") ? line.substring(1) : line;
      if (pattern.equals(domain)
          || (pattern.startsWith("*") && domain.endsWith(pattern.substring(1)))) {
        return !line.startsWith("!");
      }
    }
    return false;
  }

  @Test
  void linesAndRecipientsMeanTheSame() {
    for (int seed = 0; seed < 3_000; seed++) {
      Recipients recipients = recipients(new Random(seed));
      DomainTree tree = DomainTree.of(recipients);
      for (String probe : PROBES) {
        boolean in = recipients.contains(probe);
        String what = recipients + " " + tree + " " + probe;
        assertEquals(in, tree.contains(probe), what);
        assertEquals(in, decides(tree.lines(), probe), what);
        assertEquals(in, tree.recipients().contains(probe), what);
      }
      assertEquals(tree, DomainTree.of(tree.recipients()));
      assertEquals(Optional.of(tree), DomainTree.read(tree.lines()));
      assertEquals(tree.recipients(), DomainTree.of(tree.recipients()).recipients());
    }
  }

  @Test
  void twoTreesAreComparedAndJoined() {
    for (int seed = 0; seed < 2_000; seed++) {
      Random random = new Random(seed);
      DomainTree one = DomainTree.of(recipients(random));
      DomainTree two = DomainTree.of(recipients(random));
      for (String probe : PROBES) {
        assertEquals(
            one.contains(probe) && two.contains(probe), one.and(two).contains(probe), probe);
        assertEquals(one.contains(probe) || two.contains(probe), one.or(two).contains(probe));
      }
      assertEquals(one.and(two), two.and(one));
      assertEquals(one, one.or(one.and(two)));
      assertEquals(!one.and(two).isEmpty(), one.intersects(two));
    }
  }

  @Test
  void exceptionsComeFirst() {
    Recipients.Domains domains =
        new Recipients.Domains(
            new TreeSet<>(List.of("example.com", "example.org")),
            true,
            new TreeSet<>(List.of("not.example.com")));
    assertEquals(
        List.of(
            "!not.example.com",
            "!*.not.example.com",
            "example.com",
            "*.example.com",
            "example.org",
            "*.example.org"),
        DomainTree.of(domains).lines());
  }

  @Test
  void whatIsNamedAndNotWidenedIsALinePerName() {
    Recipients exact =
        new Recipients.Domains(
            new TreeSet<>(List.of("example.com", "mail.example.com", "example.org")),
            false,
            new TreeSet<>());
    assertEquals(
        List.of("mail.example.com", "example.com", "example.org"), DomainTree.of(exact).lines());
    assertEquals(exact, DomainTree.of(exact).recipients());
    assertEquals(List.of("*"), DomainTree.of(new Recipients.All()).lines());
    assertTrue(DomainTree.none().lines().isEmpty());
  }

  @Test
  void otherLinesAreNotTaken() {
    for (String line :
        List.of(
            "Example.com",
            "@",
            "@[]",
            "@mx_any",
            "^.*$",
            "lsearch;/etc/passwd",
            "*example.com",
            "!!example.com",
            "*.*.example.com",
            "+local",
            "${run{/bin/true}}",
            " example.com",
            "example.com.",
            "")) {
      assertEquals(Optional.empty(), DomainTree.read(List.of("example.org", line)), line);
    }
  }

  @Test
  void manyDomainsAreReadAndWritten() {
    List<String> names = IntStream.range(0, 100_000).mapToObj(i -> "d" + i + ".example").toList();
    Recipients all = new Recipients.Domains(new TreeSet<>(names), false, new TreeSet<>());
    DomainTree tree = DomainTree.of(all);
    assertEquals(100_000, tree.lines().size());
    assertEquals(all, DomainTree.read(tree.lines()).orElseThrow().recipients());
  }
}
