package org.postern.target.windows;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.postern.pipeline.Outcome;

/** What a PowerShell grammar that others wrote says of the scripts. */
class ScriptGrammarIT {
  private static final String POLICY =
      """
      sets:
        filter:
          sources: [{dns: delivery.example.net}, 203.0.113.0/24, {set: own}]
          never: [203.0.113.9]
        own:
          sources: [192.0.2.1, "2001:db8::/32"]
      rules:
        - {name: smtp, in: [Ethernet], to: [198.18.0.1], port: tcp/25, accept: [filter], otherwise: drop,
           opens: true}
        - {name: pop, port: tcp/110, accept: [own], otherwise: drop}
        - {name: dns, hook: output, port: tcp/53, accept: any}
      targets: [{windows: {form: %s, kind: %s, mode: %s}}]
      """;

  private static final Map<String, List<String>> NAMES =
      Map.of("delivery.example.net", List.of("203.0.114.1", "2001:db8:1::1"));

  private static final Set<String> COMMANDS =
      Set.of(
          "Set-StrictMode",
          "New-Object",
          "Resolve-DnsName",
          "Get-Acl",
          "Get-Process",
          "netstat.exe",
          "tasklist.exe",
          "schtasks.exe",
          "Get-NetFirewallRule",
          "Get-NetFirewallProfile",
          "Get-NetFirewallPortFilter",
          "Get-NetFirewallAddressFilter",
          "Get-NetFirewallInterfaceFilter",
          "Get-NetFirewallApplicationFilter",
          "Get-NetFirewallServiceFilter",
          "Get-NetFirewallInterfaceTypeFilter",
          "Get-NetFirewallSecurityFilter",
          "New-NetFirewallRule",
          "Set-NetFirewallRule",
          "Remove-NetFirewallRule",
          "New-ScheduledTaskAction",
          "New-ScheduledTaskTrigger",
          "New-ScheduledTaskPrincipal",
          "New-ScheduledTaskSettingsSet",
          "New-TimeSpan",
          "Register-ScheduledTask",
          "Get-ScheduledTask",
          "Get-Command",
          "Import-Module",
          "Connect-ExchangeOnline",
          "Get-InboundConnector",
          "Set-InboundConnector",
          "New-InboundConnector",
          "Remove-InboundConnector",
          "Get-PSSnapin",
          "Add-PSSnapin",
          "Get-ExchangeServer",
          "Get-ReceiveConnector",
          "Set-ReceiveConnector",
          "Restart-Service",
          "Read-Host",
          "secedit.exe");

  /** Commands that cannot fail, or tell by a code whether they did. */
  private static final Set<String> WITHOUT_ERRORS =
      Set.of(
          "Set-StrictMode",
          "New-Object",
          "New-TimeSpan",
          "netstat.exe",
          "tasklist.exe",
          "schtasks.exe",
          "secedit.exe");

  /** What Server 2008 has not. */
  static final Pattern MODERN =
      Pattern.compile("-NetFirewall|-ScheduledTask|Resolve-DnsName|-in |-notin |pscustomobject");

  @ParameterizedTest
  @CsvSource({
    "netsecurity, fixed, allow", "com, fixed, block-complement",
    "netsecurity, self-resolving, block-complement", "com, self-resolving, allow"
  })
  void scriptsAreWellFormedAndSafe(String form, String kind, String mode) {
    CompiledPolicy compiled = CompiledPolicy.of(POLICY.formatted(form, kind, mode), NAMES);
    List<String> scripts = new ArrayList<>(compiled.companions());
    scripts.add(compiled.script());
    assertEquals(3, scripts.size());
    for (String script : scripts) {
      assertEquals(List.of(), mistakes(script));
      assertTrue(form.equals("netsecurity") || !MODERN.matcher(script).find(), "not for 2008");
    }
  }

  /** What is wrong with a script. */
  static List<String> mistakes(String script) {
    List<String> mistakes = new ArrayList<>();
    if (!script.matches("(?s)(?:[ -~]*+\\r\\n)*+")) {
      mistakes.add("not ASCII with CRLF");
    }
    SyntaxNode tree = PowerShellGrammar.parse(script);
    Set<String> functions = texts(tree, "function_name");
    Set<String> commands = new TreeSet<>(texts(tree, "command_name"));
    commands.removeAll(functions);
    commands.removeAll(COMMANDS);
    if (!commands.isEmpty()) {
      mistakes.add("commands " + commands);
    }
    tree.all()
        .filter(node -> node.type().equals("command"))
        .filter(node -> !functions.contains(node.only("command_name").source()))
        .filter(node -> fails(node) && !node.source().replace(" ", "").contains("-ErrorActionStop"))
        .forEach(node -> mistakes.add("line " + node.line() + ": goes on after an error"));
    tree.all()
        .filter(
            node ->
                Set.of("ERROR", "MISSING", "sub_expression").contains(node.type())
                    || node.type().startsWith("expandable")
                    || node.type().contains("here_string"))
        .forEach(node -> mistakes.add("line " + node.line() + ": " + node.type()));
    return mistakes;
  }

  /** Whether a command can report an error after which a script goes on. */
  private static boolean fails(SyntaxNode command) {
    return !WITHOUT_ERRORS.contains(command.only("command_name").source())
        || command.source().contains("-ComObject");
  }

  private static Set<String> texts(SyntaxNode tree, String type) {
    return tree.all()
        .filter(node -> node.type().equals(type))
        .map(SyntaxNode::source)
        .collect(Collectors.toSet());
  }

  @Test
  void theGrammarSeesWhatIsWrong() {
    assertEquals(List.of(), mistakes("$a = 'x'\r\n"));
    assertTrue(mistakes("$a = 'x'; Remove-Item 'y'\r\n").contains("commands [Remove-Item]"));
    assertEquals(1, mistakes("$a = \"$b\"\r\n").size());
    assertEquals(
        List.of("line 1: goes on after an error"),
        mistakes("$a = Get-NetFirewallRule -PolicyStore 'ActiveStore'\r\n"));
    assertEquals(List.of(), mistakes("$a = Get-NetFirewallRule -Name 'x' -ErrorAction Stop\r\n"));
    assertTrue(mistakes("$a = 'x\r\n").toString().contains("ERROR"));
    assertEquals(List.of("not ASCII with CRLF"), mistakes("$a = 'it\u2019s'\r\n"));
  }

  /** Whatever a user writes as a name either cannot get into a policy or stays a literal. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "smtp'; Remove-Item 'x",
        "smtp\u2019; calc",
        "smtp$(calc)",
        "smtp`n",
        "smtp\u2018",
        "smtp\r\n",
        "smtp-' + (calc) + '",
        "${env:x}"
      })
  void hostileNamesDoNotGetThrough(String name) {
    String yaml = "\"" + name.replace("\r", "\\r").replace("\n", "\\n") + "\"";
    for (String place : List.of("name: smtp", "[Ethernet]", "delivery.example.net", "own:")) {
      String hostile =
          POLICY
              .formatted("netsecurity", "self-resolving", "allow")
              .replace(
                  place,
                  place.replaceFirst(
                      "smtp|Ethernet|delivery.example.net|own",
                      java.util.regex.Matcher.quoteReplacement(yaml)));
      CompiledPolicy compiled = CompiledPolicy.of(hostile, NAMES);
      if (compiled.outcome() instanceof Outcome.Planned) {
        assertEquals("[Ethernet]", place, "only interfaces have names of other alphabets");
        assertEquals(List.of(), mistakes(compiled.script()));
      } else {
        assertTrue(compiled.outcome() instanceof Outcome.Rejected, place);
      }
    }
  }

  @Test
  void noTextThatIsUnfitIsQuoted() {
    Random random = new Random(1);
    for (int i = 0; i < 10_000; i++) {
      String text =
          random
              .ints(1 + random.nextInt(6), 0, 0x2100)
              .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
              .toString();
      boolean fit = text.matches("[ -~]*") && !text.contains("'");
      if (fit) {
        assertEquals("'" + text + "'", ScriptText.quote(text));
      } else {
        assertThrows(IllegalArgumentException.class, () -> ScriptText.quote(text));
      }
    }
  }
}
