package org.postern.command;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.postern.command.aggregate.AggregateCommand;
import org.postern.command.check.PolicyCommands;
import org.postern.command.doctor.DoctorCommand;
import org.postern.command.init.InitCommand;
import org.postern.command.map.MapCommand;
import org.postern.command.order.AttestCommand;
import org.postern.command.order.EndingCommands;
import org.postern.command.order.HistoryCommands;
import org.postern.command.order.HookCommand;
import org.postern.command.order.LastingCommands;
import org.postern.command.order.RestoreCommand;
import org.postern.command.plan.CompileCommand;
import org.postern.command.plan.ConfirmWatch;
import org.postern.command.plan.DiffCommand;
import org.postern.command.plan.LockCommand;
import org.postern.command.plan.TargetCommands;
import org.postern.command.probe.ProbeCommand;
import org.postern.command.rehearse.RehearseCommand;
import org.postern.command.report.ReportCommand;
import org.postern.command.simulate.RefusedCommand;
import org.postern.command.simulate.SimulateCommand;
import org.postern.command.status.AlarmCommand;
import org.postern.command.status.ServiceCommands;
import org.postern.command.trial.TrialCommand;
import org.postern.command.trial.TrialInside;
import org.postern.command.view.NetCommand;
import org.postern.command.view.RulesFor;
import org.postern.command.view.ViewCommands;
import org.postern.command.view.WhyCommand;
import org.postern.pipeline.Assembly;
import org.postern.pipeline.Prepared;
import org.postern.pipeline.doctor.HostFiles;

/** The table of all commands, in the order of the help. */
public final class CommandTable {
  private CommandTable() {}

  /** Returns the table. */
  public static List<Command> of(Pipelines pipelines) {
    return of(pipelines, Surroundings.none());
  }

  /** Returns the table with the commands that are of use in these surroundings. */
  public static List<Command> of(Pipelines pipelines, Surroundings surroundings) {
    List<Command> commands = new ArrayList<>();
    commands.addAll(new PolicyCommands(pipelines).commands());
    commands.addAll(new LockCommand(pipelines).commands());
    commands.addAll(new RulesetsCommand().commands());
    commands.add(new CompileCommand(pipelines).command());
    commands.addAll(new TargetCommands(pipelines, surroundings).commands());
    commands.addAll(new TrialCommand(pipelines, surroundings.progress()).commands());
    commands.addAll(new TrialInside(pipelines).commands());
    commands.addAll(new WhyCommand(pipelines, surroundings).commands());
    commands.addAll(new NetCommand(pipelines, surroundings).commands());
    commands.addAll(new SimulateCommand(pipelines, surroundings).commands());
    commands.addAll(new RulesFor(pipelines, surroundings).commands());
    commands.addAll(new ViewCommands(pipelines, surroundings).commands());
    commands.addAll(new HookCommand(pipelines).commands());
    commands.addAll(new AttestCommand(pipelines).commands());
    commands.add(doctor(pipelines, surroundings));
    commands.addAll(probe(pipelines, surroundings));
    commands.addAll(new RefusedCommand(pipelines).commands());
    commands.addAll(new RehearseCommand(pipelines, surroundings.progress()).commands());
    commands.addAll(new DiffCommand(pipelines).commands());
    commands.add(new AggregateCommand(surroundings.progress()).command());
    commands.addAll(new MapCommand(pipelines).commands());
    commands.addAll(new ReportCommand(pipelines, surroundings).commands());
    commands.addAll(new HistoryCommands(pipelines, surroundings).commands());
    commands.addAll(new EndingCommands(pipelines, surroundings).commands());
    commands.addAll(new LastingCommands(pipelines, surroundings).commands());
    commands.add(new RestoreCommand(pipelines).command());
    commands.addAll(new ConfirmWatch(pipelines, surroundings).commands());
    commands.addAll(new AlarmCommand(pipelines, surroundings).commands());
    commands.addAll(new ServiceCommands(pipelines, surroundings).commands());
    return List.copyOf(commands);
  }

  private static Command doctor(Pipelines pipelines, Surroundings surroundings) {
    return new DoctorCommand(
            pipelines,
            Assembly.nameServerExam(),
            new HostFiles(Path.of("/")),
            surroundings.progress())
        .command();
  }

  /**
   * Returns the command that writes a first policy. It is no part of the table, since it may
   * converse with the user.
   *
   * @param asker asks the user questions; empty where he cannot be asked
   */
  public static Command init(
      Pipelines pipelines, Surroundings surroundings, Optional<Asker> asker) {
    return new InitCommand(
            pipelines,
            doctor(pipelines, surroundings),
            Assembly.nameServerExam(),
            new HostFiles(Path.of("/")),
            asker)
        .command();
  }

  /** Returns the commands that ask as a host without a policy does: a stranger has none. */
  private static List<Command> probe(Pipelines pipelines, Surroundings surroundings) {
    return new ProbeCommand(
            () ->
                pipelines
                    .at(Requests.DEFAULT_STATE)
                    .surroundings()
                    .mail()
                    .apply(Prepared.noPolicy()),
            surroundings.progress())
        .commands();
  }
}
