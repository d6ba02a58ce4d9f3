package org.postern.mail;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postern.Sizes;
import org.postern.address.AddressSet;
import org.postern.plan.Ruleset;
import org.postern.policy.Refusal;

/** A real smtpd, its configuration as administrators write it, and what can go wrong with it. */
class OpensmtpdIT {
  private static final String CONFIGURATION = "/etc/smtpd/smtpd.conf";
  private static final String TABLES = "/var/lib/postern-mail/opensmtpd";
  private static final int ENOUGH = Sizes.pick(80, 300);

  private static final AddressSet FEW = MailPolicy.of("192.0.2.1-192.0.2.6", "2001:db8::7");

  private static final MailPolicy POLICY =
      new MailPolicy(FEW, List.of("example.com"), false, List.of(), Refusal.REJECT);

  @TempDir private Path folder;

  private Enforcement start() throws Exception {
    return Enforcement.on(
        MailHost.OPENSMTPD, folder, List.of("example.com", "a.sub.example.com", "other.test"));
  }

  private static void assertMeans(Enforcement mail, MailPolicy policy) throws Exception {
    assertEquals(List.of(), mail.hold(policy).wrong());
  }

  private static void assertOpen(Enforcement mail) throws Exception {
    assertEquals(List.of(), mail.dialogues().hold(Ruleset.empty(), Dialogues.around(FEW)).wrong());
  }

  @Test
  void hundredsOfDialoguesAreAsMeant() throws Exception {
    AddressSet many =
        MailPolicy.of(
            IntStream.range(0, Sizes.pick(24, 80))
                .mapToObj(
                    i ->
                        i % 2 == 0
                            ? "172.16.%d.%d-172.16.%d.%d".formatted(2 * i, i, 2 * i + 1, 200 - i)
                            : "2001:db8:%x::-2001:db8:%x::ff".formatted(i, i))
                .toArray(String[]::new));
    MailPolicy policy =
        new MailPolicy(many, List.of("example.com"), true, List.of(), Refusal.REJECT);
    try (Enforcement mail = start()) {
      mail.enforce(policy);
      Dialogues.Result result = mail.hold(policy);
      System.out.printf("opensmtpd dialogues: %s%n", result);
      assertEquals(List.of(), result.wrong());
      assertTrue(result.sessions() >= ENOUGH, result::toString);
    }
  }

  /** Nothing but the lines is added, and nothing but these is gone again. */
  @Test
  void theConfigurationIsOtherwiseAsItWas() throws Exception {
    try (Enforcement mail = start()) {
      byte[] before = Files.readAllBytes(mail.lab().path(CONFIGURATION));
      mail.enforce(POLICY);
      assertMeans(mail, POLICY);
      byte[] hooked = Files.readAllBytes(mail.lab().path(CONFIGURATION));
      assertArrayEndsWith(before, hooked);
      assertTrue(mail.lab().postern("hook", "opensmtpd").expecting(0).contains("(is there)"));
      mail.lab().postern("hook", "opensmtpd", "--write").expecting(0);
      assertEquals(
          text(hooked), text(Files.readAllBytes(mail.lab().path(CONFIGURATION))), "written once");
      String status = mail.lab().postern("status").expecting(0);
      assertTrue(status.contains("opensmtpd"), status);
      String why = mail.lab().postern("why", "192.0.2.7", "--for", "example.com").output();
      assertTrue(why.contains("is refused"), why);
      mail.lab().postern("remove").expecting(0);
      assertOpen(mail);
      mail.lab()
          .sh(
              "sed -i '/^# postern: begin/,/^# postern: end/d' %s; rm -r %s"
                  .formatted(CONFIGURATION, TABLES));
      assertEquals(text(before), text(Files.readAllBytes(mail.lab().path(CONFIGURATION))));
      mail.lab().restart();
      assertOpen(mail);
    }
  }

  private static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.ISO_8859_1);
  }

  private static void assertArrayEndsWith(byte[] end, byte[] all) {
    assertEquals(text(end), text(Arrays.copyOfRange(all, all.length - end.length, all.length)));
  }

  @Test
  void goesBackToAnEarlierGeneration() throws Exception {
    try (Enforcement mail = start()) {
      mail.enforce(POLICY);
      Map<String, String> files = mail.files();
      MailPolicy next = POLICY.with(MailPolicy.of("192.0.2.5-192.0.2.9"));
      mail.apply(next);
      assertMeans(mail, next);
      mail.lab().postern("rollback").expecting(0);
      assertEquals(files, mail.files());
      assertMeans(mail, POLICY);
    }
  }

  @Test
  void whatCannotBeHeldIsRefused() throws Exception {
    try (Enforcement mail = start()) {
      for (String otherwise : List.of("defer", "observe")) {
        mail.lab()
            .write(
                Enforcement.POLICY,
                POLICY
                    .text(MailHost.OPENSMTPD)
                    .replace("otherwise: reject", "otherwise: " + otherwise));
        String said = mail.lab().postern("apply").expecting(65);
        assertTrue(said.contains("opensmtpd cannot " + otherwise), said);
        assertTrue(said.contains("write otherwise: reject"), said);
      }
      assertEquals(Map.of(), mail.files());
    }
  }

  /** A line that an administrator puts before ours, or includes there, is told. */
  @Test
  void linesThatDecideBeforeAreTold() throws Exception {
    try (Enforcement mail = start()) {
      mail.enforce(POLICY);
      mail.lab()
          .sh(
              """
              printf 'match from any for domain "example.com" \\\\\\n action "local"' > /etc/smtpd/first
              (echo 'action "local" maildir "/mnt/mail" alias <aliases>'; cat /etc/smtpd/first) > /mnt/first
              (echo 'table aliases file:/etc/aliases'; cat /mnt/first) > /etc/smtpd/first
              sed -e '/^table aliases/d' -e '/^action /d' -e '1i include "/etc/smtpd/first"' -i %s
              service opensmtpd restart
              """
                  .formatted(CONFIGURATION));
      String said = mail.lab().postern("plan").expecting(0);
      assertTrue(said.contains("before the line of the rule"), said);
      Caller stranger = new Caller(Dialogues.address("192.0.2.9"), false, false);
      assertEquals(List.of(), mail.dialogues().hold(Ruleset.empty(), List.of(stranger)).wrong());
      assertTrue(mail.lab().postern("hook", "opensmtpd", "--write").expecting(0).contains("match"));
      assertMeans(mail, POLICY);
    }
  }

  /** By a link, which stays one, and with lines that smtpd does not take, which are not written. */
  @Tag("nightly")
  @Test
  void aConfigurationThatIsALinkOrBrokenIsLeftSo() throws Exception {
    try (Enforcement mail = start()) {
      mail.lab().sh("mv /mnt/before/smtpd.conf /mnt/real; ln -s /mnt/real /mnt/before/smtpd.conf");
      mail.enforce(POLICY);
      assertEquals("/mnt/real\n", mail.lab().sh("readlink " + CONFIGURATION));
      assertMeans(mail, POLICY);
      mail.lab()
          .sh("sed -i '/^# postern/,$d' /mnt/real; printf 'match nonsense\\r\\n' >> /mnt/real");
      String before = mail.lab().sh("cat /mnt/real; cat /run/smtpd.pid");
      String said = mail.lab().postern("hook", "opensmtpd", "--write").output();
      assertTrue(said.contains("smtpd does not take /mnt/real with these lines"), said);
      assertEquals(before, mail.lab().sh("cat /mnt/real; cat /run/smtpd.pid"));
    }
  }

  @Tag("nightly")
  @Test
  void aServerThatDoesNotRunReadsItsTablesWhenItStarts() throws Exception {
    try (Enforcement mail = start()) {
      mail.enforce(POLICY);
      mail.lab().sh("p=$(cat /run/smtpd.pid); kill $p; while [ -e /proc/$p ]; do sleep 0.02; done");
      MailPolicy next = POLICY.with(MailPolicy.of("192.0.2.5-192.0.2.9"));
      mail.apply(next);
      mail.lab().sh("smtpd -f %s > /dev/null 2>&1".formatted(CONFIGURATION));
      assertMeans(mail, next);
    }
  }

  /** A full disk leaves the table as it was; smtpctl that fails is told. */
  @Test
  void whatFailsIsToldAndLeavesWhatWas() throws Exception {
    try (Enforcement mail = start()) {
      mail.enforce(POLICY);
      Map<String, String> files = mail.files();
      MailPolicy next = POLICY.with(MailPolicy.of("192.0.2.5-192.0.2.9"));
      mail.write(next);
      mail.lab()
          .sh(
              """
              cp -a %s /mnt/copy
              mount -t tmpfs -o size=64k,mode=755 none %s
              cp -a /mnt/copy/. %s
              head -c 1M /dev/zero > %s/full || true
              """
                  .formatted(TABLES, TABLES, TABLES, TABLES));
      assertTrue(mail.lab().postern("apply").exit() != 0);
      mail.lab().sh("rm %s/full".formatted(TABLES));
      assertEquals(files, mail.files());
      assertMeans(mail, POLICY);
      mail.lab().sh("chmod 0755 /usr/sbin/smtpctl; mv /run/smtpd.sock /run/hidden");
      mail.lab().postern("apply").expecting(0);
      mail.lab().sh("mv /run/hidden /run/smtpd.sock");
      assertTrue(mail.lab().postern("prove", "opensmtpd").expecting(0).contains("it holds"));
      assertMeans(mail, next);
    }
  }
}
