package org.postern.target.api.smartermail;

import java.util.List;
import org.postern.address.Address;
import org.postern.address.Family;
import org.postern.address.text.SpecialPurpose;
import org.postern.plan.TargetOption;
import org.postern.target.TargetKind.Fault;

/** Finds options that would cut users off, or stop all mail. */
final class SmarterMailFaults {
  private static final int SMTP = 25;

  private SmarterMailFaults() {}

  static List<Fault> of(SmarterMailOptions options) {
    if (options.submission().isEmpty()) {
      return options.usersElsewhere()
          ? List.of()
          : List.of(
              new Fault(
                  SmarterMailOptions.SUBMISSION,
                  "a blacklist cuts off users who send their mail from anywhere, and smartermail is"
                      + " not told where they send it",
                  "write submission: IP:PORT, as in Settings, Protocol Settings, SMTP In,"
                      + " Submission IP:Port; or users: elsewhere, where they send by another"
                      + " server"));
    }
    TargetOption.Endpoint.At at = options.submission().get();
    if (!isServer(at.address())) {
      return List.of(
          new Fault(
              SmarterMailOptions.SUBMISSION,
              "submission %s is at no address by which users reach a server".formatted(at.text()),
              "write the address of the server that Submission IP:Port has"));
    }
    if (at.port() != SMTP) {
      return List.of();
    }
    if (options.mx().isEmpty()) {
      return List.of(
          new Fault(
              SmarterMailOptions.MX,
              "submission at port 25 needs mx: it must not be an address that MX records lead to",
              "write mx: and the IPv4 addresses that the MX records lead to, or use port 587"));
    }
    return options.mx().contains(at.address())
        ? List.of(
            new Fault(
                SmarterMailOptions.SUBMISSION,
                "submission %s is where the MX records lead: all mail that comes in would need a"
                        .formatted(at.text())
                    + " password, and the server would receive none",
                "use port 587, or port 25 of another address of the server"))
        : List.of();
  }

  private static boolean isServer(Address address) {
    boolean inner = SpecialPurpose.LOOPBACK.contains(address);
    int first = (int) (address.low() >>> 24) & 0xFF;
    return address.family() == Family.IP && !inner && first != 0 && first < 224;
  }
}
