package org.postern.target.mail.exim;

import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.postern.diagnostic.Span;
import org.postern.host.ProcessRunner;
import org.postern.policy.TargetBinding;
import org.postern.target.TargetConformance;
import org.postern.target.mail.MailBench;
import org.postern.target.mail.MailHost;

/** The files of Exim, without one that reads them. */
class EximConformanceTest extends TargetConformance {
  @TempDir private Path folder;
  @TempDir private Path other;

  @Override
  protected Bench bench() {
    TargetBinding binding =
        new TargetBinding(
            "exim",
            "mx1",
            Span.wholeFile(""),
            Map.of("folder", folder.toString(), "command", other.resolve("none").toString()));
    return new MailBench(
        new EximKind(new MailHost(new ProcessRunner(), other, false)),
        binding,
        folder,
        "smtp.hosts",
        open());
  }

  private static Set<String> open() {
    Set<String> open = new TreeSet<>();
    String stem = "a".repeat(31);
    Stream.of("smtp", "mta", "inner-host", stem + "b", stem + "c")
        .forEach(rule -> open.addAll(RuleFiles.open(rule).values()));
    return open;
  }
}
