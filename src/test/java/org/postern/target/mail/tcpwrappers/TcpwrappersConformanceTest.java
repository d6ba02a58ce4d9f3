package org.postern.target.mail.tcpwrappers;

import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.io.TempDir;
import org.postern.diagnostic.Span;
import org.postern.host.ProcessRunner;
import org.postern.policy.TargetBinding;
import org.postern.target.TargetConformance;
import org.postern.target.mail.ConnectionBench;
import org.postern.target.mail.MailBench;
import org.postern.target.mail.MailHost;

/** Our file for tcpd, without one that reads it. */
class TcpwrappersConformanceTest extends TargetConformance {
  @TempDir private Path folder;
  @TempDir private Path other;

  @Override
  protected Bench bench() {
    TargetBinding binding =
        new TargetBinding(
            "tcpwrappers",
            "mx1",
            Span.wholeFile(""),
            Map.of("folder", folder.toString(), "commands", other.resolve("none").toString()));
    return new ConnectionBench(
        new MailBench(
            new TcpwrappersKind(new MailHost(new ProcessRunner(), other, false)),
            binding,
            folder,
            TcpwrappersSystem.FILE,
            Set.of(PatternFile.GONE)));
  }
}
