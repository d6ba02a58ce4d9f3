package org.postern.source;

import java.util.List;
import java.util.Map;
import org.postern.diagnostic.Report;
import org.postern.policy.SourceSpec;

/**
 * Asks sources of one kind.
 *
 * @param <S> the kind
 */
public interface Resolver<S extends SourceSpec> {
  /**
   * Asks all sources, in parallel where that helps.
   *
   * @param report receives the faults of texts of this host, such as list files
   * @return an answer for each half the policy asks for
   */
  Map<Question, Answer> resolve(List<S> sources, Report report);
}
