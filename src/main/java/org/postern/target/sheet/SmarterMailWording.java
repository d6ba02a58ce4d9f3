package org.postern.target.sheet;

import java.util.List;

/** The wording for SmarterMail, whose list is one of peers that it refuses. */
final class SmarterMailWording {
  static final Wording WORDING =
      new Wording(
          List.of(
              "SmarterMail has no list of peers that may deliver, but a blacklist. The ranges below"
                  + " are all IPv4 addresses other than those of the policy and the loopback: a"
                  + " host gets in when it is in none of them.",
              "WARNING: a user who is blacklisted cannot send at port 25 either. All users have to"
                  + " send by the `Submission IP: Port`, which comes before the blacklist, or by"
                  + " another server. Port 587 will do on any address. Port 25 will do only on an"
                  + " address of the server that no MX record leads to: on that of the MX records,"
                  + " all mail that comes in would need a password, and the server would receive"
                  + " none.",
              "Do not take the whitelist for it: what is on it is spared relay limits and spam"
                  + " checks.",
              "Instructions in circulation begin with `1.1.1.1`. That leaves `0.0.0.0` to `1.1.1.0`"
                  + " open, and shuts out the loopback and your own networks. Where ranges of that"
                  + " kind are on the list, delete them after those below are there.",
              "The list is of IPv4: the hosts that MX records name must have no IPv6 address.",
              "The policy has to accept your own servers, scanners and relays that send mail to"
                  + " this server, and any backup MX: all else is refused. Take them into a set of"
                  + " the policy, and do not leave them out of a range by hand, so that the next"
                  + " sheet knows of them."),
          List.of(
              "Log in to SmarterMail as the system administrator.",
              "Open `Security`, `Blacklist / Whitelist` (in later versions `Settings`, `Security`,"
                  + " `Blacklist`)."),
          List.of(
              "Before a range is added: in `Settings`, `Protocol Settings`, `SMTP In`, set"
                  + " `Submission IP: Port` to an address of the server and port 587, and `Save`."
                  + " Have a user send a mail by it. Then come back to the blacklist."),
          "Add a blacklist entry for each of these: an `IP range` from the first to the last"
              + " address, with the protocol `SMTP` alone and the description `Postern`. Where the"
              + " dialogue takes no `0.0.0.0`, begin with `1.0.0.0`: no host is below. Confirm the"
              + " question whether so wide a range is meant.",
          "Delete the blacklist entry of each of these ranges.",
          List.of("`Save`. No service is restarted."),
          "The entries with the description `Postern` are the ranges of the sheet, for `SMTP`"
              + " alone, and none of your own addresses is in one.",
          List.of(
              "Delete all blacklist entries with the description `Postern`, and `Save`.",
              "Leave `Submission IP: Port` as it is: users send by it."),
          List.of());

  private SmarterMailWording() {}
}
