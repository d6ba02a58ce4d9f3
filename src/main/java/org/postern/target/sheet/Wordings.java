package org.postern.target.sheet;

import java.util.List;

/** The instructions for each system, in the words of its own dialogues. */
final class Wordings {
  private static final String OWN =
      "The list has to name your own servers, scanners and relays that send mail to this server,"
          + " and any backup MX: nothing else gets through. Take them into a set of the policy, and"
          + " not by hand into the list, so that the next sheet knows of them.";

  private static final String NAT =
      "Place the GWIA inside the firewall with a private address. Give the firewall a public"
          + " address and translate it (NAT) to the private one.";

  static final Wording GROUPWISE =
      new Wording(
          List.of(
              "The better way is the firewall in front of the GWIA, on the second page: then no"
                  + " other host can even connect. Use this page only where there is no such"
                  + " firewall.",
              "WARNING: instructions in circulation add the exception `*@*.*`. It matches every"
                  + " sender address and may admit all mail, from wherever it comes. Do not add it;"
                  + " where it is there, remove it and look at the check below.",
              OWN),
          List.of(
              "In ConsoleOne, open the properties of the GWIA object.",
              "Select the `Access Control` tab."),
          List.of(
              "Choose `Settings`, then `Create`, and make a class of service named `Postern`; its"
                  + " members are all users of this GWIA (`Everyone`).",
              "Edit the class of service `Postern`. On `SMTP Incoming` choose"
                  + " `Prevent incoming messages`.",
              "In the exceptions `Allow messages from`, add `Blank-Sender-User-ID`, so that bounces"
                  + " with an empty sender arrive.",
              "In the same exceptions, add the IP address and the DNS host name of your mail"
                  + " host."),
          "In the class of service `Postern`, `SMTP Incoming`, exceptions `Allow messages from`:"
              + " add each of these, one entry a line.",
          "In the same exceptions `Allow messages from`: remove each of these.",
          List.of(
              "Close all dialogues with `OK`.",
              "Exit the GWIA and start it again: it reads the access control when it starts."),
          "The exceptions of `Allow messages from` are those of the list, `Blank-Sender-User-ID`"
              + " and your mail host, and no `*@*.*`.",
          List.of(
              "Edit the class of service `Postern`, `SMTP Incoming`: choose"
                  + " `Allow incoming messages`.",
              "Delete the class of service `Postern`.",
              "Exit the GWIA and start it again."),
          List.of(
              "The GWIA behind a firewall: this page replaces the first one.",
              "In the `Access Control` of the GWIA, `Default Class of Service`, turn on"
                  + " `Allow incoming messages` for `SMTP Incoming`.",
              NAT,
              "On the firewall, allow TCP port 25 to that public address from the entries of this"
                  + " sheet alone, and drop it from all others. Leave TCP and UDP port 53 of the"
                  + " inner servers open on the way out: lists of filter nodes are longer than one"
                  + " UDP packet."));

  static final Wording DOMINO =
      new Wording(
          List.of(
              "CERT advisory CA-2003-11 (multiple vulnerabilities in Lotus Notes and Domino) is the"
                  + " reason to do this first on a Domino server that cannot be updated: what the"
                  + " filter does not see can reach it directly. Update Domino all the same.",
              OWN),
          List.of(
              "In the Domino Administrator, open `Configuration`, `Messaging`, `Configurations`,"
                  + " and edit the Configuration Settings document of this server.",
              "Select `Router/SMTP`, `Restrictions and Controls`, `SMTP Inbound Controls`."),
          List.of(
              "Under `Inbound Connection Controls`, leave `Deny connections from the following SMTP"
                  + " internet hostnames/IP addresses` as it is: it wins over the list below."),
          "In `Allow connections only from the following SMTP internet hostnames/IP addresses`: add"
              + " each of these, with its square brackets, one a line.",
          "In the same field: remove each of these.",
          List.of(
              "`Save & Close` the document.",
              "At the server console: `tell smtp quit`, then `load smtp`."),
          "The field `Allow connections only from` holds the list. While it is empty, every host"
              + " may connect.",
          List.of(
              "Empty the field `Allow connections only from the following SMTP internet"
                  + " hostnames/IP addresses`: then every host may connect.",
              "`Save & Close`; at the console `tell smtp quit`, then `load smtp`."),
          List.of());

  static final Wording EXCHANGE55 =
      new Wording(
          List.of(
              "Exchange 5.5 answers `521 access denied` to all other hosts, which return the mail"
                  + " to its sender at once.",
              OWN),
          List.of(
              "In the Exchange Administrator, open the properties of the `Internet Mail Service`.",
              "Select the `Connections` tab."),
          List.of(
              "Under `Accept Connections`, choose `Only from hosts using`, with no authentication"
                  + " and no encryption required."),
          "Choose `Specify by Host` (`Hosts`), and add a row for each of these, with the setting"
              + " `Accept`.",
          "In `Specify by Host`, remove each of these rows.",
          List.of(
              "Close with `OK`.",
              "In Control Panel, `Services`: stop and start the `Microsoft Exchange Internet Mail"
                  + " Service`."),
          "The rows of `Specify by Host` are the list, each with `Accept`. An accepted row wins"
              + " over a wider one that rejects.",
          List.of(
              "Under `Accept Connections`, choose `From any host (secure or non-secure)`.",
              "Remove the rows of `Specify by Host`.",
              "Stop and start the `Microsoft Exchange Internet Mail Service`."),
          List.of());

  static final Wording EXCHANGE2003 =
      new Wording(
          List.of(OWN),
          List.of(
              "In the Exchange System Manager, open `Servers`, the server, `Protocols`, `SMTP`, and"
                  + " the properties of `Default SMTP Virtual Server`.",
              "Select the `Access` tab, then `Connection` (`Connection Control`)."),
          List.of("Choose `Only the list below`."),
          "Choose `Add`, and add each of these: a `Single computer` by its IP address, a `Group of"
              + " computers` by subnet address and mask.",
          "Select each of these and choose `Remove`.",
          List.of(
              "Close with `OK`, twice.",
              "Restart SMTP: stop and start `Default SMTP Virtual Server`."),
          "`Only the list below` is chosen, and the list is the same. While it is empty, no host"
              + " may connect.",
          List.of(
              "In `Connection`, choose `All except the list below`.",
              "Remove the entries of the list, which would be refused from now on.",
              "Restart SMTP: stop and start `Default SMTP Virtual Server`."),
          List.of());

  static final Wording GOOGLE_WORKSPACE =
      new Wording(
          List.of(
              "The MX records of the domain have to name the filter alone before you begin: Gmail"
                  + " returns all other mail to its sender. Private addresses are not taken."),
          List.of(
              "Sign in to the Google Admin console as an administrator.",
              "Open `Apps`, `Google Workspace`, `Gmail`, `Spam, phishing and malware`, and select"
                  + " the top-level organization.",
              "At `Inbound gateway`, choose `Edit`."),
          List.of("Turn on `Enable`.", "Turn on `Automatically detect external IP`."),
          "Under `Gateway IPs`, choose `Add` for each of these.",
          "Under `Gateway IPs`, delete each of these.",
          List.of(
              "Turn on `Reject all mail not from gateway IPs`, now that the list is whole.",
              "Choose `Save`. A change can take up to 24 hours."),
          "`Gateway IPs` is the list, and `Reject all mail not from gateway IPs` is on.",
          List.of(
              "Turn off `Reject all mail not from gateway IPs`.",
              "Turn off `Enable`, and choose `Save`."),
          List.of());

  static final Wording ANY =
      new Wording(
          List.of(
              "Each rule below judges what its line says, and nothing else. What it does not accept"
                  + " is treated as the line says under otherwise; everything that no rule judges"
                  + " stays as it is.",
              "The list has to come before any rule of the system that refuses the same, and after"
                  + " none that accepts more."),
          List.of(
              "Open the rules of the system, or its list of accepted peers. Each rule has to be as"
                  + " the table above says."),
          List.of(
              "Make an object or group for the peers of each rule, and a rule that accepts them.",
              "Only when the lists are whole, add the rule that refuses all others, behind it."),
          "Add each of these to the peers of its rule.",
          "Remove each of these from the peers of its rule; a rule that is not in the table above"
              + " goes as a whole.",
          List.of("Save, and have the system take the change (apply, commit, reload or restart)."),
          "The peers of each rule are those of the list, and nothing before it accepts more.",
          List.of(
              "Remove the rules that refuse first, then those that accept, then the objects.",
              "Save, and have the system take the change."),
          List.of());

  private Wordings() {}
}
