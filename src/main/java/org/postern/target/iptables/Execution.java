package org.postern.target.iptables;

import java.util.List;
import org.postern.host.Progress;
import org.postern.plan.Observation;
import org.postern.target.Applied;
import org.postern.target.Artifact;
import org.postern.target.TargetException;

/**
 * Carries out one artifact. Other programs cannot be kept from changing rules meanwhile, so all is
 * compared with what was observed before the first step, and read back after the last.
 */
final class Execution {
  private final Tools tools;
  private final Toolbox toolbox;
  private int done;
  private boolean begun;

  Execution(Tools tools, Toolbox toolbox) {
    this.tools = tools;
    this.toolbox = toolbox;
  }

  /** Returns the task whose progress is shown: the lines of all steps. */
  static Progress.Task task(Artifact artifact) {
    long lines =
        artifact.steps().stream().mapToLong(step -> ((ToolStep) step).lines().size()).sum();
    return Progress.Task.of("lines loaded", lines);
  }

  /**
   * Carries out an artifact, given what is there now.
   *
   * @throws TargetException when the right or a tool is missing before anything was changed
   */
  Applied run(Artifact artifact, Observation now, Progress.Work work) throws TargetException {
    if (!artifact.precondition().equals(now.precondition())) {
      return new Applied.Unchanged(
          "the rules or sets of ours were changed by another program", true);
    }
    long loaded = 0;
    for (Artifact.Step step : artifact.steps()) {
      ToolStep one = (ToolStep) step;
      try {
        toolbox.run(tools.command(one.tool()), one.input());
      } catch (TargetException e) {
        return failed(artifact, one, e);
      }
      loaded += one.lines().size();
      work.reached(loaded);
      done++;
      begun |= one.fresh().isEmpty();
    }
    return new Applied.Done(Observation.nothing());
  }

  /** Sets that were filled in vain are destroyed; what refers to one of them keeps it. */
  private Applied failed(Artifact artifact, ToolStep step, TargetException e)
      throws TargetException {
    for (Artifact.Step one : artifact.steps()) {
      ((ToolStep) one).fresh().forEach(this::destroy);
    }
    String why = step.title() + ": " + e.getMessage();
    if (begun || mayHaveBegun(step)) {
      return new Applied.Partial(done, why);
    }
    if (e.kind() == TargetException.Kind.PERMISSION) {
      throw e;
    }
    return new Applied.Unchanged(why, step.tool() != Tool.IPSET);
  }

  /** A list of changes of sets may have been carried out in part; a table's never is. */
  private static boolean mayHaveBegun(ToolStep step) {
    return step.tool() == Tool.IPSET && step.fresh().isEmpty();
  }

  private void destroy(String set) {
    try {
      toolbox.run(List.of(tools.ipset(), "destroy", set), "");
    } catch (TargetException e) {
      // It was not made yet, or is in use: then it is met again by the next plan.
      return;
    }
  }
}
