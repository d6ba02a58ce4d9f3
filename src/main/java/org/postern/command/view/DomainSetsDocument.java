package org.postern.command.view;

import java.util.List;
import java.util.Optional;
import org.postern.command.outcome.DomainsDocument;
import org.postern.host.RecordTree;
import org.postern.policy.DomainGuard;

/** The sets of mail domains of a policy. */
public record DomainSetsDocument(List<One> domains) {
  public DomainSetsDocument {
    domains = List.copyOf(domains);
  }

  /**
   * A set.
   *
   * @param known its domains; empty where they are not known
   * @param set its name
   * @param line where it is in the policy, with the file
   * @param sources their words in the policy
   * @param filtered whether it takes only domains all of whose MX are the filter's
   * @param subdomains whether names below its domains are meant too
   * @param never domains that it never holds
   * @param rules that judge mail to it
   * @param held the digests of its changes that wait for an approval
   */
  public record One(
      @RecordTree.Inline Optional<DomainsDocument> known,
      String set,
      String line,
      List<String> sources,
      boolean filtered,
      boolean subdomains,
      List<String> never,
      Guard guard,
      List<String> rules,
      List<String> held) {
    public One {
      sources = List.copyOf(sources);
      never = List.copyOf(never);
      rules = List.copyOf(rules);
      held = List.copyOf(held);
    }
  }

  /**
   * By what changes of a set are held.
   *
   * @param shrink percent of the domains that may go at once
   * @param grow percent that may be added at once
   */
  public record Guard(int shrink, int grow) {
    static Guard of(DomainGuard guard) {
      return new Guard(guard.shrink(), guard.grow());
    }
  }
}
