package org.postern.target.nftables.apply;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.postern.host.ffm.Errno;
import org.postern.target.nftables.layout.BatchStep;
import org.postern.target.nftables.netlink.NfTables;
import org.postern.target.nftables.netlink.NftablesException;
import org.postern.target.nftables.wire.Elements;
import org.postern.target.nftables.wire.Expression;
import org.postern.target.nftables.wire.Request;
import org.postern.target.nftables.wire.Rules;
import org.postern.target.nftables.wire.Statements;
import org.postern.target.nftables.wire.Tables;

/**
 * The features of the kernel that some requests need. The kernel itself is asked: what it would
 * refuse is told before anything is changed.
 */
public final class Features {
  private static final Path RELEASE = Path.of("/proc/sys/kernel/osrelease");

  /** Modules beyond nf_tables itself, by the expression that needs them. */
  private static final Map<String, String> MODULES =
      Map.of("ct", "nft_ct", "limit", "nft_limit", "log", "nft_log", "reject", "nft_reject_inet");

  private static final Set<Errno> LACKING =
      Set.of(
          Errno.ENOENT, Errno.EINVAL, Errno.EOPNOTSUPP, Errno.EAFNOSUPPORT, Errno.EPROTONOSUPPORT);

  private Features() {}

  /**
   * Returns all the requests of some steps, in their order, without elements; and without the one
   * that wakes or adopts a table, because the kernel begins with that while it only looks.
   *
   * @param made whether the table is there already
   */
  static List<Request> structure(List<BatchStep> steps, boolean made) {
    return steps.stream()
        .flatMap(step -> step.requests().stream())
        .filter(request -> !(request instanceof Elements.NewSetElem))
        .filter(request -> !(request instanceof Elements.DelSetElem))
        .filter(request -> !made || !(request instanceof Tables.NewTable))
        .toList();
  }

  /** Tells whether the kernel refused because it knows no such thing. */
  public static boolean isLacking(NftablesException refusal) {
    return LACKING.stream().anyMatch(refusal::is);
  }

  /** Returns what the kernel lacks, in words. */
  public static String lacking(List<Request> requests, NftablesException refusal) {
    return "this kernel (%s) cannot do it: %s. Needed are Linux %s or later and its modules %s"
        .formatted(
            release(),
            refusal.getMessage(),
            version(requests),
            String.join(", ", modules(requests)));
  }

  private static String version(List<Request> requests) {
    boolean owned =
        requests.stream()
            .anyMatch(
                request ->
                    request instanceof Tables.NewTable table
                        && (table.tableFlags() & NfTables.NFT_TABLE_F_PERSIST) != 0);
    return owned ? "6.9" : "5.10";
  }

  private static Set<String> modules(List<Request> requests) {
    Set<String> modules = new TreeSet<>(Set.of("nf_tables"));
    for (Request request : requests) {
      if (request instanceof Rules.NewRule rule) {
        rule.expressions().stream()
            .map(Expression::name)
            .filter(MODULES::containsKey)
            .forEach(name -> modules.add(MODULES.getOrDefault(name, name)));
        if (rule.expressions().stream().anyMatch(Statements.LogGroup.class::isInstance)) {
          modules.add("nfnetlink_log");
        }
      }
    }
    return modules;
  }

  private static String release() {
    try {
      return "Linux " + Files.readString(RELEASE).strip();
    } catch (IOException e) {
      return "of an unknown version";
    }
  }
}
