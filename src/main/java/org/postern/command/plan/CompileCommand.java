package org.postern.command.plan;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.postern.command.Command;
import org.postern.command.Invocation;
import org.postern.command.Line;
import org.postern.command.Option;
import org.postern.command.OutputFile;
import org.postern.command.Pipelines;
import org.postern.command.Reply;
import org.postern.command.Requests;
import org.postern.command.outcome.OmissionReport;
import org.postern.command.outcome.OutcomeReport;
import org.postern.command.outcome.PreparedReport;
import org.postern.pipeline.Outcome;
import org.postern.target.Artifact;

/** Prints the rules of a target from nothing as a script, or writes it to files: compile. */
public final class CompileCommand {
  private static final Option OUTPUT =
      Option.value("-o", "DIR", "write one file for each step instead of one script");

  private static final Option SELF_RESOLVING =
      Option.flag("--self-resolving", "windows: a script that asks for names itself, every hour");

  private final Pipelines pipelines;

  public CompileCommand(Pipelines pipelines) {
    this.pipelines = pipelines;
  }

  public Command command() {
    return new Command(
        "compile",
        "print the target's own rules, from nothing, as a loadable script",
        List.of(Requests.POLICY),
        Command.options(Requests.reading(), Requests.TARGET, OUTPUT, SELF_RESOLVING),
        "postern compile --target nftables rulesets/appriver.yaml",
        this::compile);
  }

  private Reply compile(Invocation invocation) throws IOException {
    Reply.Builder reply = new Reply.Builder("compile");
    Map<String, String> options =
        invocation.has(SELF_RESOLVING.name()) ? Map.of("kind", "self-resolving") : Map.of();
    Outcome outcome =
        pipelines
            .at(Requests.state(invocation))
            .compile(Requests.of(invocation, 0).withOptions(options));
    if (!(outcome instanceof Outcome.Planned planned)) {
      return OutcomeReport.add(List.of(outcome), reply).build();
    }
    PreparedReport.warn(planned.prepared(), reply);
    OmissionReport.all(planned.target(), planned.prepared(), reply);
    planned.artifact().notes().forEach(note -> reply.error(Line.Style.ASIDE, "note: " + note));
    List<? extends Artifact.Step> steps = planned.artifact().steps();
    Optional<Path> folder = invocation.path(OUTPUT.name());
    List<String> files = new ArrayList<>();
    if (folder.isPresent()) {
      List<Artifact.Step> all = new ArrayList<>(steps);
      all.addAll(planned.artifact().companions());
      for (int i = 0; i < all.size(); i++) {
        files.add(write(folder.get(), i + 1, all.get(i)).toString());
      }
    } else {
      print(steps, reply);
    }
    files.forEach(file -> reply.line(Line.Style.GOOD, file));
    return reply
        .document(
            new CompiledDocument(
                planned.target(), files, steps.stream().map(Artifact.Step::text).toList()))
        .build();
  }

  private static void print(List<? extends Artifact.Step> steps, Reply.Builder reply) {
    for (int i = 0; i < steps.size(); i++) {
      reply.line(Line.Style.ASIDE, "# " + (i + 1) + ". " + steps.get(i).title());
      steps.get(i).text().lines().forEach(reply::line);
    }
  }

  private static Path write(Path folder, int number, Artifact.Step step) throws IOException {
    Files.createDirectories(folder);
    Path file = folder.resolve(step.fileName(number));
    OutputFile.write(file, step.text().getBytes(StandardCharsets.UTF_8), "rw-r--r--");
    return file;
  }
}
