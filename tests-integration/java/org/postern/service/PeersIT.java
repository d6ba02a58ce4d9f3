package org.postern.service;

import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Others clear the whole packet filter. */
@ExtendWith(OneGateway.class)
class PeersIT {
  private static final double MOST_SECONDS = 5;

  private final Gateway gateway;
  private final Box box;

  PeersIT(Gateway gateway) {
    this.gateway = gateway;
    this.box = gateway.box();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "nft flush ruleset",
        "nft -f /etc/nftables.conf",
        "systemctl reload nftables",
        "systemctl restart nftables"
      })
  void theDaemonBringsTheRulesBackWithinASecond(String command) throws Exception {
    double seconds = secondsUntilBack(command);
    System.out.printf("after %s: rules back in %.2f s (goal 1 s)%n", command, seconds);
    assertTrue(seconds <= MOST_SECONDS, seconds + " s\n" + gateway.journal());
  }

  @ParameterizedTest
  @ValueSource(strings = {"systemctl reload nftables", "systemctl restart nftables"})
  void theBootUnitBringsTheRulesBackWithoutTheDaemon(String command) throws Exception {
    box.sh("systemctl stop postern postern.socket postern-read.socket");
    double seconds = secondsUntilBack(command);
    System.out.printf("after %s without the daemon: %.2f s (goal 1 s)%n", command, seconds);
  }

  /** From the end of the command; looked at in the box, where looking is quick. */
  private double secondsUntilBack(String command) throws Exception {
    Box.Ran ran =
        box.run(
            """
            table=$(nft -a list table inet postern | head -1)
            %s || exit 1
            start=$(date +%%s%%N)
            for try in $(seq 1000); do
              now=$(nft -a list table inet postern 2>/dev/null)
              if [ -n "$now" ] && [ "${now%%%%$table*}" = "$now" ] && [ "${now##*%s}" != "$now" ]; then
                echo $(($(date +%%s%%N) - start))
                exit
              fi
            done
            exit 2
            """
                .formatted(command, Gateway.NODE));
    assertTrue(ran.status() == 0, () -> ran.output() + gateway.journal());
    return Long.parseLong(ran.output().strip()) / 1e9;
  }
}
