package org.postern.policy.parse.read;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.postern.diagnostic.Code;
import org.postern.diagnostic.Diagnostic;
import org.postern.diagnostic.Report;
import org.postern.policy.parse.PolicyParser;
import org.postern.policy.parse.text.Loader;

/**
 * Every key of the grammar in every place, and whether it has an effect there: {@code yes}, or the
 * code that says it has none. A key that is new has no row, and so fails here until it is decided.
 */
class EffectTableTest {
  /** What a set may be made of: the columns of {@link #SETS}. */
  private static final Map<String, String> SOURCES =
      Map.of(
          "literals",
          "10.0.0.5",
          "names",
          "dns: nodes.example",
          "lists",
          "file: nodes.txt",
          "sets",
          "set: inner",
          "all",
          "10.0.0.5, dns: nodes.example, file: nodes.txt, set: inner");

  /**
   * Guards of literals count an edit like any answer; of a set of sets each is judged by its own.
   * Where a set takes from other sets too, its guard has an effect, but not on those. What is
   * removed from a set stays for a while if it says so of a list; literals go when their line goes.
   */
  private static final String SETS =
      """
      key               | value                        | literals | names | lists | sets  | all
      sources           |                              | yes      | yes   | yes   | yes   | yes
      never             | never: [10.0.0.6]            | yes      | yes   | yes   | yes   | yes
      guard.at-least    | guard: {at-least: 1}         | yes      | yes   | yes   | P0417 | P0420
      guard.at-most     | guard: {at-most: 9}          | yes      | yes   | yes   | P0417 | P0420
      guard.shrink      | guard: {shrink: 10%}         | yes      | yes   | yes   | P0417 | P0420
      guard.grow        | guard: {grow: 10%}           | yes      | yes   | yes   | P0417 | P0420
      guard.widest      | guard: {widest: /16}         | yes      | yes   | yes   | P0417 | P0420
      guard.widest.ip   | guard: {widest: {ip: /16}}   | yes      | yes   | yes   | P0417 | P0420
      guard.widest.ip6  | guard: {widest: {ip6: /48}}  | yes      | yes   | yes   | P0417 | P0420
      guard.special     | guard: {special: refuse}     | P0418    | yes   | yes   | P0417 | P0418,P0420
      guard.special     | guard: {special: allow}      | yes      | yes   | yes   | P0417 | P0420
      keep.removed      | keep: {removed: 1h}          | P0417    | yes   | yes   | P0417 | yes
      keep.removed      | keep: {removed: 0s}          | yes      | yes   | yes   | yes   | yes
      keep.alarm-after  | keep: {alarm-after: 1h}      | P0417    | yes   | yes   | P0417 | yes
      widen.prefix      | widen: {prefix: 24}          | yes      | yes   | yes   | P0416 | yes
      widen.prefix6     | widen: {prefix6: 64}         | yes      | yes   | yes   | P0416 | yes
      widen.entries     | widen: {entries: 64}         | yes      | yes   | yes   | P0416 | yes
      widen.extra       | widen: {extra: 1024}         | yes      | yes   | yes   | P0416 | yes
      widen.form        | widen: {extra: 9, form: ranges} | yes   | yes   | yes   | P0416 | yes
      initial           | initial: first.lock          | P0417    | yes   | yes   | P0417 | yes
      """;

  /**
   * Keys for peers that are not accepted need such peers. That a source has never answered cannot
   * be of what stands in the policy, unless it ends on a day. Running connections and the log are
   * of those who are not accepted, whatever happens to them; a review reminds of any rule.
   */
  private static final String RULES =
      """
      key       | value                 | any   | none  | literals | ending | names
      name      |                       | yes   | yes   | yes      | yes    | yes
      hook      | hook: input           | yes   | yes   | yes      | yes    | yes
      in        | in: [eth0]            | yes   | yes   | yes      | yes    | yes
      in        | in: [eth0, lo]        | P0419 | P0419 | P0419    | P0419  | P0419
      in        | hook: output, in: eth0 | P0406 | P0406 | P0406 | P0406  | P0406
      to        | to: [198.51.100.1]    | yes   | yes   | yes      | yes    | yes
      to        | to: ["::1"]           | P0419 | P0419 | P0419    | P0419  | P0419
      to        | to: [126.0.0.0/7]     | yes   | yes   | yes      | yes    | yes
      port      |                       | yes   | yes   | yes      | yes    | yes
      accept    |                       | yes   | yes   | yes      | yes    | yes
      otherwise | otherwise: observe    | P0409 | yes   | yes      | yes    | yes
      never     | never: [10.0.0.6]     | P0409 | P0417 | yes      | yes    | yes
      unknown   | unknown: closed       | P0409 | P0417 | P0417    | yes    | yes
      running   | running: cut          | P0409 | yes   | yes      | yes    | yes
      log.rate  | log: {rate: 5/m}      | P0409 | yes   | yes      | yes    | yes
      review    | review: 2030-01-01    | yes   | yes   | yes      | yes    | yes
      opens     | opens: true           | yes   | P0417 | yes      | yes    | yes
      for       | for: [hosted]         | P0431 | P0431 | P0431    | P0431  | P0431
      spare     | spare: []             | P0431 | P0431 | P0431    | P0431  | P0431
      reply     | reply: not here       | P0409,P0431 | P0431 | P0431 | P0431 | P0431
      """;

  private static final Map<String, String> ACCEPTS =
      Map.of("any", "any", "none", "none", "literals", "[l]", "ending", "[e]", "names", "[n]");

  /** Name servers are asked by refused too; answers age that are read again. */
  private static final String SETTINGS =
      """
      key              | value                                                  | literals | names | lists
      protects.domains | protects: {domains: [example.com]}                     | yes      | yes   | yes
      protects.mx      | protects: {domains: [example.com], mx: [mx.example]}   | yes      | yes   | yes
      protects.clean-since | protects: {domains: [a.example], clean-since: 2026-01-01} | yes | yes | yes
      resolve.servers  | resolve: {servers: [192.0.2.53]}                       | yes      | yes   | yes
      resolve.deadline | resolve: {deadline: 5s}                                | P0417    | yes   | P0417
      resolve.ttl.floor | resolve: {ttl: {floor: 5m}}                           | P0417    | yes   | yes
      resolve.ttl.cap  | resolve: {ttl: {cap: 5h}}                              | P0417    | yes   | yes
      resolve.anchors  | resolve: {anchors: root.ds}                            | P0417    | P0417 | P0417
      """;

  /** A set of domains may be written out or come from a list; every key counts for both. */
  private static final String DOMAINS =
      """
      key                | value                    | names | lists
      domains.mx         | mx: filter               | P0402 | P0402
      domains.subdomains | subdomains: true         | P0402 | P0402
      domains.never      | never: [b.a.example]     | P0402 | P0402
      domains.guard.shrink | guard: {shrink: 30%}   | P0402 | P0402
      domains.guard.grow | guard: {grow: 50%}       | P0402 | P0402
      """;

  private static final Map<String, String> DOMAIN_SOURCES =
      Map.of("names", "a.example", "lists", "file: /etc/localdomains");

  /** Kinds of sources, and the keys that go with one of them alone. */
  private static final String KINDS =
      """
      key | value | net: 10.0.0.5 | dns: a.example | spf: a.example | ptr: b.example.net | file: a.txt | url: "https://a.example/" | set: inner
      label | label: x | yes | P0207 | P0207 | P0207 | P0207 | P0207 | P0207
      until | until: 2030-01-01 | yes | P0207 | P0207 | P0207 | P0207 | P0207 | P0207
      family | family: ip | P0207 | yes | yes | yes | P0207 | yes | P0207
      follow | follow: [a, mx] | P0207 | P0207 | yes | P0207 | P0207 | P0207 | P0207
      format | format: list | P0207 | P0207 | P0207 | P0207 | yes | yes | P0207
      select | format: json, select: "$[*]" | P0207 | P0207 | P0207 | P0207 | yes | yes | P0207
      column | format: csv, column: ip | P0207 | P0207 | P0207 | P0207 | yes | yes | P0207
      sha256 | sha256: "0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a" | P0207 | P0207 | P0207 | P0207 | P0207 | yes | P0207
      signature | signature: {url: "https://a.example/s", key: MCowBQYDK2VwAyEAaDMRbdYMol1AwMKxogT+MB307L/WMvC+vg7ERFaJHX0=} | P0207 | P0207 | P0207 | P0207 | P0207 | yes | P0207
      pin | pin: "sha256:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=" | P0207 | P0207 | P0207 | P0207 | P0207 | yes | P0207
      ca | ca: ca.pem | P0207 | P0207 | P0207 | P0207 | P0207 | yes | P0207
      type | type: mx | P0207 | yes | P0207 | P0207 | P0207 | P0207 | P0207
      secure | secure: true | P0207 | yes | P0207 | P0207 | P0207 | P0207 | P0207
      """;

  /** A row of a table: a key, how it is written, and what is said by column. */
  private record Row(String key, String value, Map<String, Set<String>> said) {}

  private static List<Row> rows(String table) {
    List<String> lines = table.lines().toList();
    List<String> columns = cells(lines.getFirst());
    List<Row> rows = new ArrayList<>();
    for (String line : lines.subList(1, lines.size())) {
      List<String> cells = cells(line);
      Map<String, Set<String>> said = new LinkedHashMap<>();
      for (int i = 2; i < columns.size(); i++) {
        Set<String> codes = new TreeSet<>(Arrays.asList(cells.get(i).split(",", -1)));
        codes.remove("yes");
        said.put(columns.get(i), codes);
      }
      rows.add(new Row(cells.getFirst(), cells.get(1), said));
    }
    return rows;
  }

  private static List<String> cells(String line) {
    return Arrays.stream(line.split("\\|", -1)).map(String::strip).toList();
  }

  private static Set<String> said(String policy) {
    Report report = new Report();
    new PolicyParser(Set.of("nftables"))
        .parse("p.yaml", policy, (file, path) -> new Loader.Loaded.Missing("none"), report);
    return report.diagnostics().stream()
        .map(Diagnostic::code)
        .map(Code::id)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static DynamicTest test(Row row, String column, String policy) {
    return DynamicTest.dynamicTest(
        row.key() + " in " + column,
        () -> assertEquals(row.said().get(column), said(policy), policy));
  }

  private static Stream<DynamicTest> tests(String table, BiFunction<Row, String, String> policy) {
    return rows(table).stream()
        .flatMap(
            row ->
                row.said().keySet().stream()
                    .map(column -> test(row, column, policy.apply(row, column))));
  }

  @TestFactory
  Stream<DynamicTest> keysOfSets() {
    return tests(
        SETS,
        (row, column) ->
            """
            sets:
              inner: {sources: [file: inner.txt]}
              s:
                sources: [%s]
                %s
            rules: [{name: smtp, port: tcp/25, accept: [s, inner], otherwise: drop}]
            """
                .formatted(SOURCES.get(column), row.value()));
  }

  @TestFactory
  Stream<DynamicTest> keysOfRules() {
    return tests(
        RULES,
        (row, column) ->
            """
            sets:
              l: {sources: [10.0.0.5]}
              e: {sources: [{net: 10.0.0.5, until: 2030-01-01}]}
              n: {sources: [dns: nodes.example]}
            rules:
              - {name: r, port: tcp/25, accept: %s%s%s}
              - {name: other, port: tcp/26, accept: [l, e, n], otherwise: drop}
            """
                .formatted(
                    ACCEPTS.get(column),
                    column.equals("any") || row.key().equals("otherwise")
                        ? ""
                        : ", otherwise: drop",
                    row.value().isEmpty() ? "" : ", " + row.value()));
  }

  @TestFactory
  Stream<DynamicTest> settings() {
    return tests(
        SETTINGS,
        (row, column) ->
            """
            sets: {s: {sources: [%s]}}
            rules: [{name: smtp, port: tcp/25, accept: [s], otherwise: observe}]
            %s
            """
                .formatted(SOURCES.get(column), row.value()));
  }

  @TestFactory
  Stream<DynamicTest> keysOfSetsOfDomains() {
    return tests(
        DOMAINS,
        (row, column) ->
            """
            sets: {own: {sources: [10.0.0.5]}}
            domains: {hosted: {sources: [%s], %s}}
            rules: [{name: smtp, port: tcp/25, accept: [own], otherwise: drop}]
            %s
            """
                .formatted(
                    DOMAIN_SOURCES.get(column),
                    row.value(),
                    row.value().equals("mx: filter") ? "protects: {mx: [filter.example]}" : ""));
  }

  @TestFactory
  Stream<DynamicTest> keysOfSources() {
    return tests(
        KINDS,
        (row, column) ->
            """
            sets:
              inner: {sources: [10.0.0.9]}
              s: {sources: [{%s, %s}]}
            rules: [{name: smtp, port: tcp/25, accept: [s, inner], otherwise: drop}]
            """
                .formatted(column, row.value()));
  }

  @Test
  void protectsNeedsARuleThatMayRefuseMail() {
    String protects = "protects: {domains: [example.com]}\n";
    assertEquals(
        Set.of("P0417"),
        said("rules: [{name: dns, hook: output, port: tcp/25, accept: any}]\n" + protects));
    assertEquals(
        Set.of("P0417"),
        said("rules: [{name: pop, port: tcp/110, accept: none, otherwise: drop}]\n" + protects));
    assertEquals(
        Set.of(),
        said("rules: [{name: smtp, port: tcp/25, accept: none, otherwise: observe}]\n" + protects));
  }

  /** A guard in each set that is taken from leaves nothing unjudged. */
  @Test
  void aGuardAboveGuardedSetsIsNoMistake() {
    String policy =
        """
        sets:
          inner: {sources: [file: inner.txt], guard: {at-least: 3}}
          s: {sources: [10.0.0.5, set: inner], guard: {at-least: 1}}
        rules: [{name: smtp, port: tcp/25, accept: [s], otherwise: drop}]
        """;
    assertEquals(Set.of(), said(policy));
  }

  /** What an older version accepted goes on being followed. */
  @Test
  void aTextThatWasAcceptedIsReadAsItIs() {
    String policy =
        """
        sets: {l: {sources: [10.0.0.5], keep: {removed: 1h}, guard: {special: refuse}}}
        rules: [{name: smtp, in: [lo], port: tcp/25, accept: [l], otherwise: drop}]
        """;
    Report report = new Report();
    assertTrue(
        new PolicyParser(Set.of("nftables"))
            .lenient()
            .parse("p.yaml", policy, (file, path) -> new Loader.Loaded.Missing("none"), report)
            .isPresent());
    assertEquals(List.of(), report.diagnostics());
    assertEquals(Set.of("P0417", "P0418", "P0419"), said(policy));
  }

  @Test
  void everyKeyHasARow() {
    Set<String> rows =
        Stream.of(SETS, DOMAINS, RULES, SETTINGS, KINDS)
            .flatMap(table -> rows(table).stream())
            .map(Row::key)
            .collect(Collectors.toCollection(TreeSet::new));
    Set<String> keys = new TreeSet<>();
    add(keys, "", SetReader.KEYS, "guard", "keep", "widen");
    add(keys, "guard.", SetSettings.GUARD);
    add(keys, "guard.widest.", SetSettings.WIDEST);
    add(keys, "keep.", SetSettings.KEEP);
    add(keys, "widen.", SetSettings.WIDEN);
    add(keys, "domains.", DomainSetReader.KEYS, "sources", "guard");
    add(keys, "domains.guard.", DomainSetReader.GUARD);
    add(keys, "", RuleReader.KEYS, "log");
    add(keys, "log.", RuleReader.LOG);
    add(keys, "protects.", SettingsReader.PROTECTS);
    add(keys, "resolve.", SettingsReader.RESOLVE, "ttl");
    add(keys, "resolve.ttl.", SettingsReader.TTL);
    // The kinds themselves are the columns.
    add(keys, "", SourceReader.KEYS, "net", "dns", "spf", "ptr", "file", "url", "set");
    assertEquals(keys, rows);
  }

  private static void add(Set<String> keys, String above, Fields.Keys known, String... mappings) {
    known.known().stream()
        .filter(key -> !List.of(mappings).contains(key))
        .forEach(key -> keys.add(above + key));
  }
}
