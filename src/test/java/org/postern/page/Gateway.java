package org.postern.page;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.postern.command.Command;
import org.postern.command.CommandTable;
import org.postern.command.Invocation;
import org.postern.command.Reply;
import org.postern.pipeline.Lab;

/** A gateway some days old, whose page has something in each of its parts. */
public final class Gateway {
  private static final String POLICY =
      """
      sets:
        filter:
          sources:
            - dns: delivery.filter.example
            - dns: fallback.filter.example
          guard: {at-least: 4}
          keep: {removed: 48h}
        partner:
          sources:
            - dns: relay.partner.example
            - 203.0.114.0/24
          widen: {prefix: 28}
        own:
          sources:
            - {net: 10.20.0.5, label: "monitoring, CHG-812", until: 2027-06-30}
            - 10.20.1.0/28
            - "2001:db8:1::/64"
            - file: relays.txt
          never: [10.20.1.9]
        office: {sources: [set: own, 192.168.7.0/24]}
        spare: {sources: [198.18.0.0/24]}
      rules:
        - name: smtp
          hook: [input, forward]
          in: [eth0]
          to: [198.51.100.10]
          port: tcp/25
          accept: [filter, partner, own]
          otherwise: %s
          review: 2026-12-06
        - {name: submission, port: tcp/587, accept: [own, office], otherwise: reject, log: {rate: 5/m}}
        - {name: dns, hook: output, port: tcp/53, accept: any}
        - {name: telnet, port: tcp/23, accept: none, otherwise: drop}
      """;

  private final Lab lab;

  /** For an empty folder. */
  public Gateway(Path folder) {
    this.lab = new Lab(folder);
  }

  /** The host. */
  public Lab lab() {
    return lab;
  }

  /** Ten days of it: nodes come and go, one source falls silent, one change is held. */
  public Gateway grown() throws IOException {
    lab.policy(POLICY.formatted("observe"));
    Files.writeString(
        lab.folder().resolve("relays.txt"),
        """
        10.20.2.17   relay north
        10.20.2.18   relay south
        2001:db8:2::25
        """);
    answers(12);
    lab.answers("fallback.filter.example", "185.201.16.9", "2a00:1450:4025::9");
    lab.answers("relay.partner.example", "192.0.3.77");
    type("apply", lab.file().toString(), "--reason", "observe first");
    for (int day = 1; day < 10; day++) {
      lab.later(Duration.ofDays(1));
      answers(12 + day * (day % 3));
      type("apply", lab.file().toString(), "--reason", "day " + day);
    }
    lab.policy(POLICY.formatted("drop"));
    lab.later(Duration.ofHours(20));
    answers(3);
    lab.answers("relay.partner.example", "192.0.3.77", "192.0.3.80");
    return this;
  }

  /** A list of so many prefixes, all over the address space and none beside another. */
  public Gateway withPrefixes(int count) throws IOException {
    lab.policy(
        """
        sets:
          list: {sources: [file: list.txt], guard: {at-most: 200000}}
        rules: [{name: smtp, port: tcp/25, accept: [list], otherwise: drop}]
        """);
    Files.write(lab.folder().resolve("list.txt"), prefixes(count));
    return this;
  }

  private static List<String> prefixes(int count) {
    return IntStream.range(0, count)
        .mapToObj(
            i -> {
              long at = 0x01000000L + (long) i * (0xDE000000L / count) & ~1L;
              return "%d.%d.%d.%d".formatted(at >> 24, at >> 16 & 0xFF, at >> 8 & 0xFF, at & 0xFF);
            })
        .distinct()
        .toList();
  }

  private void answers(int nodes) {
    List<String> texts =
        IntStream.range(0, nodes)
            .mapToObj(
                i ->
                    i % 4 == 3
                        ? "2a00:1450:%x::%x".formatted(0x4000 + i, i + 1)
                        : "%d.%d.%d.%d"
                            .formatted(38 + i * 7 % 150, 55 + i * 3, i * 11 % 256, 9 + i))
            .toList();
    lab.answers("delivery.filter.example", texts.toArray(new String[0]));
  }

  /** Types a command; options are names with their values. */
  public Reply type(String name, String... words) throws IOException {
    Map<String, List<String>> options = new TreeMap<>();
    List<String> parameters = new ArrayList<>();
    for (int i = 0; i < words.length; i++) {
      if (words[i].equals("--running")) {
        options.put(words[i], List.of());
      } else if (words[i].startsWith("-")) {
        options.computeIfAbsent(words[i], key -> new ArrayList<>()).add(words[i + 1]);
        i++;
      } else {
        parameters.add(words[i]);
      }
    }
    options.put("--state", List.of(lab.state().toString()));
    Command command =
        CommandTable.of(state -> lab.pipeline(state)).stream()
            .filter(one -> one.name().equals(name))
            .findFirst()
            .orElseThrow();
    return command.action().run(new Invocation(parameters, options));
  }

  /** The page with these options. */
  public String page(String... options) throws IOException {
    List<String> words = new ArrayList<>(List.of(lab.file().toString()));
    words.addAll(List.of(options));
    Reply reply = type("report", words.toArray(new String[0]));
    return String.valueOf(reply.tree().get("page"));
  }
}
