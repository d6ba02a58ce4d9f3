package org.postern.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postern.Sizes;
import org.postern.host.CommandRunner;
import org.postern.host.Json;
import org.postern.host.JsonTree;
import org.postern.host.ProcessRunner;
import org.postern.pipeline.RulesetAnswers;
import org.postern.source.dns.LyingServer;

/** Rulesets of the image, copied out of it and tried with real connections: by night all. */
class RulesetTrialsIT {
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final int AT_ONCE = 2;

  /** Where a mail server decides, so that no connection tells anything; each with its node. */
  private static final Map<String, String> OF_MAIL =
      Map.of(
          "appriver-exchange", "69.20.58.226",
          "hosted-cloud-per-domain", "185.201.16.10",
          "users-on-25", "185.201.17.11");

  private static final String STRANGER = "198.41.0.4";

  /** Those that refuse from the beginning: their list is of who delivers, and live. */
  private static final Set<String> REFUSING =
      Set.of("gateway-nat", "hosted-cloud", "smartermail-2012");

  /** What providers publish, a small part of it. */
  private static final List<String> RECORDS =
      List.of(
          ". 300 SOA ns. admin. 1 7200 3600 86400 300",
          "delivery.antispamcloud.com. 300 A 185.201.16.10",
          "delivery.antispamcloud.com. 300 A 185.201.17.11",
          "delivery.antispamcloud.com. 300 AAAA 2a01:111:f400::25",
          "dispatch-us.ppe-hosted.com. 300 A 67.231.154.162",
          "_spf.google.com. 300 TXT \"v=spf1 include:_netblocks.google.com ~all\"",
          "_netblocks.google.com. 300 TXT"
              + " \"v=spf1 ip4:209.85.128.0/17 ip6:2a00:1450:4000::/36 ~all\"",
          "eu._netblocks.mimecast.com. 300 TXT \"v=spf1 ip4:185.58.84.0/22 ~all\"",
          "spf.ess.barracudanetworks.com. 300 TXT \"v=spf1 ip4:209.222.80.0/21 ~all\"",
          "spf.hornetsecurity.com. 300 TXT \"v=spf1 ip4:94.100.128.0/20 ~all\"",
          "spf.messagelabs.com. 300 TXT \"v=spf1 ip4:67.219.240.0/20 ~all\"",
          "example.com. 300 MX 10 mx.spamexperts.com.");

  /** Their lists are on the web, where no test looks. */
  private static final Set<String> LOCKED = Set.of("microsoft-365", "split-delivery");

  @TempDir private Path folder;

  private static CommandRunner.Result postern(String... words) throws IOException {
    List<String> command = new ArrayList<>(List.of(System.getProperty("postern.image")));
    command.addAll(List.of(words));
    return new ProcessRunner().run(command, "", PATIENCE);
  }

  private static List<String> names() throws IOException {
    CommandRunner.Result listed = postern("rulesets", "--format", "json");
    assertEquals(0, listed.exit(), listed.error());
    List<String> names = new ArrayList<>();
    for (JsonTree one : Json.read(listed.output()).objects("rulesets")) {
      names.add(one.string("name"));
    }
    return names;
  }

  /** As shipped, with a name server of ours. */
  private Path copied(String name, LyingServer server) throws IOException {
    Path file = folder.resolve(name + ".yaml");
    if (Files.exists(file)) {
      return file;
    }
    CommandRunner.Result copied = postern("rulesets", "copy", name, "-o", file.toString());
    assertEquals(0, copied.exit(), copied.error());
    Files.writeString(
        file,
        "resolve: {servers: [\"127.0.0.1:%d\"]}\n".formatted(server.address().getPort()),
        StandardOpenOption.APPEND);
    return file;
  }

  private CommandRunner.Result asked(String name, LyingServer server, String... words)
      throws IOException {
    List<String> all = new ArrayList<>(List.of(words));
    all.add(copied(name, server).toString());
    all.addAll(List.of("--state", folder.resolve("state").toString(), "--format", "json"));
    if (LOCKED.contains(name)) {
      all.addAll(List.of("--lock", lock().toString()));
    }
    return postern(all.toArray(String[]::new));
  }

  private Path lock() throws IOException {
    return Files.writeString(folder.resolve("rulesets.lock"), RulesetAnswers.lock());
  }

  private String tried(String name, LyingServer server) throws IOException {
    CommandRunner.Result result = asked(name, server, "try");
    assertEquals(0, result.exit(), () -> name + ": " + result.error() + result.output());
    JsonTree tree = Json.read(result.output());
    assertEquals(tree.number("total"), tree.number("asExpected"), name);
    assertEquals(List.of(), tree.strings("contradictions"), name);
    Set<String> ends = new TreeSet<>();
    for (JsonTree probe : tree.objects("probes")) {
      ends.add(probe.string("judgement") + " " + probe.string("found"));
    }
    return name + ": " + ends;
  }

  /** What a mail server is told about a recipient, from a node and from a stranger. */
  private String delivered(String name, LyingServer server) throws IOException {
    List<Integer> ends = new ArrayList<>();
    for (String peer : List.of(OF_MAIL.getOrDefault(name, STRANGER), STRANGER)) {
      ends.add(asked(name, server, "why", peer, "--for", "example.com").exit());
    }
    return name + ": " + ends;
  }

  private String judged(String name, LyingServer server) throws IOException {
    return OF_MAIL.containsKey(name) ? delivered(name, server) : tried(name, server);
  }

  private static String expected(String name) {
    if (OF_MAIL.containsKey(name)) {
      return name + ": [0, 1]";
    }
    return name
        + (REFUSING.contains(name)
            ? ": [accepted connected, refused silent]"
            : ": [accepted connected, observed connected]");
  }

  @Test
  void eachLetsTheProviderInAndDoesWithStrangersAsItSays() throws Exception {
    List<String> all = names();
    assertTrue(all.size() >= 12, all::toString);
    int step = Sizes.pick(3, 1);
    List<String> names =
        IntStream.range(0, all.size()).filter(i -> i % step == 0).mapToObj(all::get).toList();
    List<Future<String>> trials = new ArrayList<>();
    try (LyingServer server = LyingServer.start(RECORDS);
        ExecutorService threads = Executors.newFixedThreadPool(AT_ONCE)) {
      names.forEach(name -> trials.add(threads.submit(() -> judged(name, server))));
      for (int at = 0; at < names.size(); at++) {
        assertEquals(expected(names.get(at)), trials.get(at).get());
      }
    }
  }
}
