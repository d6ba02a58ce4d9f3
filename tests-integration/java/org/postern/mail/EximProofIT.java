package org.postern.mail;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postern.address.AddressSet;
import org.postern.host.CommandRunner;
import org.postern.plan.AccessRule;
import org.postern.plan.Peers;
import org.postern.plan.Recipients;
import org.postern.plan.Ruleset;
import org.postern.plan.Scope;
import org.postern.policy.Refusal;
import org.postern.target.mail.Consumer;
import org.postern.target.mail.exim.EximAccess;

/** A real Exim says what the files mean to it, and so finds every mistake in how they are made. */
class EximProofIT {
  private static final AddressSet PEERS =
      MailPolicy.of(
          "192.0.2.1", "192.0.2.16-192.0.2.37", "2001:db8::7", "2001:db8:1::-2001:db8:1::ff");

  private static final Ruleset RULES = new Ruleset(List.of(rule()));

  @TempDir private Path folder;

  private static AccessRule rule() {
    Recipients hosted =
        new Recipients.Domains(
            new TreeSet<>(List.of("example.com", "other.test")), false, new TreeSet<>());
    return new AccessRule(
        "mta",
        new Scope.Mail(hosted, Optional.empty(), true, "deliver to ${domain}: the MX"),
        new Peers.Only(PEERS),
        Optional.of(Refusal.DEFER),
        Optional.empty(),
        Optional.empty());
  }

  /** Runs programs in the machine of a lab. */
  private record Inside(MailLab lab, Path folder) implements CommandRunner {
    @Override
    public Result run(List<String> command, String input, Duration deadline) throws IOException {
      Path in = Files.createTempFile(folder, "run", ".in");
      Path out = Files.createTempFile(folder, "run", ".out");
      Path errors = Files.createTempFile(folder, "run", ".err");
      Files.writeString(in, input);
      ProcessBuilder builder = lab.inside(command.toArray(String[]::new));
      Process process =
          builder
              .redirectErrorStream(false)
              .redirectInput(in.toFile())
              .redirectOutput(out.toFile())
              .redirectError(errors.toFile())
              .start();
      try {
        assertTrue(process.waitFor(deadline.toSeconds(), TimeUnit.SECONDS), command::toString);
      } catch (InterruptedException e) {
        throw new AssertionError(e);
      }
      return new Result(
          process.exitValue(),
          Files.readString(out, StandardCharsets.ISO_8859_1),
          Files.readString(errors, StandardCharsets.ISO_8859_1));
    }
  }

  private static void write(MailLab lab, String from, String to) throws Exception {
    lab.sh("mkdir -p " + EximAccess.FOLDER);
    for (Map.Entry<String, String> file : EximAccess.files(RULES).entrySet()) {
      lab.write(EximAccess.FOLDER + "/" + file.getKey(), file.getValue().replace(from, to));
    }
    lab.write("/mnt/acl", EximAccess.statements(RULES).replace(from, to));
    lab.sh("sed '/^rcpt:/r /mnt/acl' /mnt/exim4.conf > /etc/exim4/exim4.conf");
  }

  private Consumer.Answer ask(MailLab lab) throws IOException {
    return EximAccess.consumer(new Inside(lab, folder)).ask(RULES);
  }

  @Test
  void findsWhatIsMeantAndEveryMistake() throws Exception {
    try (MailLab lab = MailLab.start(MailHost.EXIM, folder)) {
      write(lab, "", "");
      Consumer.Answer right = ask(lab);
      assertEquals(List.of(), right.wrong());
      assertTrue(right.complete());
      assertTrue(right.asked() > 30, right::toString);
      Map<String, String> mistakes =
          Map.of(
              "192.0.2.1\n", "host.invalid\n192.0.2.1\n",
              "192.0.2.16/28", "192.0.2.16/27",
              "2001:db8::7\n", "",
              "example.com\n", "example.com\n*.example.com\n",
              "other.test\n", "*\n",
              "deliver to ${domain}", "deliver to example.com",
              "*\n", "\n");
      for (Map.Entry<String, String> mistake : mistakes.entrySet()) {
        write(lab, mistake.getKey(), mistake.getValue());
        assertFalse(ask(lab).wrong().isEmpty(), mistake::toString);
      }
    }
  }

  /** The lists are right, and the statements are of no effect or of too much. */
  @Test
  void findsMistakesInTheStatements() throws Exception {
    try (MailLab lab = MailLab.start(MailHost.EXIM, folder)) {
      write(lab, "", "");
      lab.sh("sed -i 's/^rcpt:/rcpt:\\n  accept/' /etc/exim4/exim4.conf");
      Consumer.Answer voided = ask(lab);
      assertEquals(2, voided.wrong().size(), voided::toString);
      write(lab, "", "");
      lab.sh("rm " + EximAccess.FOLDER + "/mta.reject");
      try {
        assertFalse(ask(lab).wrong().isEmpty());
      } catch (IOException e) {
        assertTrue(e.toString().contains("failed to open"), e::toString);
      }
    }
  }
}
