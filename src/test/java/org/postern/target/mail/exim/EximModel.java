package org.postern.target.mail.exim;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.postern.address.Address;
import org.postern.address.AddressSet;
import org.postern.address.text.SpecialPurpose;
import org.postern.plan.Judgement;
import org.postern.plan.ToyWorld;

/**
 * What Exim makes of the files, line by line as its specification says and with nothing of ours: a
 * list is read from its beginning, and the first line that fits decides.
 *
 * @param files by name
 */
record EximModel(Map<String, String> files) {
  private static final Map<String, AddressSet> SETS = new ConcurrentHashMap<>();
  private static final Map<String, List<String>> LINES = new ConcurrentHashMap<>();

  /** What the statements of all rules do to a recipient. */
  Judgement verdict(String domain, Address peer, boolean authenticated) {
    Set<String> rules =
        files.keySet().stream()
            .map(name -> name.substring(0, name.indexOf('.')))
            .collect(Collectors.toCollection(TreeSet::new));
    Judgement verdict = Judgement.UNJUDGED;
    for (String rule : rules) {
      boolean refuses = matches(rule + ".defer", domain) || matches(rule + ".reject", domain);
      boolean judges = refuses || matches(rule + ".observe", domain);
      if (judges && !(authenticated && "*\n".equals(files.get(rule + ".spare")))) {
        if (verdict == Judgement.UNJUDGED) {
          verdict = Judgement.ACCEPTED;
        }
        if (!accepts(rule, peer)) {
          verdict =
              refuses || verdict == Judgement.REFUSED ? Judgement.REFUSED : Judgement.OBSERVED;
        }
      }
    }
    return verdict;
  }

  /** Chapter 10, section 8: a pattern that begins with an asterisk is an end of domains. */
  private boolean matches(String file, String domain) {
    for (String line : lines(file)) {
      boolean negative = line.startsWith("!");
      String pattern = negative ? line.substring(1) : line;
      boolean fits =
          pattern.startsWith("*") ? domain.endsWith(pattern.substring(1)) : domain.equals(pattern);
      if (fits) {
        return !negative;
      }
    }
    return false;
  }

  private boolean accepts(String rule, Address peer) {
    if (SpecialPurpose.LOOPBACK.contains(peer)) {
      return true;
    }
    for (String line : lines(rule + ".hosts")) {
      if (line.equals("*") || SETS.computeIfAbsent(line, ToyWorld::set).contains(peer)) {
        return true;
      }
    }
    return false;
  }

  private Iterable<String> lines(String file) {
    return LINES.computeIfAbsent(
        files.getOrDefault(file, ""),
        text -> text.lines().filter(line -> !line.startsWith("#")).toList());
  }
}
