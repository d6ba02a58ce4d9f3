package org.postern.command.order;

import org.postern.command.ExitCode;
import org.postern.command.Invocation;
import org.postern.command.Line;
import org.postern.command.Listing;
import org.postern.command.Pipelines;
import org.postern.command.Reply;
import org.postern.command.Requests;
import org.postern.command.outcome.OutcomeReport;
import org.postern.pipeline.Pipeline;
import org.postern.pipeline.recover.Administration;
import org.postern.pipeline.run.Restoration;

/** The parts that several orders have in common. */
final class Orders {
  private Orders() {}

  static Pipeline pipeline(Pipelines pipelines, Invocation invocation) {
    return pipelines.at(Requests.state(invocation));
  }

  /** Returns the reason that the user gives; may be empty. */
  static String why(Invocation invocation) {
    return invocation.value(Requests.REASON.name()).orElse("");
  }

  static Listing listing(Invocation invocation) {
    return Listing.of(invocation, Listing.FEW);
  }

  /** Adds the outcome of a restoration. */
  static void add(Restoration.Restored restored, Listing listing, Reply.Builder reply) {
    restored.notes().forEach(note -> reply.error(Line.Style.CAUTION, note));
    OutcomeReport.add(restored.outcomes(), listing, reply);
  }

  /** Adds the outcome of an order. */
  static void add(Administration.Ordered ordered, Listing listing, Reply.Builder reply) {
    ordered.notes().forEach(note -> reply.error(Line.Style.CAUTION, note));
    OutcomeReport.add(ordered.outcomes(), listing, reply);
    if (!ordered.durable()) {
      reply.exit(ExitCode.PARTIAL);
    }
  }
}
