package org.postern.pipeline.doctor;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.postern.address.Address;
import org.postern.address.text.SpecialPurpose;

/**
 * Checks whether a name server of this host is set to tell records for longer than they live: nodes
 * that are gone stay accepted, and new ones are refused for as long.
 */
final class LifetimeCheck implements Check {
  /** Values that leave the lifetime as it is. */
  private static final Pattern NONE = Pattern.compile("(?i)0+|no|false");

  private static final List<Server> SERVERS =
      List.of(
          new Server(
              List.of("etc/unbound/unbound.conf"),
              List.of("etc/unbound/unbound.conf.d", "etc/unbound/conf.d", "etc/unbound/local.d"),
              List.of(
                  new Setting("serve-expired:\\s*(\\w+)", "serve-expired: no"),
                  new Setting("cache-min-ttl:\\s*([0-9]+)", "cache-min-ttl: 0"))),
          new Server(
              List.of(
                  "etc/bind/named.conf",
                  "etc/bind/named.conf.options",
                  "etc/bind/named.conf.local",
                  "etc/named.conf"),
              List.of(),
              List.of(
                  new Setting("stale-answer-enable\\s+(\\w+)\\s*;", "stale-answer-enable no;"),
                  new Setting("min-cache-ttl\\s+(\\w+)\\s*;", "min-cache-ttl 0;"))),
          new Server(
              List.of("etc/dnsmasq.conf"),
              List.of("etc/dnsmasq.d"),
              List.of(
                  new Setting("(use-stale-cache)", "no line use-stale-cache"),
                  new Setting("min-cache-ttl=([0-9]+)", "min-cache-ttl=0"))),
          new Server(
              List.of("etc/systemd/resolved.conf"),
              List.of("etc/systemd/resolved.conf.d"),
              List.of(new Setting("StaleRetentionSec=(\\w+)", "StaleRetentionSec=0"))));

  /**
   * A kind of name server.
   *
   * @param folders the folders of which it reads all files too
   */
  private record Server(List<String> files, List<String> folders, List<Setting> settings) {}

  /**
   * A setting.
   *
   * @param pattern the pattern, whose group is the value
   * @param sound the value that it is to have
   */
  private record Setting(Pattern pattern, String sound) {
    Setting(String pattern, String sound) {
      this(Pattern.compile("(?<![\\w-])" + pattern), sound);
    }
  }

  @Override
  public String name() {
    return "resolver quality";
  }

  @Override
  public void look(HostView host, Findings found) throws IOException {
    if (host.resolvers().stream().noneMatch(one -> isHere(host, one.getAddress().getAddress()))) {
      return;
    }
    for (Server server : SERVERS) {
      for (String file : files(host.files(), server)) {
        for (String line : host.files().lines(file)) {
          server.settings().forEach(one -> look(file, line, one, found));
        }
      }
    }
  }

  private static boolean isHere(HostView host, byte[] server) {
    Address address = Address.ofBytes(server);
    return SpecialPurpose.LOOPBACK.contains(address) || host.addresses().contains(address);
  }

  private static List<String> files(HostFiles files, Server server) throws IOException {
    List<String> all = new ArrayList<>(server.files());
    for (String folder : server.folders()) {
      files.in(folder).stream().map(name -> folder + "/" + name).forEach(all::add);
    }
    return all;
  }

  private static void look(String file, String line, Setting setting, Findings found) {
    Matcher value = setting.pattern().matcher(line);
    boolean isComment = line.startsWith("//");
    if (!isComment && value.find() && !NONE.matcher(String.valueOf(value.group(1))).matches()) {
      found.should(
          "a name server of this host keeps records past their lifetime",
          "%s: %s: nodes that are gone stay accepted, and new ones are refused for as long"
              .formatted(HostFiles.shown(file), line),
          "%s in /%s".formatted(setting.sound(), file));
    }
  }
}
