package org.postern.pipeline.doctor;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The settings in main.cf of a Postfix, as postconf(1) tells it, other parameters in it expanded.
 *
 * @param folder the folder of main.cf, below the root
 * @param values the values by parameter; a parameter that is not set is missing
 */
record PostfixSettings(String folder, Map<String, String> values) {
  /** The lists of restrictions, SMTPD_ACCESS_README. */
  static final List<String> LISTS =
      List.of(
          "smtpd_client_restrictions",
          "smtpd_helo_restrictions",
          "smtpd_sender_restrictions",
          "smtpd_relay_restrictions",
          "smtpd_recipient_restrictions",
          "smtpd_data_restrictions");

  static final String CLIENT = LISTS.getFirst();

  private static final String USUAL = "etc/postfix";
  private static final String KIND = "postfix";

  /** Matches what ends a list of restrictions, access(5). */
  private static final Pattern PERMITS =
      Pattern.compile("(?i)(\\S+)\\s+(?:ok|permit|[0-9]+)(?:\\s.*)?");

  /**
   * Returns the settings of each Postfix of the host: the usual one, and those that the policy
   * names.
   */
  static List<PostfixSettings> all(HostView host) throws IOException {
    List<PostfixSettings> all = new ArrayList<>();
    for (String folder : folders(host)) {
      if (host.files().isThere(folder + "/main.cf")) {
        all.add(read(host, folder));
      }
    }
    return all;
  }

  private static List<String> folders(HostView host) {
    List<String> folders = new ArrayList<>();
    host.examined().policy().stream()
        .flatMap(policy -> policy.targets().stream())
        .filter(target -> target.kind().equals(KIND) && !target.options().containsKey("container"))
        .forEach(target -> folders.add(target.options().getOrDefault("config", USUAL)));
    folders.add(USUAL);
    return folders.stream().map(one -> one.replaceFirst("^/", "")).distinct().toList();
  }

  private static PostfixSettings read(HostView host, String folder) throws IOException {
    String path = host.files().at(folder).toString();
    Optional<String> told = host.told("postconf", "-c", path, "-x", "-n");
    if (told.isEmpty()) {
      throw new IOException("postconf -c %s -x -n tells nothing".formatted(path));
    }
    Map<String, String> values = new LinkedHashMap<>();
    for (String line : told.get().lines().toList()) {
      int equals = line.indexOf('=');
      if (equals > 0) {
        values.put(line.substring(0, equals).strip(), line.substring(equals + 1).strip());
      }
    }
    return new PostfixSettings(folder, values);
  }

  /** Returns a parameter as a list of words; none where it is not set. */
  List<String> words(String parameter) {
    return List.of(values.getOrDefault(parameter, "").split("[,\\s]+", -1)).stream()
        .filter(word -> !word.isEmpty())
        .toList();
  }

  /** Returns the line as main.cf has it, for evidence. */
  String line(String parameter) {
    return "/%s/main.cf: %s = %s".formatted(folder, parameter, values.getOrDefault(parameter, ""));
  }

  /** Returns the access tables of clients in a list, each {@code TYPE:NAME}. */
  List<String> clientTables(String parameter) {
    List<String> words = words(parameter);
    List<String> tables = new ArrayList<>();
    for (int i = 0; i + 1 < words.size(); i++) {
      if (words.get(i).equals("check_client_access")) {
        tables.add(words.get(i + 1));
      }
    }
    return tables;
  }

  /**
   * Returns the keys for which a table permits; none where its text is not a file of the host.
   *
   * @param table {@code TYPE:NAME}
   */
  static List<String> permitted(HostFiles files, String table) throws IOException {
    List<String> keys = new ArrayList<>();
    for (String line : files.lines(file(table))) {
      var permits = PERMITS.matcher(line);
      if (permits.matches()) {
        keys.add(String.valueOf(permits.group(1)));
      }
    }
    return keys;
  }

  /** Returns the file of the text that a table is made of. */
  static String file(String table) {
    return table.substring(table.indexOf(':') + 1).replaceFirst("^/", "");
  }
}
