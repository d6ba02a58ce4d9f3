package org.postern.daemon;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.postern.Sizes;

/**
 * Kills the process that does something before each of the changes of the disk that it makes, one
 * after the other. Whatever is begun then, the kernel holds what was in force before or after, no
 * peer that is accepted by both was refused for a moment, and all goes on.
 */
@Timeout(300)
class KilledAnywhereTest {
  private static final String BEFORE =
      """
      policy
        sets:
          filter: {sources: [dns: mx.example], keep: {removed: 0s}}
        rules: [{name: smtp, port: tcp/25, accept: [filter], otherwise: drop}]
      answer mx.example 8.8.1.1 8.8.1.2
      apply
      start
      advance 1m
      never refused 8.8.1.1
      """;

  private static final String EDITED =
      """
      edit
        sets:
          filter: {sources: [dns: mx.example, 192.0.2.99], keep: {removed: 0s}}
        rules: [{name: smtp, port: tcp/25, accept: [filter], otherwise: drop}]
      """;

  private static final String OLD = "8.8.1.1,8.8.1.2";
  private static final String NEW = "8.8.1.1,8.8.1.2,192.0.2.99";

  @TempDir(factory = MemoryDisk.class)
  private Path folder;

  /**
   * Something that is done.
   *
   * @param first done before, by a process that is not killed
   * @param deed done by who is killed
   * @param allowed what the kernel may hold afterwards; nothing at all is written as {@code none}
   */
  record Deed(String name, String first, String deed, List<String> allowed) {
    @Override
    public String toString() {
      return name;
    }
  }

  /** What comes after a process was killed. */
  enum Then {
    THE_DAEMON_GOES_ON,
    THE_DAEMON_STARTS,
    THE_MACHINE_STARTS
  }

  static Stream<Arguments> deeds() {
    String trial = EDITED + "apply confirm 5m\n";
    List<Deed> deeds =
        List.of(
            new Deed(
                "answers are applied",
                "",
                "answer mx.example 8.8.1.1 8.8.1.3\nadvance 6m\n",
                List.of(OLD, "8.8.1.1,8.8.1.3")),
            new Deed("a policy is applied", EDITED, "apply\n", List.of(OLD, NEW)),
            new Deed("a trial begins", EDITED, "apply confirm 1h\n", List.of(OLD, NEW)),
            new Deed("a trial is confirmed", trial, "confirm\n", List.of(OLD, NEW)),
            new Deed("a trial ends", trial + "advance 1m\n", "advance 5m\n", List.of(OLD)),
            new Deed(
                "a rollback", EDITED + "apply\nadvance 1m\n", "rollback 1\n", List.of(OLD, NEW)),
            new Deed(
                "a pin ends",
                EDITED + "apply\nrollback 1\nadvance 1m\n",
                "apply\n",
                List.of(OLD, NEW)),
            new Deed("a rule is opened", "", "open 1h\n", List.of(OLD)),
            new Deed("all is removed", "", "remove\n", List.of(OLD, "none")),
            new Deed("an apply ends a removal", "remove\n", "apply\n", List.of(OLD, "none")),
            new Deed("a pause ends", "pause\nadvance 10s\n", "resume\n", List.of(OLD)),
            new Deed("the clock is set", "clock +400d\n", "advance 1s\n", List.of(OLD)));
    return deeds.stream()
        .flatMap(deed -> Stream.of(Then.values()).map(then -> Arguments.of(deed, then)));
  }

  /** By day each change is killed before once, by night before each way to go on. */
  @ParameterizedTest(name = "{0}, {1}")
  @MethodSource("deeds")
  void killedAnywhere(Deed deed, Then then) throws IOException {
    boolean nightly = Sizes.pick(false, true);
    int first = nightly ? 0 : List.of(Then.values()).indexOf(then);
    int step = nightly ? 1 : Then.values().length;
    boolean killed = true;
    int at = first;
    while (killed) {
      Path own = Files.createDirectory(folder.resolve("killed-" + at));
      killed = isKilled(deed, then, at, own);
      at += step;
    }
    assertTrue(at > step || first > 0, "it has changed nothing");
  }

  /** Whether the deed made so many changes, and was killed before one more. */
  private static boolean isKilled(Deed deed, Then then, int at, Path folder) throws IOException {
    Life life = new Life(folder);
    LifeHost host = life.host();
    life.play(LifeScript.of("before", BEFORE + deed.first()));
    host.disk().killAfter(at);
    life.playMortal(LifeScript.of(deed.name(), deed.deed()));
    boolean killed = host.isKilled();
    host.disk().spare();
    String where = deed + ", killed before change " + at + ", then " + then;
    switch (then) {
      case THE_DAEMON_GOES_ON -> {
        if (host.daemon().isEmpty()) {
          host.start();
        }
      }
      case THE_DAEMON_STARTS -> {
        host.kill();
        host.start();
      }
      case THE_MACHINE_STARTS -> {
        host.reboot();
        assertHeld(deed, host, where + ", at boot");
        host.start();
      }
    }
    life.play(LifeScript.of(where, "advance 2m\nexpect enforced\nexpect no event damaged\n"));
    assertHeld(deed, host, where);
    assertGoesOn(life, host, where);
    return killed;
  }

  private static void assertHeld(Deed deed, LifeHost host, String where) {
    assertTrue(deed.allowed().contains(held(host)), () -> where + ": " + held(host));
  }

  private static String held(LifeHost host) {
    return host.held().rule("smtp").isEmpty()
        ? "none"
        : String.join(
            ",",
            host.held().rule("smtp").get().peers().asSet().intervals().stream()
                .flatMap(one -> Stream.of(one.first(), one.last()).distinct())
                .map(Object::toString)
                .sorted(
                    (a, b) -> a.startsWith("192") ? 1 : b.startsWith("192") ? -1 : a.compareTo(b))
                .toList());
  }

  /** An apply afterwards leaves nothing of it. */
  private static void assertGoesOn(Life life, LifeHost host, String where) throws IOException {
    life.play(
        LifeScript.of(
            where + ", afterwards",
            EDITED
                + """
                answer mx.example 8.8.1.1 8.8.1.2
                resume
                apply
                advance 1m
                expect exactly 8.8.1.1 8.8.1.2 192.0.2.99
                expect no alarm
                """));
    assertEquals(0, host.restoration().recall().notes().size(), where);
  }
}
