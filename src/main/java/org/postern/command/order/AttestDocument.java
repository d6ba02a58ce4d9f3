package org.postern.command.order;

import org.postern.host.RecordTree.Inline;
import org.postern.plan.ByHand;

/**
 * An attestation of a sheet, as a document for programs.
 *
 * @param changed whether the sheet was not attested before
 */
public record AttestDocument(boolean changed, String target, @Inline ByHand.Attested attested) {}
