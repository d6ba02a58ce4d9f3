package org.postern.target.mail.postfix;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postern.Sizes;
import org.postern.host.CommandRunner;
import org.postern.host.ProcessRunner;
import org.postern.plan.Recipients;
import org.postern.plan.Ruleset;
import org.postern.plan.Scope;
import org.postern.policy.Refusal;
import org.postern.target.mail.Consumer;
import org.postern.target.mail.MailBench;
import org.postern.target.mail.MailFiles;

/** What a real postmap(1) reads in our maps, and that it finds every defect that a compiler had. */
class PostfixProofIT {
  private static final Path FILES = Path.of("target/mail-servers").toAbsolutePath();

  /** Its files lie over those of this machine for as long as it runs. */
  private static final String OVER =
      "mount -t overlay -o lowerdir=\"$0\":/usr overlay /usr; exec \"$@\"";

  @TempDir private Path folder;
  @TempDir private Path config;

  private PostfixConsumer consumer() {
    PostfixOptions options =
        new PostfixOptions(
            "postfix",
            config,
            folder,
            Path.of("/usr/sbin"),
            Optional.empty(),
            folder,
            "docker",
            Optional.empty());
    CommandRunner over =
        new CommandRunner() {
          private final CommandRunner runner = new ProcessRunner();

          @Override
          public Result run(List<String> command, String input, Duration deadline)
              throws IOException {
            List<String> all =
                new ArrayList<>(
                    List.of(
                        "unshare", "--mount", "sh", "-c", OVER, FILES.resolve("usr").toString()));
            all.addAll(command);
            return runner.run(all, input, deadline);
          }
        };
    PostfixCommands commands = new PostfixCommands(over, options);
    return new PostfixConsumer(commands, options, new SmtpProcesses(Path.of("/proc")));
  }

  @BeforeEach
  void postfix() throws IOException {
    assertTrue(
        Files.isExecutable(FILES.resolve("usr/sbin/postmap")),
        FILES + " is missing; as root: src/build/install-test-tools");
    Files.writeString(
        config.resolve("main.cf"),
        """
        compatibility_level = 3.6
        mail_owner = daemon
        setgid_group = mail
        myhostname = mx.example
        inet_interfaces = all
        queue_directory = %s
        """
            .formatted(config));
    Files.writeString(config.resolve("master.cf"), "");
  }

  private void write(Ruleset ruleset) throws IOException {
    MailFiles files = new PostfixSystem().files(ruleset, MailFiles.none());
    for (String name : files.names()) {
      Files.writeString(folder.resolve(name), files.text(name).orElseThrow());
    }
  }

  private static Ruleset forSome(Refusal otherwise) {
    Recipients domains =
        new Recipients.Domains(new TreeSet<>(Set.of("example.com")), false, new TreeSet<>());
    return new Ruleset(
        List.of(
            MailBench.rule(
                "mta",
                new Scope.Mail(domains, Optional.empty(), true, ""),
                otherwise,
                "192.0.2.1",
                "198.51.100.3-198.51.100.9",
                "2001:db8::/33",
                "::2")));
  }

  @Test
  void itReadsWhatIsMeant() throws IOException {
    for (int seed = 0; seed < 12; seed++) {
      Ruleset ruleset = MailBench.some(new Random(seed));
      write(ruleset);
      Consumer.Answer answer = consumer().ask(ruleset);
      assertEquals(List.of(), answer.wrong(), ruleset::toString);
      assertTrue(answer.complete());
      assertEquals(ruleset.rules().isEmpty(), answer.asked() == 0);
    }
  }

  @Test
  void manyDomainsAreReadInBlocks() throws IOException {
    TreeSet<String> names = new TreeSet<>();
    for (int i = 0; i < 500; i++) {
      names.add("d%d.example%d.org".formatted(i, i % 7));
    }
    Ruleset ruleset =
        new Ruleset(
            List.of(
                MailBench.rule(
                    "mta",
                    new Scope.Mail(
                        new Recipients.Domains(names, false, new TreeSet<>()),
                        Optional.empty(),
                        true,
                        ""),
                    Refusal.REJECT,
                    "192.0.2.1")));
    write(ruleset);
    assertTrue(Files.readString(folder.resolve(PostfixSystem.RECIPIENTS)).contains("\nendif\n"));
    Consumer.Answer answer = consumer().ask(ruleset);
    assertEquals(List.of(), answer.wrong());
    assertTrue(answer.asked() > 1000, () -> "asked " + answer.asked());
  }

  /** Each replaces something in a file by something that a compiler could have written. */
  @Test
  void everyDefectIsFound() throws IOException {
    String clients = "mta.cidr";
    for (Refusal otherwise : Sizes.pick(List.of(Refusal.DEFER), List.copyOf(Refusal.ofMail()))) {
      Ruleset ruleset = forSome(otherwise);
      caught(ruleset, clients, "(?m)^::/0 .*\n", "");
      caught(ruleset, clients, "(?m)^0\\.0\\.0\\.0/0 .*\n", "");
      caught(ruleset, clients, " DUNNO", " OK");
      caught(ruleset, clients, "(?m)^127.*\n", "");
      caught(ruleset, clients, "(?m)^::1/128.*\n", "");
      caught(ruleset, clients, "(?m)^192\\.0\\.2\\.1 ", "192.0.2.1/24 ");
      caught(ruleset, clients, "(?m)^198\\.51\\.100\\.8/31", "198.51.100.8");
      caught(ruleset, clients, "(?m)^2001:db8::/33", "2001:db8::/32");
      caught(ruleset, clients, "(?m)^127", "0.0.0.0/0 DUNNO\n127");
      caught(ruleset, PostfixSystem.RECIPIENTS, "/@example", "/[@.]example");
      caught(ruleset, PostfixSystem.RECIPIENTS, "\\$/ postern_mta", "/ postern_mta");
      caught(ruleset, PostfixSystem.RECIPIENTS, "postern_mta", "OK");
      caught(ruleset, PostfixSystem.RECIPIENTS, "(?m)^/.*\n", "");
    }
  }

  private void caught(Ruleset ruleset, String file, String from, String to) throws IOException {
    write(ruleset);
    Path path = folder.resolve(file);
    String right = Files.readString(path);
    String wrong = right.replaceAll(from, to);
    assertFalse(wrong.equals(right), () -> from + " is not in " + right);
    assertEquals(List.of(), consumer().ask(ruleset).wrong());
    Files.writeString(path, wrong);
    try {
      Consumer.Answer answer = consumer().ask(ruleset);
      assertFalse(answer.wrong().isEmpty(), () -> "not caught: " + wrong);
    } catch (IOException e) {
      assertTrue(e.toString().contains("postmap"), e::toString);
    }
  }
}
