package org.postern.mail;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postern.address.AddressSet;
import org.postern.policy.Refusal;

/**
 * The files into which panels take statements of others. Neither panel is here: its configuration
 * includes the file at the place where the panel does.
 */
class EximLayoutsIT {
  private static final AddressSet PEERS = MailPolicy.of("192.0.2.1-192.0.2.6", "2001:db8::7");

  private static final MailPolicy POLICY =
      new MailPolicy(PEERS, List.of("example.com"), true, List.of("a.example.com"), Refusal.DEFER);

  private static final String POLICY_FILE = "/etc/postern/policy.yaml";

  private static final String DIRECTADMIN = "/etc/exim.acl_check_recipient.pre.conf";

  private static final String CPANEL =
      "/usr/local/cpanel/etc/exim/acls/ACL_RECP_VERIFY_BLOCK/custom_begin_recp_verify";

  @TempDir private Path folder;

  private static void include(MailLab lab, String file, String behind) throws Exception {
    lab.sh(
        "sed -i 's#^%s#&\\n  .include_if_exists %s#' /etc/exim4/exim4.conf"
            .formatted(behind, file));
    lab.restart();
  }

  private static void hooked(MailLab lab, String layout, String file, String behind, int written)
      throws Exception {
    Dialogues dialogues =
        Dialogues.with(lab, List.of("example.com", "sub.example.com", "other.test"));
    include(lab, file, behind);
    lab.sh("mkdir -p /etc/postern");
    String text = POLICY.text(lab.host()).replace("layout: plain", "layout: " + layout);
    lab.write(POLICY_FILE, text);
    String unhooked = lab.postern("apply").expecting(4);
    assertTrue(unhooked.contains("has no effect"), unhooked);
    lab.postern("hook", "exim", "--write").expecting(written);
    lab.sh("grep -q postern " + file);
    if (written != 0) {
      lab.restart();
    }
    String done = lab.postern("hook", "exim").expecting(0);
    assertTrue(done.contains("(is there)"), done);
    lab.postern("prove", "exim").expecting(0);
    String plan = lab.postern("plan").expecting(0);
    assertFalse(plan.contains("has no effect"), plan);
    Dialogues.Result result = dialogues.hold(POLICY.ruleset(), Dialogues.around(PEERS));
    assertEquals(List.of(), result.wrong());
    lab.postern("remove").expecting(0);
  }

  @Tag("nightly")
  @Test
  void directadmin() throws Exception {
    try (MailLab lab = MailLab.start(MailHost.EXIM, folder)) {
      lab.sh(
          """
          cat > /etc/init.d/exim << 'END'
          #!/bin/sh
          starts() { grep -c 'daemon started' /var/log/exim4/mainlog; }
          before=$(starts)
          kill -HUP "$(cat /run/exim4/exim.pid)"
          while [ "$(starts)" = "$before" ]; do sleep 0.02; done
          END
          chmod 755 /etc/init.d/exim
          """);
      hooked(lab, "directadmin", DIRECTADMIN, "rcpt:", 0);
    }
  }

  /** Its scripts are not there, so that the file is written and the rest is said. */
  @Tag("nightly")
  @Test
  void cpanel() throws Exception {
    try (MailLab lab = MailLab.start(MailHost.EXIM, folder)) {
      lab.sh("mount -t tmpfs none /usr/local && mkdir -p $(dirname %s)".formatted(CPANEL));
      hooked(lab, "cpanel", CPANEL, "          domains = +local", 69);
    }
  }
}
