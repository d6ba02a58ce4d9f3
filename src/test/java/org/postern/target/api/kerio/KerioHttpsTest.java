package org.postern.target.api.kerio;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.postern.host.tls.TestCertificate;
import org.postern.plan.Observation;
import org.postern.plan.Plan;
import org.postern.plan.Ruleset;
import org.postern.plan.ToyWorld;
import org.postern.target.Applied;
import org.postern.target.Target;
import org.postern.target.TargetException;
import org.postern.target.TestSecrets;

/** Over HTTPS, as it is in earnest. */
@Timeout(120)
class KerioHttpsTest {
  private static final Ruleset WANTED = KerioLab.smtp("192.0.2.1", "198.51.100.0/24");

  private final KerioServer server = new KerioServer();

  @AfterEach
  void stop() {
    server.close();
  }

  private Target target(String pin) {
    Map<String, String> options =
        Map.of("user", StubKerio.USER, "secret", "credential:kerio", "pin", pin);
    return new KerioKind()
        .open(server.server().binding(KerioKind.NAME, options), TestSecrets.of(StubKerio.PASSWORD));
  }

  @Test
  void whatWasAppliedIsObserved() throws TargetException {
    Target target = target(server.pin());
    Applied applied = target.apply(target.compile(Plan.between(target.observe(), WANTED)));
    assertInstanceOf(Applied.Done.class, applied, applied::toString);
    assertEquals(
        ToyWorld.set("127.0.0.0/8", "192.0.2.1", "198.51.100.0/24"),
        server.kerio().lettingIn("Postern"));
    Observation after = target.observe();
    assertEquals(List.of(), Plan.between(after, WANTED).changes());
    assertEquals(
        List.of("POST /admin/api/jsonrpc/ application/json"),
        server.requests().stream().distinct().toList());
    assertEquals("Session.logout", server.kerio().calls().getLast());
  }

  @Test
  void anotherServerLearnsNothing() {
    TargetException refused =
        assertThrows(
            TargetException.class, () -> target(TestCertificate.of("localhost").pin()).observe());
    assertTrue(refused.getMessage().contains("is not trusted"), refused.sentence());
    assertEquals(List.of(), server.requests());
  }

  @Test
  void aStatusForALostSessionBeginsANewOne() throws TargetException {
    server.refuse(1);
    assertFalse(target(server.pin()).observe().precondition().isEmpty());
    assertEquals(
        List.of("Session.login", "Session.login", "IpAddressGroups.get", "Session.logout"),
        server.kerio().calls());
  }

  @Test
  void anErrorOfTheServerIsToldByItsWords() {
    server.kerio().answering(answer -> Map.of("error", Map.of("code", -32603, "message", "Oops")));
    TargetException refused =
        assertThrows(TargetException.class, () -> target(server.pin()).observe());
    assertEquals(TargetException.Kind.PERMISSION, refused.kind());
    assertTrue(refused.getMessage().endsWith("does not let in user postern: Oops"));
  }
}
