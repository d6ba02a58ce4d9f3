package org.postern.command.order;

import org.postern.host.RecordTree.Inline;
import org.postern.plan.ByHand;

/**
 * What was attested.
 *
 * @param changed whether it was not before
 */
public record AttestDocument(boolean changed, String target, @Inline ByHand.Attested attested) {}
