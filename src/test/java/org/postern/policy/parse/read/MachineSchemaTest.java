package org.postern.policy.parse.read;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.networknt.schema.Error;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.postern.diagnostic.Report;
import org.postern.policy.MachineSettings;
import org.postern.policy.parse.MachineSettingsParser;
import org.postern.policy.parse.MachineSettingsParserTest;
import tools.jackson.jr.ob.JSON;

/** The schema for what belongs to a machine agrees with its parser. */
class MachineSchemaTest {
  private static final String TEXT = text();
  private static final Schema SCHEMA =
      SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
          .getSchema(TEXT, InputFormat.JSON);

  private static String text() {
    try (InputStream in =
        Objects.requireNonNull(MachineSettings.class.getResourceAsStream("machine.schema.json"))) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException failure) {
      throw new IllegalStateException(failure);
    }
  }

  private static List<Error> errors(String yaml) {
    return SCHEMA.validate(yaml, InputFormat.YAML);
  }

  private static boolean parses(String yaml) {
    return MachineSettingsParser.parse("daemon.yaml", yaml, new Report()).isPresent();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        MachineSettingsParserTest.EXAMPLE,
        "metrics: {file: /var/lib/x/postern.prom}\n",
        "metrics: {listen: \"[::1]:9547\"}\nlog: auto\n",
        "alarm: {command: [/bin/tell]}\n"
      })
  void whatTheParserAcceptsTheSchemaAccepts(String yaml) {
    assertEquals(true, parses(yaml), yaml);
    assertEquals(List.of(), errors(yaml), yaml);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "metric: {}\n",
        "metrics: {}\n",
        "metrics: {listen: \"0.0.0.0:9547\"}\n",
        "metrics: {listen: \"127.0.0.1\"}\n",
        "metrics: {file: postern.prom}\n",
        "metrics: {file: /var/lib/x/postern.txt}\n",
        "metrics: {listen: \"127.0.0.1:1\", file: /x.prom}\n",
        "alarm: {repeat: 1h}\n",
        "alarm: {command: []}\n",
        "alarm: {command: [tell]}\n",
        "alarm: {command: /bin/tell}\n",
        "alarm: {command: [/bin/tell], repeat: often}\n",
        "log: syslog\n"
      })
  void whatTheSchemaRefusesTheParserRefuses(String yaml) {
    assertFalse(errors(yaml).isEmpty(), yaml);
    assertEquals(false, parses(yaml), yaml);
  }

  @Test
  void theSchemaHasTheKeysOfTheParser() throws IOException {
    Map<?, ?> root = JSON.std.mapFrom(TEXT);
    assertKeys(MachineReader.KEYS, root);
    assertKeys(MachineReader.METRICS, property(root, "metrics"));
    assertKeys(MachineReader.ALARM, property(root, "alarm"));
  }

  private static Map<?, ?> property(Map<?, ?> schema, String name) {
    return (Map<?, ?>) Objects.requireNonNull(properties(schema).get(name), name);
  }

  private static Map<?, ?> properties(Map<?, ?> schema) {
    return (Map<?, ?>) Objects.requireNonNull(schema.get("properties"));
  }

  private static void assertKeys(Fields.Keys keys, Map<?, ?> schema) {
    assertEquals(
        new TreeSet<Object>(keys.known()), new TreeSet<Object>(properties(schema).keySet()));
  }
}
