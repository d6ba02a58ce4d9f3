package org.postern.pipeline.doctor;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.postern.pipeline.check.Examined;
import org.postern.plan.Effect;
import org.postern.plan.Observation;

/**
 * Checks what other tables, chains, zones and restrictions leave of our rules, as each target tells
 * it: nftables, iptables, firewalld, ufw and Docker, and the lists of mail servers.
 */
final class EffectCheck implements Check {
  private static final Pattern PORTS = Pattern.compile("tcp/([0-9]{1,5})(?:[-:]([0-9]{1,5}))?");

  private static final String NFTABLES = "nftables";
  private static final String IPTABLES = "iptables";

  @Override
  public String name() {
    return "rules of others";
  }

  @Override
  public void look(HostView host, Findings found) {
    for (Examined.Seen target : host.examined().targets()) {
      target.held().effects().forEach(effect -> told(effect, found));
      target.refused().forEach(effect -> refused(effect, found));
      for (Observation.Foreign foreign : target.held().foreign()) {
        if (!WindowsRecipeCheck.isRecipe(target, foreign)) {
          told(host, target, foreign, found);
        }
      }
      for (String anomaly : target.held().anomalies()) {
        found.must(
            "something of ours on %s is not as it was made".formatted(target.name()),
            anomaly,
            "postern restore");
      }
    }
  }

  /** Reports a foreign rule that refuses: a drop is final, whatever ours accept. */
  private static void refused(Effect effect, Findings found) {
    String evidence = effect.where() + " " + effect.why();
    switch (effect.kind()) {
      case NONE, HARM ->
          found.must(
              "others refuse the peers that rule %s accepts".formatted(effect.rule()),
              evidence,
              String.join("; or ", effect.remedies()));
      case PART, UNTOLD ->
          found.note(
              "others may refuse peers that rule %s accepts".formatted(effect.rule()),
              evidence,
              "see that they are let through there");
    }
  }

  private static void told(Effect effect, Findings found) {
    String evidence = effect.where() + " " + effect.why();
    String remedy = String.join("; or ", effect.remedies());
    switch (effect.kind()) {
      case NONE -> found.must("rule %s has no effect".formatted(effect.rule()), evidence, remedy);
      case HARM -> found.must("rule %s keeps users out".formatted(effect.rule()), evidence, remedy);
      case PART ->
          found.should(
              "rule %s has not its whole effect".formatted(effect.rule()), evidence, remedy);
      case UNTOLD ->
          found.unseen(
              "whether rule %s has its whole effect".formatted(effect.rule()), evidence, remedy);
    }
  }

  /**
   * Reports a foreign rule that a target tells of; of nftables all of it is told by what is left of
   * our rules.
   */
  private static void told(
      HostView host, Examined.Seen target, Observation.Foreign foreign, Findings found) {
    if (target.kind().equals(NFTABLES)) {
      return;
    }
    String evidence = foreign.where() + " " + foreign.effect();
    boolean isMail = !host.mailRules().isEmpty() && namesMail(foreign.effect());
    boolean isPackets = target.kind().equals(IPTABLES);
    found.add(
        isMail || !isPackets ? Severity.SHOULD : Severity.NOTE,
        isMail ? "others refuse at port 25 too" : "others decide beside us on " + target.name(),
        evidence,
        "see that whom our rules accept is let through there, and no other");
  }

  private static boolean namesMail(String effect) {
    Matcher ports = PORTS.matcher(effect);
    List<int[]> ranges =
        ports
            .results()
            .map(
                one -> {
                  int first = Integer.parseInt(String.valueOf(one.group(1)));
                  String last = one.group(2);
                  return new int[] {first, last == null ? first : Integer.parseInt(last)};
                })
            .toList();
    return ranges.stream()
        .anyMatch(range -> range[0] <= HostView.SMTP && HostView.SMTP <= range[1]);
  }
}
