package org.postern.pipeline.doctor;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Checks whether fail2ban may ban the filter: its jails for mail servers count what a client sends,
 * and all that is sent comes by the filter.
 */
final class BanCheck implements Check {
  private static final String FOLDER = "etc/fail2ban";
  private static final Pattern SECTION = Pattern.compile("\\[([^\\]]+)\\]");
  private static final Pattern MAIL = Pattern.compile("(?:postfix|exim|sendmail)(?:-.*)?");
  private static final Pattern ENABLED = Pattern.compile("(?i)enabled\\s*=\\s*(?:true|1|yes|on)");
  private static final Pattern IGNORED = Pattern.compile("ignoreip\\s*=\\s*(.*)");

  @Override
  public String name() {
    return "block lists and limits";
  }

  @Override
  public void look(HostView host, Findings found) throws IOException {
    Set<String> jails = new LinkedHashSet<>();
    boolean isIgnored = false;
    for (String file : files(host.files())) {
      String section = "";
      for (String line : host.files().lines(file)) {
        Matcher begins = SECTION.matcher(line);
        Matcher ignored = IGNORED.matcher(line);
        if (begins.matches()) {
          section = String.valueOf(begins.group(1));
        } else if (MAIL.matcher(section).matches() && ENABLED.matcher(line).matches()) {
          jails.add("/%s: [%s]".formatted(file, section));
        } else if (ignored.matches()) {
          isIgnored |= !isLoopback(String.valueOf(ignored.group(1)));
        }
      }
    }
    if (!jails.isEmpty() && !isIgnored) {
      found.should(
          "fail2ban may ban the filter's nodes",
          String.join(", ", jails) + ", and no ignoreip names more than this host",
          "write ignoreip = 127.0.0.1/8 ::1 ADDRESSES OF THE FILTER below [DEFAULT] in"
              + " /etc/fail2ban/jail.local");
    }
  }

  /**
   * Returns the files that administrators write; those that are shipped have no jail enabled,
   * jail.conf(5).
   */
  private static List<String> files(HostFiles files) throws IOException {
    List<String> all = new ArrayList<>();
    for (String name : files.in(FOLDER + "/jail.d")) {
      if (name.endsWith(".conf") || name.endsWith(".local")) {
        all.add(FOLDER + "/jail.d/" + name);
      }
    }
    all.add(FOLDER + "/jail.local");
    return all;
  }

  private static boolean isLoopback(String addresses) {
    return List.of(addresses.split("[,\\s]+", -1)).stream()
        .allMatch(one -> one.isEmpty() || one.startsWith("127.") || one.startsWith("::1"));
  }
}
