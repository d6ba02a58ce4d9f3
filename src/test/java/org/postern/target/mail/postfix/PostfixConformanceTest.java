package org.postern.target.mail.postfix;

import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.io.TempDir;
import org.postern.diagnostic.Span;
import org.postern.host.ProcessRunner;
import org.postern.policy.TargetBinding;
import org.postern.target.TargetConformance;
import org.postern.target.mail.MailBench;
import org.postern.target.mail.MailHost;

/** The files of Postfix, without one that reads them. */
class PostfixConformanceTest extends TargetConformance {
  @TempDir private Path folder;
  @TempDir private Path other;

  @Override
  protected Bench bench() {
    TargetBinding binding =
        new TargetBinding(
            "postfix",
            "mx1",
            Span.wholeFile(""),
            Map.of(
                "folder", folder.toString(),
                "config", other.resolve("none").toString()));
    return new MailBench(
        new PostfixKind(new MailHost(new ProcessRunner(), other, false)),
        binding,
        folder,
        "smtp.cidr",
        Set.of(ClientMap.OPEN, RecipientMap.text(new TreeMap<>())));
  }
}
