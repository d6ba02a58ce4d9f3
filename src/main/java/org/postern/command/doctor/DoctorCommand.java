package org.postern.command.doctor;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.postern.command.Command;
import org.postern.command.Diagnostics;
import org.postern.command.Invocation;
import org.postern.command.Pipelines;
import org.postern.command.Reply;
import org.postern.command.Requests;
import org.postern.diagnostic.Report;
import org.postern.host.Progress;
import org.postern.pipeline.Pipeline;
import org.postern.pipeline.Prepared;
import org.postern.pipeline.Request;
import org.postern.pipeline.check.Examination;
import org.postern.pipeline.check.Examined;
import org.postern.pipeline.doctor.Doctor;
import org.postern.pipeline.doctor.HostFiles;
import org.postern.pipeline.doctor.HostView;
import org.postern.policy.Policy;
import org.postern.source.NameServerExam;

/** The command {@code doctor}: examines the host that a policy is for, and changes nothing. */
public final class DoctorCommand {
  private static final String NAME = "doctor";

  private final Pipelines pipelines;
  private final NameServerExam exam;
  private final HostFiles files;
  private final Progress progress;

  /**
   * Creates the command.
   *
   * @param exam queries single name servers
   * @param files the files of the host
   */
  public DoctorCommand(
      Pipelines pipelines, NameServerExam exam, HostFiles files, Progress progress) {
    this.pipelines = pipelines;
    this.exam = exam;
    this.files = files;
    this.progress = progress;
  }

  /** Returns its entry in the table of commands. */
  public Command command() {
    return new Command(
        NAME,
        "find on this host what makes a policy void or costs mail; changes nothing",
        List.of(Requests.POLICY),
        List.of(Requests.STATE),
        "postern doctor",
        this::look);
  }

  private Reply look(Invocation invocation) throws IOException {
    Path state = Requests.state(invocation);
    Path file = Requests.policy(invocation, 0);
    Pipeline pipeline = pipelines.at(state);
    Report report = new Report();
    boolean isThere = invocation.word(0).isPresent() || Files.exists(file);
    Optional<Examined> examined =
        isThere
            ? new Examination(pipeline).of(Request.of(file), report)
            : Optional.of(Examined.withoutPolicy());
    if (examined.isEmpty()) {
      Reply.Builder reply = new Reply.Builder(NAME);
      Diagnostics.add(report, reply);
      return reply.build();
    }
    HostView.Places places =
        new HostView.Places(Optional.of(file).filter(_ -> isThere), state.toAbsolutePath());
    HostView host = host(pipeline, places, examined.get());
    return new DoctorReport(Doctor.look(host, progress)).reply();
  }

  private HostView host(Pipeline pipeline, HostView.Places places, Examined examined)
      throws IOException {
    Policy policy = examined.policy().orElseGet(Prepared::noPolicy);
    return new HostView(
        files,
        pipeline.surroundings().programs(),
        pipeline.surroundings().resolvers().apply(policy).stream().distinct().toList(),
        exam,
        pipeline.surroundings().saved(),
        pipeline.surroundings().addresses().read(),
        places,
        examined,
        pipeline.actor().now());
  }
}
