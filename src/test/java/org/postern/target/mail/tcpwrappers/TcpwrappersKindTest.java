package org.postern.target.mail.tcpwrappers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.postern.diagnostic.Span;
import org.postern.host.ProcessRunner;
import org.postern.plan.Recipients;
import org.postern.plan.Ruleset;
import org.postern.plan.Scope;
import org.postern.policy.Refusal;
import org.postern.policy.TargetBinding;
import org.postern.target.Projection;
import org.postern.target.mail.MailBench;
import org.postern.target.mail.MailHost;

/** What a line of hosts.allow cannot name is told first. */
class TcpwrappersKindTest {
  private static final Ruleset RULES =
      new Ruleset(
          List.of(
              MailBench.rule(
                  "mta",
                  new Scope.Mail(new Recipients.All(), Optional.empty(), false, "go away"),
                  Refusal.DEFER,
                  "192.0.2.1")));

  private static Projection in(String folder) {
    TargetBinding binding =
        new TargetBinding(
            "tcpwrappers", "mx1", Span.wholeFile(""), Map.of("folder", folder, "daemon", "smtpd"));
    return new TcpwrappersKind(new MailHost(new ProcessRunner(), Path.of("/run/none"), false))
        .project(RULES, binding);
  }

  @ParameterizedTest
  @ValueSource(strings = {"/var/a b", "/var/a:b", "/var/a,b", "/var/a#b", "/var/*", "/v\u00e4r"})
  void aFolderThatNoLineCanNameHoldsNothing(String folder) {
    assertTrue(in(folder).held().rules().isEmpty());
    String told = in(folder).omissions().getFirst().sentence();
    assertTrue(told.contains("has characters that hosts.allow gives a meaning"), told);
  }

  @Test
  void aReplyIsLeftOut() {
    assertEquals(1, in("/var/lib/ours").held().rules().size());
    assertTrue(in("/var/lib/ours").omissions().getFirst().sentence().contains("gives no reply"));
  }
}
