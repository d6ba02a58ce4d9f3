package org.postern.target.mail.postfix;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The settings in main.cf and master.cf, as postconf(1) tells them.
 *
 * @param values the parameters of main.cf and their defaults, other parameters in them expanded
 * @param raw the parameters as they are written
 * @param services the services of master.cf that speak SMTP to clients
 */
record Settings(Map<String, String> values, Map<String, String> raw, List<Service> services) {
  static final String CLIENT = "smtpd_client_restrictions";
  static final String RECIPIENT = "smtpd_recipient_restrictions";
  static final String CLASSES = "smtpd_restriction_classes";
  static final String DELAY = "smtpd_delay_reject";
  static final String SASL = "smtpd_sasl_auth_enable";
  static final String NETWORKS = "mynetworks";
  static final String LOOKUP = "smtpd_peername_lookup";

  /**
   * A line of {@code postconf -M}: service, type, private, unpriv, chroot, wakeup, maxproc,
   * command.
   */
  private static final Pattern SERVICE =
      Pattern.compile("(\\S+)\\s+(inet|pass|unix)(?:\\s+\\S+){5}\\s+(\\S+).*");

  /** A line of {@code postconf -P}: {@code SERVICE/TYPE/PARAMETER = VALUE}. */
  private static final Pattern OVERRIDE = Pattern.compile("(.+)/(inet|pass|unix)/(\\w+)");

  private static final String SMTPD = "smtpd";

  /**
   * A service that runs smtpd(8).
   *
   * @param name the name as master.cf has it: a port, its name, or ADDRESS:PORT
   * @param overrides the parameters that it sets for itself
   */
  record Service(String name, String type, Map<String, String> overrides) {
    private static final Pattern MAIL_PORT = Pattern.compile("(?:.*:)?(?:smtp|25)");

    /**
     * Tells whether other mail servers come in by it: at port 25, or handed over by postscreen(8).
     */
    boolean isForServers() {
      return type.equals("pass") || (type.equals("inet") && MAIL_PORT.matcher(name).matches());
    }
  }

  /** Reads the settings by postconf(1). */
  static Settings read(PostfixCommands commands, List<String> classes) throws IOException {
    List<String> names =
        new ArrayList<>(
            List.of(CLIENT, RECIPIENT, CLASSES, DELAY, SASL, NETWORKS, LOOKUP, "soft_bounce"));
    names.addAll(classes);
    String[] asked = names.toArray(String[]::new);
    Map<String, String> values = commands.parameters(with("-x", asked));
    Map<String, String> raw = commands.parameters(asked);
    return new Settings(values, raw, services(commands));
  }

  /** Returns the services of master.cf that run smtpd(8). */
  static List<Service> services(PostfixCommands commands) throws IOException {
    Map<String, Map<String, String>> overrides = new TreeMap<>();
    commands
        .parameters("-P")
        .forEach(
            (key, value) -> {
              Matcher override = OVERRIDE.matcher(key);
              if (override.matches()) {
                String service = override.group(1) + "/" + override.group(2);
                overrides
                    .computeIfAbsent(service, _ -> new TreeMap<>())
                    .put(String.valueOf(override.group(3)), value);
              }
            });
    List<Service> services = new ArrayList<>();
    for (String line : commands.run("", "postconf", "-M").output().lines().toList()) {
      Matcher service = SERVICE.matcher(line);
      if (service.matches() && SMTPD.equals(service.group(3))) {
        String name = String.valueOf(service.group(1));
        String type = String.valueOf(service.group(2));
        services.add(new Service(name, type, overrides.getOrDefault(name + "/" + type, Map.of())));
      }
    }
    return services;
  }

  private static String[] with(String first, String... rest) {
    List<String> all = new ArrayList<>(List.of(first));
    all.addAll(List.of(rest));
    return all.toArray(String[]::new);
  }

  /** A list of restrictions of main.cf. */
  Restrictions restrictions(String parameter) {
    return Restrictions.of(values.getOrDefault(parameter, ""));
  }

  /** Returns the restrictions of one service, with its own settings. */
  Restrictions restrictions(Service service, String parameter) {
    return Optional.ofNullable(service.overrides().get(parameter))
        .map(Restrictions::of)
        .orElseGet(() -> restrictions(parameter));
  }

  /** Returns the value of a parameter as it is written, with defaults. */
  String written(String parameter) {
    return raw.getOrDefault(parameter, "");
  }

  /** Tells whether a parameter says yes. */
  boolean isOn(String parameter) {
    return "yes".equals(values.get(parameter));
  }

  /** Tells whether a parameter says yes for a service. */
  boolean isOn(Service service, String parameter) {
    return Optional.ofNullable(service.overrides().get(parameter))
        .map("yes"::equals)
        .orElseGet(() -> isOn(parameter));
  }
}
