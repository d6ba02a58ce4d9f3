package org.postern.target.mail.opensmtpd;

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

/** The tables of OpenSMTPD, without one that reads them. */
class OpensmtpdConformanceTest extends TargetConformance {
  @TempDir private Path folder;
  @TempDir private Path other;

  @Override
  protected Bench bench() {
    TargetBinding binding =
        new TargetBinding(
            "opensmtpd",
            "mx1",
            Span.wholeFile(""),
            Map.of("folder", folder.toString(), "commands", other.resolve("none").toString()));
    return new MailBench(
        new OpensmtpdKind(new MailHost(new ProcessRunner(), other, false)),
        binding,
        folder,
        "smtp.peers",
        open());
  }

  private static Set<String> open() {
    Set<String> open = new TreeSet<>();
    String stem = "a".repeat(31);
    Stream.of("smtp", "mta", "inner-host", stem + "b", stem + "c")
        .forEach(rule -> open.addAll(RuleTables.open(rule).values()));
    return open;
  }
}
