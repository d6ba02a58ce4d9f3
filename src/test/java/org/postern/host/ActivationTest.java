package org.postern.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ActivationTest {
  private static final long PID = 4711;

  private static Map<String, String> environment(String pid, String count, String names) {
    Map<String, String> environment = new LinkedHashMap<>();
    environment.put("LISTEN_PID", pid);
    environment.put("LISTEN_FDS", count);
    environment.put("LISTEN_FDNAMES", names);
    return environment;
  }

  @Test
  void eachNameHasItsDescriptor() throws IOException {
    Activation activation = Activation.of(environment("4711", "2", "change:read"), PID);

    assertEquals(Map.of("change", 3, "read", 4), activation.descriptors());
    assertEquals(Optional.of(4), activation.descriptor("read"));
    assertEquals(Optional.empty(), activation.descriptor("metrics"));
  }

  @Test
  void aManagerWithoutNamesMeansUnknown() throws IOException {
    Map<String, String> environment = environment("4711", "1", "");
    environment.remove("LISTEN_FDNAMES");

    assertEquals(Map.of("unknown", 3), Activation.of(environment, PID).descriptors());
  }

  @Test
  void noSocketsAreNoError() throws IOException {
    assertEquals(Map.of(), Activation.of(Map.of(), PID).descriptors());
    assertEquals(Map.of(), Activation.of(environment("4711", "0", ""), PID).descriptors());
  }

  @ParameterizedTest
  @ValueSource(strings = {"4712", "", "04711", "4711 ", "x"})
  void whatIsMeantForAnotherProcessIsNotOurs(String pid) throws IOException {
    assertEquals(Map.of(), Activation.of(environment(pid, "2", "a:b"), PID).descriptors());
  }

  @ParameterizedTest
  @CsvSource({
    "-1, a",
    "65, a",
    "99999999999, a",
    "x, a",
    "2, a",
    "2, a:b:c",
    "2, a:a",
  })
  void contradictionsAreErrors(String count, String names) {
    assertThrows(IOException.class, () -> Activation.of(environment("4711", count, names), PID));
  }
}
