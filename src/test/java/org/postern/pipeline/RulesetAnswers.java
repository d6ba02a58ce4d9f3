package org.postern.pipeline;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Answers of the sources of shipped policies, which no test asks. */
public final class RulesetAnswers {
  private RulesetAnswers() {}

  /** What the sources of the shipped policies say in tests; real answers are of many more. */
  static final Map<String, Map<String, List<String>>> ANSWERS =
      Map.of(
          "dns " + RulesetCompiler.NAME,
          answers(List.of("185.201.16.10", "185.201.17.11"), List.of("2a01:111:f400::25")),
          "dns dispatch-us.ppe-hosted.com",
          answers(List.of("67.231.154.162", "148.163.129.50"), List.of()),
          "ptr antispamcloud.com",
          answers(List.of("185.201.18.12"), List.of()),
          "spf _spf.google.com",
          answers(List.of("35.190.247.0/24", "209.85.128.0/17"), List.of("2a00:1450:4000::/36")),
          "spf eu._netblocks.mimecast.com",
          answers(List.of("185.58.84.0/22", "195.130.217.0/24"), List.of()),
          "spf spf.ess.barracudanetworks.com",
          answers(List.of("209.222.80.0/21"), List.of()),
          "spf spf.hornetsecurity.com",
          answers(List.of("94.100.128.0/20"), List.of("2a00:4980::/32")),
          "spf spf.messagelabs.com",
          answers(List.of("67.219.240.0/20", "85.158.136.0/21"), List.of()),
          "url https://endpoints.office.com/endpoints/worldwide"
              + "?clientrequestid=b10c5ed1-bad1-445f-b386-b919946339a7 json"
              + " $[?(@.urls contains '*.mail.protection.outlook.com'"
              + " && @.tcpPorts =~ /(.*,)?25(,.*)?/)].ips[*]",
          answers(List.of("40.92.0.0/15", "104.47.0.0/17"), List.of("2a01:111:f400::/48")));

  private static Map<String, List<String>> answers(List<String> ip, List<String> ip6) {
    return Map.of("ip", ip, "ip6", ip6);
  }

  /** A lockfile that holds all of it. */
  public static String lock() {
    List<String> sources = new ArrayList<>();
    ANSWERS.forEach(
        (source, families) ->
            families.forEach(
                (family, entries) ->
                    sources.add(
                        "{\"source\": \"%s\", \"family\": \"%s\", \"entries\": [%s]}"
                            .formatted(
                                source,
                                family,
                                entries.stream()
                                    .map(entry -> '"' + entry + '"')
                                    .collect(Collectors.joining(", "))))));
    return """
    {"postern-lock": 1, "sources": [
      %s
    ],
     "mx": {"example.com":
       ["fallbackmx.spamexperts.eu", "lastmx.spamexperts.net", "mx.spamexperts.com"]}}
    """
        .formatted(String.join(",\n  ", sources));
  }
}
