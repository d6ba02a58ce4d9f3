package org.postern.command.init;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.postern.command.Asker;
import org.postern.command.Command;
import org.postern.command.ExitCode;
import org.postern.command.Invocation;
import org.postern.command.Line;
import org.postern.command.Pipelines;
import org.postern.command.Reply;
import org.postern.command.Requests;
import org.postern.command.UsageException;
import org.postern.command.doctor.FindingsDocument;
import org.postern.host.RecordTree;
import org.postern.host.Vicinity;
import org.postern.pipeline.Pipeline;
import org.postern.pipeline.Prepared;
import org.postern.pipeline.check.Examined;
import org.postern.pipeline.doctor.HostFiles;
import org.postern.pipeline.doctor.HostView;
import org.postern.pipeline.doctor.Situation;
import org.postern.source.NameServerExam;

/**
 * Writes a first policy, which observes, and looks at the host with it. A file that it did not
 * write, or that was edited since, stays as it is.
 */
public final class InitCommand {
  private static final String NAME = "init";

  private final Pipelines pipelines;
  private final Command doctor;
  private final NameServerExam exam;
  private final HostFiles files;
  private final Optional<Asker> asker;

  /**
   * Creates the command.
   *
   * @param doctor looks at the host once the policy is written
   * @param exam asks single name servers
   * @param files the files of the host
   * @param asker asks the user questions; empty where he cannot be asked
   */
  public InitCommand(
      Pipelines pipelines,
      Command doctor,
      NameServerExam exam,
      HostFiles files,
      Optional<Asker> asker) {
    this.pipelines = pipelines;
    this.doctor = doctor;
    this.exam = exam;
    this.files = files;
    this.asker = asker;
  }

  /** Returns its line of the table. */
  public Command command() {
    return new Command(
        NAME,
        "write a first policy, which observes, by what is found here and what you answer",
        List.of(),
        InitOptions.ALL,
        "postern init --provider hosted-cloud --yes -o policy.yaml",
        this::run);
  }

  private Reply run(Invocation invocation) throws IOException {
    Path file = invocation.path(InitOptions.FILE.name()).orElse(Requests.DEFAULT_POLICY);
    if (Files.isDirectory(file)) {
      throw new UsageException(file + " is a folder: name a file by -o");
    }
    Reply.Builder reply = new Reply.Builder(NAME).put("file", file.toString());
    PolicyPlace place = new PolicyPlace(file);
    Optional<String> kept = place.kept();
    if (kept.isPresent()) {
      return reply.error(Line.Style.BAD, kept.get()).exit(ExitCode.HELD).build();
    }
    Path state = Requests.state(invocation);
    Pipeline pipeline = pipelines.at(state);
    Situation situation = Situation.of(host(pipeline, state), vicinity(pipeline));
    boolean isYes = invocation.has(InitOptions.YES.name());
    Optional<Asker> asked = asker.filter(_ -> !isYes);
    SituationReport found = new SituationReport(situation);
    asked.ifPresent(one -> one.tell(found.lines()));
    Interview interview = new Interview(invocation, new Proposal(situation), asked);
    try {
      Answers answers = interview.answers();
      Writing writing = new Writing(place, answers, pipeline.actor().clock(), asked, isYes);
      found.add(reply, asked.isEmpty());
      if (writing.write(reply)) {
        looked(file, state, reply);
        writing.next(reply);
      }
      return reply.build();
    } catch (Interview.LeftException _) {
      return reply.error(Line.Style.CAUTION, "nothing was written").exit(ExitCode.HELD).build();
    }
  }

  private static Vicinity vicinity(Pipeline pipeline) throws IOException {
    return pipeline.surroundings().addresses().vicinity();
  }

  private HostView host(Pipeline pipeline, Path state) throws IOException {
    return new HostView(
        files,
        pipeline.surroundings().programs(),
        pipeline.surroundings().resolvers().apply(Prepared.noPolicy()).stream().distinct().toList(),
        exam,
        pipeline.surroundings().saved(),
        pipeline.surroundings().addresses().read(),
        new HostView.Places(Optional.empty(), state.toAbsolutePath()),
        Examined.withoutPolicy(),
        pipeline.actor().now());
  }

  /**
   * Adds what the doctor says to the new policy; that something has to be done is no failure of
   * ours.
   */
  private void looked(Path file, Path state, Reply.Builder reply) throws IOException {
    Reply seen =
        doctor
            .action()
            .run(
                new Invocation(
                    List.of(file.toString()),
                    Map.of(Requests.STATE.name(), List.of(state.toString()))));
    reply.line(Line.Style.HEADING, "postern doctor " + file);
    seen.lines().forEach(line -> reply.line(line.style(), "  " + line.text()));
    seen.errors().forEach(line -> reply.error(line.style(), line.text()));
    reply.document(RecordTree.read(FindingsDocument.class, seen.tree()));
    if (seen.exit() != ExitCode.DONE && seen.exit() != ExitCode.NO) {
      reply.exit(seen.exit());
    }
  }
}
