package org.postern.architecture;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * The rules on which package may name what, for the packages below one root. Each answers with the
 * violations, one sentence each.
 */
record Rules(String root) {

  /** Each package imports only those before it. The root package itself, with Main, is last. */
  static final List<String> ORDER =
      List.of(
          "diagnostic",
          "address",
          "picture",
          "policy",
          "host",
          "source",
          "plan",
          "state",
          "target",
          "pipeline",
          "daemon",
          "page",
          "command",
          "cli",
          "shell",
          "");

  /**
   * A package, as an empty name, and its children in their order: each imports those before it. In
   * a package that is not listed, a child imports its parent alone and a parent no child.
   */
  private static final Map<String, List<String>> FAMILIES =
      Map.of(
          "address",
          List.of("", "text", "widening"),
          "plan",
          List.of("memory", "", "tree", "pass", "guard"),
          "page",
          List.of("html", ""),
          "host.log",
          List.of("line", "exim", "postfix", ""),
          "daemon",
          List.of("journal", "control", "alarm", "loop", "follow", "", "status", "metrics"),
          "policy.parse",
          List.of("text", "yaml", "read", "list", "check", "", "edit"),
          "state",
          List.of("", "blobs", "legacy"),
          "target.nftables",
          List.of("netlink", "wire", "layout", "foreign", "observe", "apply", ""),
          "pipeline",
          List.of("", "ask", "safe", "run", "recover", "check", "doctor"),
          "command",
          List.of(
              "",
              "outcome",
              "view",
              "status",
              "simulate",
              "trial",
              "rehearse",
              "map",
              "plan",
              "check",
              "order",
              "report",
              "aggregate",
              "probe",
              "doctor",
              "init"));

  /** The only classes that name children which stand behind their own package. */
  private static final Set<String> ENTRIES =
      Set.of(
          "command.CommandTable",
          "command.Remote",
          "command.Runner",
          "command.Served",
          "pipeline.Assembly",
          "pipeline.Pipeline",
          "state.StateStore",
          "state.MemoryFile",
          "state.StoredContents",
          "state.Sweeper",
          "state.Takeover");

  /** Where all wiring is: the only class outside them that names the children of the two. */
  private static final String ASSEMBLY = "pipeline.Assembly";

  private static final Set<String> WIRED = Set.of("source", "target");

  /** Functions of their arguments only. */
  private static final Set<String> PURE =
      Set.of("diagnostic", "address", "picture", "policy", "plan");

  /** In a package of input and output, and itself neither: it only encodes names. */
  private static final String ENCODER_OF_NAMES = "java.net.IDN";

  private static final List<String> IMPURE_TYPES =
      List.of(
          "java.io.",
          "java.nio.file.",
          "java.nio.channels.",
          "java.net.",
          "java.time.Clock",
          "java.util.Timer",
          "java.util.concurrent.Execut",
          "java.util.concurrent.ForkJoin",
          "java.util.concurrent.CompletableFuture",
          "java.lang.Thread",
          "java.lang.Process",
          "java.lang.Runtime");

  private static final Set<String> IMPURE_MEMBERS =
      Set.of(
          "java.lang.System.currentTimeMillis",
          "java.lang.System.nanoTime",
          "java.util.Date.<init>");

  private static final Set<String> PRINTING =
      Set.of(
          "java.lang.System.out",
          "java.lang.System.err",
          "java.lang.System.exit",
          "java.lang.System.console",
          "java.lang.Runtime.exit",
          "java.lang.Runtime.halt",
          "java.lang.Throwable.printStackTrace");

  /** The only packages, with their children, that print or end the process. */
  private static final Set<String> MAY_PRINT = Set.of("cli", "shell", "");

  /** Each library, by the start of its packages, and the package that hides it. */
  private static final Map<String, String> LIBRARIES =
      Map.ofEntries(
          Map.entry("inet.ipaddr.", "address"),
          Map.entry("org.apache.commons.net.", "address"),
          Map.entry("org.snakeyaml.", "policy.parse"),
          Map.entry("com.jayway.jsonpath.", "policy"),
          Map.entry("tools.jackson.", "host"),
          Map.entry("java.lang.foreign.", "host.ffm"),
          Map.entry("org.tukaani.xz.", "host.log"),
          Map.entry("org.xbill.", "source.dns"),
          Map.entry("io.prometheus.", "daemon.metrics"),
          Map.entry("com.sun.net.httpserver.", "daemon.metrics"),
          Map.entry("org.apache.commons.cli.", "cli"),
          Map.entry("org.jline.", "shell"));

  private static final List<String> ANYWHERE = List.of("java.", "javax.", "org.jspecify.");

  /** Imports go leftwards only, a child imports its parent, a parent never its child. */
  List<String> imports(CompiledClass subject) {
    String from = subject.packageBelow(root);
    if (!ORDER.contains(top(from))) {
      return List.of(subject.name() + " is in a package that has no place in the order");
    }
    List<String> violations = new ArrayList<>();
    for (String type : subject.types()) {
      if (!type.startsWith(root + ".")) {
        continue;
      }
      int end = type.lastIndexOf('.');
      String to = end == root.length() ? "" : type.substring(root.length() + 1, end);
      wrongDirection(subject, from, to)
          .ifPresent(reason -> violations.add(subject.name() + " names " + type + ": " + reason));
    }
    return violations;
  }

  private Optional<String> wrongDirection(CompiledClass subject, String from, String to) {
    String fromTop = top(from);
    String toTop = top(to);
    if (!fromTop.equals(toTop)) {
      if (ORDER.indexOf(toTop) > ORDER.indexOf(fromTop) || !ORDER.contains(toTop)) {
        return Optional.of("to the right of its own package");
      }
      boolean isWiredChild = WIRED.contains(toTop) && !to.equals(toTop);
      return isWiredChild && !subject.outermostBelow(root).equals(ASSEMBLY)
          ? Optional.of("only " + ASSEMBLY + " chooses among these")
          : Optional.empty();
    }
    if (from.equals(to)) {
      return Optional.empty();
    }
    if (to.startsWith(from + ".")) {
      return isBefore(to, from) || ENTRIES.contains(subject.outermostBelow(root))
          ? Optional.empty()
          : Optional.of("a child of its own package");
    }
    if (from.startsWith(to + ".")) {
      return isBefore(from, to)
          ? Optional.of("a parent that stands behind its child")
          : Optional.empty();
    }
    return isBefore(to, from) ? Optional.empty() : Optional.of("a sibling");
  }

  /** Whether both are of one listed family, and the first stands before the second. */
  private static boolean isBefore(String first, String second) {
    return FAMILIES.entrySet().stream()
        .anyMatch(
            family -> {
              int place = family.getValue().indexOf(memberOf(family.getKey(), first));
              return place >= 0
                  && place < family.getValue().indexOf(memberOf(family.getKey(), second));
            });
  }

  /** What a package is of a family: itself, a child or in a child; of no other, a name of none. */
  private static String memberOf(String parent, String packageName) {
    if (packageName.equals(parent)) {
      return "";
    }
    return packageName.startsWith(parent + ".")
        ? top(packageName.substring(parent.length() + 1))
        : "?";
  }

  /** The packages in the middle of the compiler do no input or output and read no clock. */
  List<String> purity(CompiledClass subject) {
    if (!PURE.contains(top(subject.packageBelow(root)))) {
      return List.of();
    }
    Predicate<String> isImpure =
        member ->
            IMPURE_MEMBERS.contains(member)
                || (member.startsWith("java.time.") && member.endsWith(".now"));
    List<String> violations = new ArrayList<>();
    for (String type : subject.types()) {
      if (!type.equals(ENCODER_OF_NAMES) && IMPURE_TYPES.stream().anyMatch(type::startsWith)) {
        violations.add(subject.name() + " names " + type + ": its package is pure");
      }
    }
    subject.members().stream()
        .filter(isImpure)
        .forEach(member -> violations.add(subject.name() + " reads a clock: " + member));
    return violations;
  }

  /**
   * Each library is named in one package only. Because a caller's class file names the types of
   * every method that it calls, a library's type in a signature that others use is found too.
   */
  List<String> libraries(CompiledClass subject) {
    String from = subject.packageBelow(root);
    List<String> violations = new ArrayList<>();
    for (String type : subject.types()) {
      Optional<String> owner =
          LIBRARIES.entrySet().stream()
              .filter(library -> type.startsWith(library.getKey()))
              .map(Map.Entry::getValue)
              .findFirst();
      if (owner.isPresent()) {
        if (!from.equals(owner.get()) && !from.startsWith(owner.get() + ".")) {
          violations.add(
              subject.name() + " names " + type + ": the library of " + owner.get() + " alone");
        }
      } else if (!type.startsWith(root + ".") && ANYWHERE.stream().noneMatch(type::startsWith)) {
        violations.add(subject.name() + " names " + type + ": a library without a package");
      }
    }
    return violations;
  }

  /** Only the command line and the shell print, or end the process. */
  List<String> printing(CompiledClass subject) {
    if (MAY_PRINT.contains(top(subject.packageBelow(root)))) {
      return List.of();
    }
    List<String> violations = new ArrayList<>();
    subject.members().stream()
        .filter(member -> PRINTING.contains(member) || member.startsWith("java.lang.IO."))
        .forEach(member -> violations.add(subject.name() + " uses " + member));
    return violations;
  }

  private static String top(String packageName) {
    int dot = packageName.indexOf('.');
    return dot < 0 ? packageName : packageName.substring(0, dot);
  }
}
