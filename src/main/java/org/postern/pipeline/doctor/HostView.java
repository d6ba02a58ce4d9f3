package org.postern.pipeline.doctor;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.postern.address.AddressSet;
import org.postern.host.CommandRunner;
import org.postern.host.Connections;
import org.postern.pipeline.check.Examined;
import org.postern.plan.AccessRule;
import org.postern.plan.Judgement;
import org.postern.plan.Scope;
import org.postern.policy.Hook;
import org.postern.source.NameServerExam;
import org.postern.target.SavedRules;

/**
 * The view that checks have of a host.
 *
 * @param files the files of the host
 * @param programs runs programs of the host that only tell
 * @param resolvers the name servers that are asked
 * @param exam asks one of them
 * @param saved the rules that are loaded at boot
 * @param addresses the addresses of the host
 * @param places the places of the policy and of the state
 * @param examined the knowledge of the policy and its targets
 * @param now the time
 */
public record HostView(
    HostFiles files,
    CommandRunner programs,
    List<InetSocketAddress> resolvers,
    NameServerExam exam,
    SavedRules saved,
    AddressSet addresses,
    Places places,
    Examined examined,
    Instant now) {
  static final int SMTP = 25;

  private static final Duration PATIENCE = Duration.ofSeconds(20);

  public HostView {
    resolvers = List.copyOf(resolvers);
  }

  /**
   * The places of our own files.
   *
   * @param policy the file or folder of the policy; empty where there is none
   */
  public record Places(Optional<Path> policy, Path state) {}

  /** Runs a program that only tells; empty where it is not there or fails. */
  Optional<String> told(String... command) {
    try {
      CommandRunner.Result result = programs.run(List.of(command), "", PATIENCE);
      return result.exit() == 0 ? Optional.of(result.output()) : Optional.empty();
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /** Returns the connections and listening sockets of the host. */
  Connections connections() {
    return new Connections(files.at("proc/net"));
  }

  /** Tells whether a policy is there at all. */
  boolean hasPolicy() {
    return examined.policy().isPresent();
  }

  /** Tells whether a packet filter is to hold something. */
  boolean hasRulesOfPackets() {
    return examined.rules().rules().stream().anyMatch(AccessRule::judgesPackets);
  }

  /** Returns the rules that judge what comes to port 25, by packets or by mail. */
  List<AccessRule> mailRules() {
    return examined.rules().rules().stream().filter(HostView::isForMail).toList();
  }

  private static boolean isForMail(AccessRule rule) {
    return switch (rule.scope()) {
      case Scope.Packets packets ->
          packets.ports().contains(SMTP)
              && (packets.hooks().contains(Hook.INPUT) || packets.hooks().contains(Hook.FORWARD));
      case Scope.Mail _ -> true;
    };
  }

  /** Tells whether one of them judges packets that go on to others. */
  boolean judgesForwarded() {
    return mailRules().stream()
        .filter(AccessRule::judgesPackets)
        .anyMatch(rule -> rule.packets().hooks().contains(Hook.FORWARD));
  }

  /** Tells whether one of them is the mail server's own. */
  boolean judgesMail() {
    return mailRules().stream().anyMatch(rule -> !rule.judgesPackets());
  }

  /** Tells whether one of them refuses. */
  boolean refusesMail() {
    return mailRules().stream().anyMatch(rule -> rule.refusal() == Judgement.REFUSED);
  }

  /** Tells whether a unit of systemd is wanted by another, systemd.unit(5). */
  boolean isEnabled(String unit) throws IOException {
    String folder = "etc/systemd/system";
    for (String wants : files.in(folder)) {
      if (wants.endsWith(".wants") && files.isThere(folder + "/" + wants + "/" + unit)) {
        return true;
      }
    }
    return false;
  }
}
