package org.postern.target.iptables;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.postern.address.AddressSet;
import org.postern.address.Family;
import org.postern.host.CommandRunner;
import org.postern.plan.AccessRule;
import org.postern.plan.Peers;
import org.postern.plan.Ruleset;
import org.postern.target.SavedRules;
import org.postern.target.TargetException;

/**
 * The files with the output of {@code iptables-save} from which the host's own unit loads. Our
 * chains are in there as a whole; our sets are not, and are made for them.
 */
public final class SavedFiles implements SavedRules {
  /**
   * The files of netfilter-persistent (Debian), of iptables-services (Red Hat), of iptables (Arch).
   */
  private static final List<String> PLACES =
      List.of(
          "etc/iptables/rules.v4",
          "etc/iptables/rules.v6",
          "etc/sysconfig/iptables",
          "etc/sysconfig/ip6tables",
          "etc/iptables/iptables.rules",
          "etc/iptables/ip6tables.rules");

  private static final String UNIT = "postern-sets.service";

  /** A rule that asks a set, or fills it, iptables-extensions(8). */
  private static final Pattern NAMED =
      Pattern.compile("--(?:match|add|del|map)-set (" + Names.SET + "[A-Za-z0-9_-]{1,31}) ");

  private static final Pattern PEERS =
      Pattern.compile(Names.SET + "(?<stem>.+)_(?<family>ip|ip6)_[a-d]");
  private static final Pattern SEEN = Pattern.compile(Names.SET + ".+_(?:seen|sn)_(ip|ip6)");
  private static final Pattern CALLS = Pattern.compile(Names.SET + ".+_(?:call|cn)_(ip|ip6)");

  private final Path root;
  private final Toolbox toolbox;

  /**
   * Creates the saved rules below a folder.
   *
   * @param root the root of the files of the host
   */
  public SavedFiles(Path root, CommandRunner runner) {
    this.root = root;
    this.toolbox = new Toolbox(runner);
  }

  @Override
  public List<Path> files() {
    return PLACES.stream().map(root::resolve).filter(file -> !names(file).isEmpty()).toList();
  }

  private static Set<String> names(Path file) {
    Set<String> names = new TreeSet<>();
    try {
      Matcher matcher = NAMED.matcher(Files.readString(file, StandardCharsets.ISO_8859_1));
      while (matcher.find()) {
        names.add(matcher.group(1));
      }
    } catch (IOException e) {
      return Set.of();
    }
    return names;
  }

  /**
   * Tells whether a unit is enabled that makes the sets: one that has a link in a folder of wanted
   * units, systemd.unit(5).
   */
  @Override
  public boolean arePrepared() {
    try (DirectoryStream<Path> wants =
        Files.newDirectoryStream(root.resolve("etc/systemd/system"), "*.wants")) {
      for (Path folder : wants) {
        if (Files.exists(folder.resolve(UNIT), LinkOption.NOFOLLOW_LINKS)) {
          return true;
        }
      }
    } catch (IOException e) {
      return false;
    }
    return false;
  }

  /** Sets that are there already stay as they are: rules may use them. */
  @Override
  public List<String> prepare(Ruleset ruleset) throws TargetException {
    Map<String, Family> missing = new TreeMap<>();
    for (String place : PLACES) {
      Family family = place.contains("6") ? Family.IP6 : Family.IP;
      names(root.resolve(place)).forEach(name -> missing.put(name, family));
    }
    if (missing.isEmpty()) {
      return List.of();
    }
    String ipset = Tools.program("ipset").orElse("ipset");
    toolbox.run(List.of(ipset, "list", "-n"), "").lines().forEach(missing::remove);
    List<String> lines = new ArrayList<>();
    missing.forEach((name, family) -> create(name, family, ruleset, lines));
    toolbox.run(List.of(ipset, "restore"), String.join("\n", lines) + "\n");
    return List.copyOf(missing.keySet());
  }

  /**
   * Makes a set.
   *
   * @param asking the family of the rules that name it
   */
  private static void create(String name, Family asking, Ruleset ruleset, List<String> lines) {
    Matcher seen = SEEN.matcher(name);
    Matcher calls = CALLS.matcher(name);
    Matcher peers = PEERS.matcher(name);
    if (name.equals(Names.FRAGMENTS_SEEN)) {
      lines.add(Sets.learning(name, Sets.seenType(Family.IP6)));
    } else if (name.equals(Names.FRAGMENTS_CALLS)) {
      lines.add(Sets.learning(name, Sets.callsType(Family.IP6)));
    } else if (seen.matches()) {
      lines.add(Sets.learning(name, Sets.seenType(family(seen.group(1)))));
    } else if (calls.matches()) {
      lines.add(Sets.learning(name, Sets.callsType(family(calls.group(1)))));
    } else {
      boolean known = peers.matches();
      Family family = known ? family(peers.group("family")) : asking;
      AddressSet all = AddressSet.all(family);
      AddressSet held =
          known ? rule(peers.group("stem"), ruleset).map(SavedFiles::accepted).orElse(all) : all;
      Sets.create(name, family, held, lines);
    }
  }

  private static Family family(String text) {
    return text.equals(Family.IP6.text()) ? Family.IP6 : Family.IP;
  }

  private static Optional<AccessRule> rule(String stem, Ruleset ruleset) {
    return ruleset.rules().stream()
        .filter(rule -> Names.stem(rule.name()).equals(stem))
        .filter(rule -> rule.peers() instanceof Peers.Only)
        .findFirst();
  }

  private static AddressSet accepted(AccessRule rule) {
    return rule.peers().asSet();
  }
}
