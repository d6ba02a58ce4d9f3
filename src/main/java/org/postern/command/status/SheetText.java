package org.postern.command.status;

import java.io.IOException;
import org.postern.command.Reply;
import org.postern.host.JsonTree;

/** What a person says of a target, in a status. */
final class SheetText {
  private SheetText() {}

  /** Adds who attested what, and when; nothing for a target that is changed without a person. */
  static void add(JsonTree target, Reply.Builder reply) throws IOException {
    if (target.has("attested")) {
      JsonTree attested = target.object("attested");
      reply.line(
          "  attested: sheet %s by %s at %s"
              .formatted(attested.string("digest"), attested.string("by"), attested.string("at")));
    }
  }
}
