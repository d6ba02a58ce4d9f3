package org.postern.architecture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.postern.Main;

class ArchitectureTest {

  private static final Path SOURCES = Path.of("src/main/java");
  private static final List<CompiledClass> CLASSES = CompiledClass.in(classesBeside(Main.class));
  private static final Rules RULES = new Rules("org.postern");

  @Test
  void packagesImportLeftwardsOnly() {
    assertNone(CLASSES, RULES::imports);
  }

  /** A newcomer reads the order where the code begins, and on the page about it. */
  @Test
  void theOrderIsToldAsItIs() throws IOException {
    String order = String.join(" ← ", Rules.ORDER) + "Main";
    for (String told :
        List.of(
            "src/main/java/org/postern/package-info.java",
            "src/site/markdown/design/how-it-is-made.md")) {
      String text = Files.readString(Path.of(told)).replaceAll("[\\s*]+", " ");
      assertTrue(text.contains(order), told);
    }
  }

  @Test
  void theMiddleOfTheCompilerIsPure() {
    assertNone(CLASSES, RULES::purity);
  }

  @Test
  void eachLibraryIsNamedInOnePackage() {
    assertNone(CLASSES, RULES::libraries);
  }

  @Test
  void onlyTheCommandLineAndTheShellPrint() {
    assertNone(CLASSES, RULES::printing);
  }

  @Test
  void everyPackageIsNullMarked() {
    assertEquals(Set.of(), withoutNullMarked(CLASSES));
  }

  @Test
  void everyPackageSaysWhatItIs() {
    List<Path> undocumented =
        SourceFile.in(SOURCES).stream()
            .filter(file -> file.path().endsWith("package-info.java"))
            .filter(file -> !file.text().startsWith("/**"))
            .map(SourceFile::path)
            .toList();
    assertEquals(List.of(), undocumented);
  }

  @Test
  void filesAndMethodsAreShort() {
    assertEquals(List.of(), SourceFile.tooLong(SourceFile.in(SOURCES)));
  }

  @Test
  void packagesAreSmall() {
    assertEquals(List.of(), SourceFile.crowded(SourceFile.in(SOURCES)));
  }

  @Test
  void commentsSayWhoActs() {
    assertEquals(List.of(), SourceFile.vague(SourceFile.in(SOURCES)));
    assertEquals(List.of(), SourceFile.vague(SourceFile.in(Path.of("src/build"))));
    assertEquals(List.of(), SourceFile.vague(SourceFile.in(Path.of("systemd"), "")));
    assertEquals(List.of(), SourceFile.vague(testsWithout(ArchitectureTest.class)));
  }

  /** Messages, scripts, alarms and pages: no reader is left to guess who is meant. */
  @Test
  void wordsSayWhoActs() {
    for (String folder : List.of("src/main", "src/site", "rulesets")) {
      assertEquals(List.of(), SourceFile.vagueLines(SourceFile.in(Path.of(folder), "")));
    }
  }

  /** What a test writes goes to a folder of its own, and never beside the sources. */
  @Test
  void nothingElseIsAtTheTop() throws IOException {
    Set<String> agreed =
        Set.of("pom.xml", "README.md", "src", "rulesets", "systemd", "tests-integration", "target");
    try (Stream<Path> top = Files.list(Path.of("."))) {
      assertEquals(
          List.of(),
          top.map(path -> String.valueOf(path.getFileName()))
              .filter(name -> !name.startsWith(".") && !agreed.contains(name))
              .toList());
    }
  }

  /** Each rule finds what was planted for it, and nothing else. */
  @Nested
  class Planted {

    private static final String ROOT = "org.postern.architecture.planted";
    private static final Rules PLANTED_RULES = new Rules(ROOT);
    private static final List<CompiledClass> PLANTED =
        CompiledClass.in(classesBeside(ArchitectureTest.class).resolve(ROOT.replace('.', '/')));

    @Test
    void wrongImportsAreFound() {
      assertFound(
          Set.of(
              "address.NamesHost",
              "source.NamesChild",
              "source.spf.NamesSibling",
              "source.spf.NamesForeignLibrary",
              "daemon.NamesSourceChild",
              "misc.HasNoPlace"),
          PLANTED_RULES::imports);
    }

    @Test
    void impurityIsFound() {
      assertFound(
          Set.of(
              "address.ReadsClock",
              "policy.CountsNanoseconds",
              "plan.ReadsFile",
              "diagnostic.StartsThread"),
          PLANTED_RULES::purity);
    }

    @Test
    void librariesOutOfPlaceAreFound() {
      assertFound(
          Set.of(
              "source.spf.NamesForeignLibrary",
              "target.NamesUnlistedLibrary",
              "target.NamesMemory"),
          PLANTED_RULES::libraries);
    }

    @Test
    void printingIsFound() {
      assertFound(Set.of("state.Prints", "command.Exits"), PLANTED_RULES::printing);
    }

    @Test
    void packagesWithoutNullMarkedAreFound() {
      assertTrue(withoutNullMarked(PLANTED).contains(ROOT + ".address"));
    }

    @Test
    void lengthIsFound() {
      String body =
          IntStream.range(0, 60).mapToObj(i -> "    f(" + i + ");\n").collect(Collectors.joining());
      String method = "class A {\n  void f(int i) {\n" + body + "  }\n}\n";
      String file = "\n".repeat(401);
      List<String> found =
          SourceFile.tooLong(
              List.of(
                  new SourceFile(Path.of("A.java"), method),
                  new SourceFile(Path.of("B.java"), file)));
      assertEquals(
          List.of("B.java has 401 lines, more than 400", "A.f has 62 lines, more than 60"), found);
    }

    @Test
    void crowdedPackagesAreFound() {
      Path folder = Path.of("a");
      List<SourceFile> files =
          IntStream.rangeClosed(0, 40)
              .mapToObj(i -> new SourceFile(folder.resolve("A" + i + ".java"), ""))
              .toList();
      SourceFile described = new SourceFile(folder.resolve("package-info.java"), "");
      assertEquals(List.of("a has 41 files, more than 40"), SourceFile.crowded(files));
      List<SourceFile> fewer = new ArrayList<>(files.subList(0, 40));
      fewer.add(described);
      assertEquals(List.of(), SourceFile.crowded(fewer));
    }

    @Test
    void vagueCommentsAreFound() {
      String text =
          """
          /** Whoever calls it. */
          String nobody = "somebody"; // the name of a user
          int i; // nobody
          # Somebody else
          """;
      assertEquals(
          List.of("/** Whoever calls it. */", "// nobody", "# Somebody else"),
          SourceFile.vague(List.of(new SourceFile(Path.of("A.java"), text))));
      assertEquals(
          List.of("A.java: String nobody;"),
          SourceFile.vagueLines(
              List.of(new SourceFile(Path.of("A.java"), "int i;\nString nobody;\n"))));
    }

    private void assertFound(Set<String> expected, Function<CompiledClass, List<String>> rule) {
      Set<String> found =
          PLANTED.stream()
              .filter(subject -> !rule.apply(subject).isEmpty())
              .map(subject -> subject.outermostBelow(ROOT))
              .collect(Collectors.toSet());
      assertEquals(new TreeSet<>(expected), new TreeSet<>(found));
    }
  }

  /** All tests but one, which holds what the rules are to find. */
  private static List<SourceFile> testsWithout(Class<?> test) {
    return Stream.of("src/test/java", "tests-integration/java")
        .flatMap(folder -> SourceFile.in(Path.of(folder)).stream())
        .filter(file -> !file.path().endsWith(test.getSimpleName() + ".java"))
        .toList();
  }

  private static void assertNone(
      List<CompiledClass> subjects, Function<CompiledClass, List<String>> rule) {
    List<String> violations =
        subjects.stream().flatMap(subject -> rule.apply(subject).stream()).toList();
    assertEquals("", String.join("\n", violations));
  }

  private static Set<String> withoutNullMarked(List<CompiledClass> classes) {
    Set<String> packages = new TreeSet<>();
    classes.forEach(subject -> packages.add(packageOf(subject)));
    classes.stream()
        .filter(subject -> subject.annotations().contains("org.jspecify.annotations.NullMarked"))
        .forEach(subject -> packages.remove(packageOf(subject)));
    return packages;
  }

  private static String packageOf(CompiledClass subject) {
    return subject.name().substring(0, subject.name().lastIndexOf('.'));
  }

  private static Path classesBeside(Class<?> type) {
    try {
      return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI());
    } catch (URISyntaxException e) {
      throw new AssertionError(e);
    }
  }
}
