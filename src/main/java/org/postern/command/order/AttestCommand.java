package org.postern.command.order;

import java.io.IOException;
import java.util.List;
import org.postern.command.Command;
import org.postern.command.Invocation;
import org.postern.command.Line;
import org.postern.command.Option;
import org.postern.command.Parameter;
import org.postern.command.Pipelines;
import org.postern.command.Reply;
import org.postern.command.Requests;
import org.postern.command.UsageException;
import org.postern.diagnostic.Visible;
import org.postern.pipeline.Pipeline;
import org.postern.pipeline.run.Attestation;

/** Records that a person has carried out a sheet: {@code attest}. */
public final class AttestCommand {
  private static final Option BY =
      Option.value("--by", "NAME", "who carried it out; without it the user who calls");
  private static final int LONGEST = 100;

  private final Pipelines pipelines;

  public AttestCommand(Pipelines pipelines) {
    this.pipelines = pipelines;
  }

  public List<Command> commands() {
    return List.of(
        new Command(
            "attest",
            "say that a sheet is carried out: from then on its target holds what it asks for",
            List.of(
                Parameter.required("TARGET", "its name, or a kind where it is alone"),
                Parameter.required("DIGEST", "printed on the sheet, and by apply and status")),
            List.of(BY, Requests.STATE, Requests.REASON),
            "postern attest gwia 0f3c9a51d27b --by 'Ada Lovelace'",
            Command.Reach.CHANGES,
            this::attest));
  }

  private Reply attest(Invocation invocation) throws IOException {
    Pipeline pipeline = pipelines.at(Requests.state(invocation));
    Attestation.Kept kept =
        pipeline
            .attestation()
            .attest(
                invocation.word(0).orElseThrow(),
                invocation.word(1).orElseThrow(),
                by(invocation.value(BY.name()).orElse(pipeline.actor().who())),
                invocation.value(Requests.REASON.name()).orElse(""));
    return new Reply.Builder("attest")
        .line(Line.Style.GOOD, "%s: attested: %s".formatted(kept.target(), kept.attested().text()))
        .document(new AttestDocument(true, kept.target(), kept.attested()))
        .build();
  }

  private static String by(String name) {
    if (name.isBlank() || name.length() > LONGEST || !Visible.text(name).equals(name)) {
      throw new UsageException("--by is a name of at most %d letters".formatted(LONGEST));
    }
    return name.strip();
  }
}
