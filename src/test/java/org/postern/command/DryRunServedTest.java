package org.postern.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postern.daemon.Daemon;
import org.postern.daemon.Status;
import org.postern.daemon.control.Access;
import org.postern.daemon.control.Caller;
import org.postern.daemon.control.ClientClass;
import org.postern.host.ffm.UnixConnection;
import org.postern.pipeline.Lab;
import org.postern.pipeline.Prepared;
import org.postern.plan.Observation;

/** A dry run that a daemon does for a caller, of which the daemon itself learns nothing. */
class DryRunServedTest {
  private static final String POLICY =
      """
      sets: {own: {sources: [192.0.2.0/24]}}
      rules: [{name: smtp, port: tcp/25, accept: [own], otherwise: drop}]
      """;

  private final List<String> learned = new ArrayList<>();
  private final Lab lab;

  DryRunServedTest(@TempDir Path folder) throws IOException {
    this.lab = new Lab(folder).policy(POLICY);
  }

  private Map<String, Object> ask(Access access, String command, Map<String, Object> options)
      throws IOException {
    Daemon.Running running =
        new Daemon.Running() {
          @Override
          public Status status() {
            throw new AssertionError("a dry run asks for no status");
          }

          @Override
          public Map<String, Observation> observed() {
            return Map.of();
          }

          @Override
          public void ordered() {
            learned.add("ordered");
          }

          @Override
          public void learned(Prepared prepared) {
            learned.add("learned");
          }
        };
    String file = lab.file().toString();
    return new Served(lab.pipeline(), running)
        .answer(
            Map.of(
                "command",
                command,
                "words",
                List.of(file),
                "options",
                options,
                "texts",
                List.of(Map.of("name", file, "text", POLICY))),
            new Caller(access, ClientClass.ROOT, new UnixConnection.Peer(4711, 0, 0, List.of())));
  }

  private static final Map<String, Object> DRY = Map.of("--dry-run", List.of("true"));

  @Test
  void theDaemonLearnsNothingFromIt() throws IOException {
    Map<String, Object> reply = ask(Access.CHANGE, "dry-run apply", DRY);
    assertEquals(2, reply.get("exit"), reply::toString);
    assertEquals(List.of(), learned);
    assertEquals(List.of(), lab.system().lines());
    assertFalse(Files.exists(lab.state()));
  }

  @Test
  void aRealOneIsLearned() throws IOException {
    Map<String, Object> reply = ask(Access.CHANGE, "apply", Map.of());
    assertEquals(0, reply.get("exit"), reply::toString);
    assertEquals(List.of("learned", "ordered"), learned);
  }

  /** Neither half of what a dry run is asked by is taken for a real one. */
  @Test
  void nameAndOptionBelongTogether() throws IOException {
    for (Map<String, Object> reply :
        List.of(ask(Access.CHANGE, "dry-run apply", Map.of()), ask(Access.CHANGE, "apply", DRY))) {
      assertTrue(String.valueOf(reply.get("error")).contains("not for the command"), "" + reply);
    }
    assertEquals(List.of(), lab.system().lines());
    assertEquals(List.of(), learned);
  }

  @Test
  void whoMayOnlyReadMayNotHaveItRun() throws IOException {
    Map<String, Object> reply = ask(Access.READ, "dry-run apply", DRY);
    assertTrue(String.valueOf(reply.get("error")).contains("not for the command"), "" + reply);
  }
}
