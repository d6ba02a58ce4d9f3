package org.postern.mail;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.postern.Sizes;
import org.postern.address.AddressSet;
import org.postern.policy.Refusal;

/** An apply that is killed leaves every file whole: as it was, as it is to be, or between. */
class MailCrashIT {
  private static final int SECONDS = 60;

  /** 128 and the number of the signal. */
  private static final int KILLED = 137;

  /** System calls by which files are made, written, kept and replaced. */
  private static final List<String> CALLS = List.of("rename", "fsync,openat");

  private static final AddressSet BEFORE = MailPolicy.of("192.0.2.1-192.0.2.6", "2001:db8::7");
  private static final AddressSet AFTER = MailPolicy.of("192.0.2.1", "2001:db8::7-2001:db8::9");

  private static final MailPolicy OLD =
      new MailPolicy(BEFORE, List.of("example.com"), false, List.of(), Refusal.DEFER);

  private static final MailPolicy NEW =
      new MailPolicy(AFTER, List.of("example.com", "other.test"), false, List.of(), Refusal.REJECT);

  @TempDir private Path folder;

  private static final String TRACE = "/mnt/trace";

  /** Runs an apply under strace(1), which looks at these system calls. */
  private int apply(Enforcement mail, String calls, String... more)
      throws IOException, InterruptedException {
    List<String> words = new ArrayList<>(List.of("strace", "-f", "-qq", "-o", TRACE));
    words.addAll(List.of("-e", "trace=" + calls));
    words.addAll(List.of(more));
    words.addAll(List.of(MailLab.program("apply")));
    Path output = folder.resolve("strace.out");
    Process process =
        mail.lab().inside(words.toArray(String[]::new)).redirectOutput(output.toFile()).start();
    assertTrue(process.waitFor(SECONDS, TimeUnit.SECONDS), words::toString);
    return process.exitValue();
  }

  /** Which of its calls, counted by themselves, the thread that writes our files makes for them. */
  private List<Integer> numbers(Enforcement mail, String calls)
      throws IOException, InterruptedException {
    assertEquals(0, apply(mail, calls, "--seccomp-bpf"));
    List<String> lines = Files.readAllLines(mail.lab().path(TRACE));
    String ours = "/var/lib/postern-mail/" + mail.lab().host().kind() + "/";
    String thread =
        lines.stream()
            .filter(line -> line.contains(ours))
            .findFirst()
            .orElseThrow()
            .split(" ", 2)[0];
    List<String> its = lines.stream().filter(line -> line.startsWith(thread + " ")).toList();
    return IntStream.range(0, its.size())
        .filter(i -> !calls.equals("rename") || its.get(i).contains(ours))
        .mapToObj(i -> i + 1)
        .toList();
  }

  /** Who is accepted by both is, and who is by neither is not. */
  private static void assertBetween(Enforcement mail) throws IOException {
    for (String peer : List.of("192.0.2.1", "2001:db8::7")) {
      assertEquals(2, answer(mail, peer), peer);
    }
    for (String peer : List.of("192.0.2.9", "2001:db8::a")) {
      assertTrue(answer(mail, peer) > 3, peer);
    }
  }

  private static int answer(Enforcement mail, String peer) {
    try (var thread = mail.lab().thread()) {
      Caller caller = new Caller(Dialogues.address(peer), false, false);
      List<String> commands = List.of("RCPT TO:<u@example.com>");
      return thread.run(() -> caller.say(commands, mail.lab().host())).getFirst().code() / 100;
    }
  }

  private void kill(Enforcement mail, String calls) throws Exception {
    mail.apply(NEW);
    Map<String, String> after = mail.files();
    mail.apply(OLD);
    Map<String, String> before = mail.files();
    mail.write(NEW);
    List<Integer> numbers = numbers(mail, calls);
    int kills = 0;
    for (int number : numbers) {
      mail.apply(OLD);
      mail.write(NEW);
      String kill = "inject=%s:signal=KILL:when=%d".formatted(calls, number);
      int exit = apply(mail, calls, "-e", kill);
      assertTrue(exit == KILLED || exit == 0, calls);
      kills += exit == KILLED ? 1 : 0;
      assertTrue(mail.files().keySet().containsAll(before.keySet()));
      MailMachine.Ran plan = mail.lab().postern("plan");
      assertTrue(plan.exit() == 0 || plan.exit() == 2, plan::output);
      assertFalse(plan.output().contains("is not as it was written"), plan::output);
      Map<String, String> between = mail.files();
      before.keySet().forEach(file -> assertFalse(between.getOrDefault(file, "").isEmpty(), file));
      if (mail.lab().host() == MailHost.EXIM) {
        mail.files()
            .forEach(
                (file, text) ->
                    assertTrue(
                        List.of(before.getOrDefault(file, text), after.getOrDefault(file, text))
                            .contains(text),
                        file));
      }
      assertBetween(mail);
      mail.apply(NEW);
      assertEquals(after, mail.files());
    }
    System.out.printf(
        "mail crash: %s killed %d times at %s %s%n", mail.lab().host(), kills, calls, numbers);
    assertTrue(kills > 0, calls);
  }

  static List<MailHost> hosts() {
    return List.of(MailHost.POSTFIX, MailHost.EXIM, MailHost.OPENSMTPD);
  }

  /** By day one. */
  static List<MailHost> told() {
    return Sizes.pick(List.of(MailHost.OPENSMTPD), List.of(MailHost.POSTFIX, MailHost.OPENSMTPD));
  }

  @Tag("nightly")
  @ParameterizedTest
  @MethodSource("hosts")
  void leavesWholeFiles(MailHost host) throws Exception {
    try (Enforcement mail = Enforcement.on(host, folder, List.of("example.com"))) {
      mail.enforce(OLD);
      for (String calls : CALLS) {
        kill(mail, calls);
      }
    }
  }

  /** The files are right then, and the server goes by those of before: the next apply tells it. */
  @ParameterizedTest
  @MethodSource("told")
  void theNextTellsTheServerWhatAKilledOneHadWritten(MailHost host) throws Exception {
    String program = host.isPostfix() ? "postfix" : "smtpctl";
    String target = host.target().replace("}}", ", commands: /mnt/bin}}").replace("{, ", "{");
    try (Enforcement mail = Enforcement.on(host, folder, List.of("example.com"))) {
      mail.enforce(OLD);
      mail.lab()
          .sh(
              """
              mkdir /mnt/bin
              for one in postconf postmap smtpd; do ln -s /usr/sbin/$one /mnt/bin/; done
              printf '#!/bin/sh\n[ ! -e /mnt/kill ] || kill -KILL $PPID\nexec /usr/sbin/%s "$@"\n' \
                > /mnt/bin/%s
              chmod 755 /mnt/bin/%s
              touch /mnt/kill
              """
                  .formatted(program, program, program));
      MailPolicy next = NEW.with(OLD.otherwise());
      mail.lab().write(Enforcement.POLICY, next.text(host).replace(host.target(), target));
      assertEquals(KILLED, mail.lab().postern("apply").exit());
      mail.lab().sh("rm /mnt/kill");
      String plan = mail.lab().postern("plan").expecting(2);
      assertTrue(plan.contains("was not told of all of them"), plan);
      mail.lab().postern("apply").expecting(0);
      mail.lab().postern("plan").expecting(0);
      assertEquals(List.of(), mail.hold(next).wrong());
    }
  }
}
