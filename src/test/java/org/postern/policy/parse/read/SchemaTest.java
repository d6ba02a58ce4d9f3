package org.postern.policy.parse.read;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.networknt.schema.Error;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.postern.diagnostic.Code;
import org.postern.diagnostic.Report;
import org.postern.policy.Policy;
import org.postern.policy.parse.Examples;
import org.postern.policy.parse.PolicyParserTest;
import org.postern.policy.parse.text.SourceText;
import tools.jackson.jr.ob.JSON;

/** The schema that editors use never refuses a good policy, and sees what is claimed here. */
class SchemaTest {
  private static final String TEXT = text();
  private static final Schema SCHEMA =
      SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
          .getSchema(TEXT, InputFormat.JSON);

  private static String text() {
    try (InputStream in =
        Objects.requireNonNull(Policy.class.getResourceAsStream("policy.schema.json"))) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException failure) {
      throw new IllegalStateException(failure);
    }
  }

  private static List<Error> errors(String yaml) {
    return SCHEMA.validate(yaml, InputFormat.YAML);
  }

  /** Of these, the schema refuses the example; the others need more than structure. */
  @ParameterizedTest
  @EnumSource(
      value = Code.class,
      names = {
        "EATEN_ADDRESS",
        "UNKNOWN_KEY",
        "MISSING_KEY",
        "WRONG_KIND",
        "NO_VALUE",
        "EMPTY_LIST",
        "KEYS_CONFLICT",
        "BAD_NAME",
        "BAD_DNS_NAME",
        "BAD_DURATION",
        "BAD_PERCENT",
        "BAD_NUMBER",
        "BAD_DATE",
        "BAD_PREFIX_LENGTH",
        "BAD_PORT",
        "BAD_INTERFACE",
        "BAD_LABEL",
        "BAD_RATE",
        "BAD_WORD",
        "BAD_PATH",
        "BAD_OPTION",
        "FORWARD_UNBOUNDED",
        "IN_ON_OUTPUT",
        "ACCEPTS_NO_PEER",
        "NO_MEANING_WITH_ANY",
        "BAD_DOMAIN",
        "LITERAL_SECRET"
      })
  void whatIsStructuralIsSeenInAnEditorToo(Code code) throws IOException {
    assertFalse(errors(Files.readString(Examples.policy(code))).isEmpty());
  }

  @Test
  void whatTheParserAcceptsTheSchemaAccepts() throws IOException {
    List<String> good = new ArrayList<>();
    good.add(PolicyParserTest.EXAMPLE);
    good.add(PolicyParserTest.PROVIDER);
    for (Code code : Examples.ofParser()) {
      boolean list =
          Files.exists(Examples.FOLDER.resolve(code.id() + ".list"))
              || Files.exists(Examples.FOLDER.resolve(code.id() + ".domains"));
      if (!list && !Examples.report(code).hasErrors()) {
        good.add(Files.readString(Examples.policy(code)));
      }
    }
    for (Path ruleset : rulesets()) {
      good.add(Files.readString(ruleset));
    }
    assertTrue(good.size() > 6, () -> "only " + good.size() + " policies to try");
    good.forEach(text -> assertEquals(List.of(), errors(text), text));
  }

  @Test
  void theRulesetsThatAreShippedAreAcceptedByTheParser() throws IOException {
    for (Path ruleset : rulesets()) {
      Report report = new Report();
      Examples.PARSER.parse(
          ruleset.getFileName().toString(),
          SourceText.decode(Files.readAllBytes(ruleset)),
          Examples.loader(ruleset.resolveSibling("")),
          report);
      assertFalse(report.hasErrors(), () -> ruleset + ": " + report.diagnostics());
    }
  }

  private static List<Path> rulesets() throws IOException {
    Path folder = Path.of("rulesets");
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(file -> file.toString().endsWith(".yaml")).sorted().toList();
    }
  }

  @Test
  void theSchemaHasTheKeysOfTheParser() throws IOException {
    Map<?, ?> root = JSON.std.mapFrom(TEXT);
    assertKeys(Document.KEYS, root);
    assertKeys(SetReader.KEYS, at(root, "$defs", "set"));
    assertKeys(SetSettings.GUARD, at(root, "$defs", "guard"));
    assertKeys(SetSettings.KEEP, at(root, "$defs", "set", "properties", "keep"));
    assertKeys(SetSettings.WIDEN, at(root, "$defs", "set", "properties", "widen"));
    assertKeys(DomainSetReader.KEYS, at(root, "$defs", "domainSet"));
    assertKeys(DomainSetReader.GUARD, at(root, "$defs", "domainSet", "properties", "guard"));
    assertKeys(Literals.KEYS, at(root, "$defs", "labelled"));
    assertKeys(RuleReader.KEYS, at(root, "$defs", "rule"));
    assertKeys(RuleReader.LOG, at(root, "$defs", "rule", "properties", "log"));
    assertKeys(SettingsReader.PROTECTS, at(root, "properties", "protects"));
    assertKeys(SettingsReader.RESOLVE, at(root, "properties", "resolve"));
    assertKeys(SettingsReader.TTL, at(root, "properties", "resolve", "properties", "ttl"));
  }

  /** A source is one of several forms, each with keys of its own. */
  @Test
  void theSchemaHasTheKeysOfEachSource() throws IOException {
    Set<Object> keys = new TreeSet<>();
    List<?> forms = (List<?>) at(JSON.std.mapFrom(TEXT), "$defs", "source").get("oneOf");
    for (Object form : Objects.requireNonNull(forms)) {
      Map<?, ?> one = (Map<?, ?>) form;
      if (one.containsKey("properties")) {
        keys.addAll(at(one, "properties").keySet());
      }
    }
    keys.addAll(Literals.KEYS.known());
    assertEquals(new TreeSet<Object>(SourceReader.KEYS.known()), keys);
  }

  private static void assertKeys(Fields.Keys keys, Map<?, ?> schema) {
    Set<Object> properties = new TreeSet<>(at(schema, "properties").keySet());
    assertEquals(new TreeSet<Object>(keys.known()), properties, keys.where());
  }

  private static Map<?, ?> at(Map<?, ?> map, String... path) {
    Map<?, ?> found = map;
    for (String key : path) {
      found = (Map<?, ?>) Objects.requireNonNull(found.get(key), key);
    }
    return found;
  }
}
