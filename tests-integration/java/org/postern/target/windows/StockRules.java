package org.postern.target.windows;

import java.util.List;
import org.postern.target.windows.FirewallModel.Entry;

/**
 * Inbound allow rules that a Windows comes with, of the kinds that a rule for TCP 25 could meet:
 * applications of any protocol and port that are bound to a package and an owner, programs and
 * services of any port, and protocols beside TCP.
 */
final class StockRules {
  private static final List<String> PACKAGES =
      List.of(
          "@{Microsoft.DesktopAppInstaller_1.24.25200.0_x64__8wekyb3d8bbwe?ms-resource://name}",
          "@{Microsoft.Windows.Search_1.14.17.19041_neutral_neutral_cw5n1h2txyewy?ms-resource://x}",
          "Your account",
          "Work or school account");

  private StockRules() {}

  static void put(FirewallModel firewall) {
    for (String name : PACKAGES) {
      Entry entry = rule(firewall, name, "Any", "Any");
      entry.packaged = "S-1-15-2-155514346-2573954481-755741238";
      entry.owner = "S-1-5-21-2702878673-795188819-444038987-503";
    }
    rule(firewall, "Cast to Device (RTP-Streaming-In)", "TCP", "Any").program =
        "%SystemRoot%\\system32\\mdeserver.exe";
    rule(firewall, "Remote Event Log Management (RPC)", "TCP", "RPC").program =
        "%SystemRoot%\\system32\\svchost.exe";
    Entry spooler =
        rule(firewall, "File and Printer Sharing (Spooler Service - RPC)", "TCP", "Any");
    spooler.program = "%SystemRoot%\\system32\\spoolsv.exe";
    spooler.service = "Spooler";
    Entry discovery = rule(firewall, "Wi-Fi Direct Scan Service Use (In)", "Any", "Any");
    discovery.program = "%SystemRoot%\\system32\\svchost.exe";
    discovery.service = "stisvc";
    rule(firewall, "Core Networking - IPHTTPS (TCP-In)", "TCP", "IPHTTPSIn").program = "System";
    rule(firewall, "File and Printer Sharing (SMB-In)", "TCP", "445").program = "System";
    rule(firewall, "Core Networking - Neighbor Discovery Solicitation (ICMPv6-In)", "58", "Any");
    rule(firewall, "Core Networking - IPv6 (IPv6-In)", "41", "Any").program = "System";
    rule(firewall, "Core Networking - DHCP (DHCP-In)", "UDP", "68").service = "dhcp";
    rule(firewall, "Remote Desktop - User Mode (TCP-In)", "TCP", "3389").service = "termservice";
  }

  private static Entry rule(FirewallModel firewall, String name, String protocol, String port) {
    Entry entry = new Entry();
    entry.name = name;
    entry.protocol = protocol;
    entry.port = port;
    firewall.local.put("{%08X-0000}".formatted(firewall.local.size()), entry);
    return entry;
  }
}
