package org.postern.policy.parse;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.postern.diagnostic.Code;
import org.postern.diagnostic.Diagnostic;
import org.postern.diagnostic.Report;
import org.postern.policy.LogRate;
import org.postern.policy.MachineSettings;

/** What belongs to a machine is read as strictly as a policy. */
public class MachineSettingsParserTest {
  public static final String EXAMPLE =
      """
      metrics: {listen: 127.0.0.1:9547}
      alarm:
        command: [/usr/local/bin/tell, --to, postmaster, 7]
        repeat: 6h
      strangers: 600/m
      log: journal
      """;

  private final Report report = new Report();

  private Optional<MachineSettings> parse(String text) {
    return MachineSettingsParser.parse("daemon.yaml", text, report);
  }

  private List<String> said() {
    return report.diagnostics().stream()
        .map(one -> one.span().position() + " " + one.code().id())
        .toList();
  }

  private static String code(Code code) {
    return code.id();
  }

  @Test
  void everythingIsRead() {
    assertEquals(
        Optional.of(
            new MachineSettings(
                Optional.of(new MachineSettings.Metrics.Listen("127.0.0.1", 9547)),
                Optional.of(
                    new MachineSettings.AlarmCommand(
                        List.of("/usr/local/bin/tell", "--to", "postmaster", "7"),
                        Duration.ofHours(6))),
                Optional.of(new LogRate(600, LogRate.Unit.MINUTE)),
                MachineSettings.Log.JOURNAL)),
        parse(EXAMPLE),
        report.diagnostics()::toString);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "\n", "# metrics: {listen: 127.0.0.1:9547}\n", "---\n"})
  void whatSaysNothingMeansTheDefaults(String text) {
    assertEquals(Optional.of(MachineSettings.DEFAULT), parse(text));
    assertEquals(List.of(), report.diagnostics());
  }

  @Test
  void anAlarmIsToldAgainOnceADayUnlessSaidOtherwise() {
    assertEquals(
        Optional.of(MachineSettings.AlarmCommand.REPEAT),
        parse("alarm: {command: [/bin/tell]}\n")
            .flatMap(MachineSettings::alarm)
            .map(MachineSettings.AlarmCommand::repeat));
  }

  @Test
  void figuresGoIntoAFile() {
    assertEquals(
        Optional.of(new MachineSettings.Metrics.ToFile("/var/lib/x/postern.prom")),
        parse("metrics: {file: /var/lib/x/postern.prom}\n").flatMap(MachineSettings::metrics));
  }

  @ParameterizedTest
  @CsvSource({"127.0.0.1:1,127.0.0.1", "127.8.9.10:65535,127.8.9.10", "[::1]:9547,::1"})
  void everyLoopbackAddressWillDo(String listen, String address) {
    Optional<MachineSettings.Metrics> metrics =
        parse("metrics: {listen: \"%s\"}\n".formatted(listen)).flatMap(MachineSettings::metrics);
    assertTrue(
        metrics.orElseThrow() instanceof MachineSettings.Metrics.Listen there
            && there.address().equals(address),
        metrics::toString);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "0.0.0.0:9547",
        "[::]:9547",
        "192.0.2.1:9547",
        "localhost:9547",
        "127.0.0.1",
        "9547",
        "127.0.0.1:0",
        "127.0.0.1:65536",
        "127.0.0.256:9547",
        "127.1:9547",
        "[::1%lo]:9547",
        "127.0.0.1:9547/metrics",
        "[::ffff:127.0.0.1]:9547",
        "127.00.0.1:9547"
      })
  void nothingButLoopbackIsListenedOn(String listen) {
    assertTrue(parse("metrics: {listen: \"%s\"}\n".formatted(listen)).isEmpty());
    Diagnostic only = report.diagnostics().getFirst();
    assertEquals(List.of("daemon.yaml:1:19 " + code(Code.BAD_LISTEN)), said());
    assertTrue(only.message().contains("stays on this machine"), only::message);
  }

  @Test
  void thePortIsKeptInTheFix() {
    parse("metrics: {listen: 0.0.0.0:9100}\n");
    assertEquals("write 127.0.0.1:9100 or \"[::1]:9100\"", report.diagnostics().getFirst().fix());
  }

  @Test
  void allMistakesAreReportedInOneRunFromTopToBottom() {
    Optional<MachineSettings> settings =
        parse(
            """
            metric: {listen: 127.0.0.1:9547}
            metrics:
              listen: 0.0.0.0:9547
              file: postern.txt
            alarm:
              comand: [/bin/tell]
              repeat: 1s
            log: syslog
            """);
    assertTrue(settings.isEmpty());
    assertEquals(
        List.of(
            "daemon.yaml:1:1 " + code(Code.UNKNOWN_KEY),
            "daemon.yaml:3:11 " + code(Code.BAD_LISTEN),
            "daemon.yaml:4:3 " + code(Code.KEYS_CONFLICT),
            "daemon.yaml:4:9 " + code(Code.BAD_PATH),
            "daemon.yaml:6:3 " + code(Code.UNKNOWN_KEY),
            "daemon.yaml:6:3 " + code(Code.MISSING_KEY),
            "daemon.yaml:7:11 " + code(Code.BAD_DURATION),
            "daemon.yaml:8:6 " + code(Code.BAD_WORD)),
        said());
    assertEquals("write \"metrics\"", report.diagnostics().getFirst().fix());
    assertTrue(report.diagnostics().stream().noneMatch(one -> one.fix().isEmpty()));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[tell]",
        "[./tell]",
        "[/usr/local/bin/]",
        "[\"\"]",
        "[/bin/tell, \"a\\nb\"]",
        "[\"/bin/te\\u202ell\"]"
      })
  void aCommandIsAProgramWithPlainArguments(String command) {
    assertTrue(parse("alarm: {command: %s}\n".formatted(command)).isEmpty());
    assertEquals(code(Code.BAD_COMMAND), report.diagnostics().getFirst().code().id());
  }

  @Test
  void aCommandIsNoLineForAShell() {
    assertTrue(parse("alarm: {command: /bin/tell root}\n").isEmpty());
    assertEquals(List.of("daemon.yaml:1:18 " + code(Code.WRONG_KIND)), said());
  }

  @ParameterizedTest
  @CsvSource({"metrics: {},P0203", "alarm: {repeat: 1h},P0203", "log:,P0205", "[a],P0204"})
  void whatIsIncompleteIsSaid(String text, String code) {
    assertTrue(parse(text + "\n").isEmpty());
    assertEquals(code, report.diagnostics().getFirst().code().id());
  }

  @Test
  void whatIsNoYamlIsSaid() {
    assertTrue(parse("metrics: {listen: 127.0.0.1:9547\n").isEmpty());
    assertEquals(code(Code.OPEN_BRACKET), report.diagnostics().getFirst().code().id());
  }
}
