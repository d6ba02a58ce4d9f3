package org.postern.target.mail.tcpserver;

import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.postern.diagnostic.Span;
import org.postern.host.ProcessRunner;
import org.postern.policy.TargetBinding;
import org.postern.target.TargetConformance;
import org.postern.target.mail.ConnectionBench;
import org.postern.target.mail.MailBench;
import org.postern.target.mail.MailHost;

/** Our files for tcpserver, without one that reads them. */
class TcpserverConformanceTest extends TargetConformance {
  @TempDir private Path folder;
  @TempDir private Path other;

  @Override
  protected Bench bench() {
    TargetBinding binding =
        new TargetBinding(
            "tcpserver",
            "mx1",
            Span.wholeFile(""),
            Map.of("folder", folder.toString(), "commands", other.resolve("none").toString()));
    return new ConnectionBench(
        new MailBench(
            new TcpserverKind(new MailHost(new ProcessRunner(), other, false)),
            binding,
            folder,
            "smtp.tcprules",
            open()));
  }

  private static Set<String> open() {
    String stem = "a".repeat(31);
    return Stream.of("smtp", "mta", "inner-host", stem + "b", stem + "c")
        .map(RuleText::open)
        .collect(Collectors.toSet());
  }
}
