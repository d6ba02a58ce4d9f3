package org.postern.pipeline.doctor;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.postern.host.Progress;

/** Runs all checks, one after the other. */
public final class Doctor {
  /** The table of contents: each is on the page of the manual. */
  private static final List<Check> CHECKS =
      List.of(
          new NameServerCheck(),
          new ResolverQualityCheck(),
          new LifetimeCheck(),
          new MailRouteCheck(),
          new EffectCheck(),
          new SavedRulesCheck(),
          new ListenerCheck(),
          new PublishedPortCheck(),
          new ContainerCheck(),
          new OwnListCheck(),
          new BlockListCheck(),
          new BanCheck(),
          new UserCheck(),
          new HiddenSenderCheck(),
          new ClockCheck(),
          new PermissionCheck(),
          new KernelCheck(),
          new EximRecipeCheck(),
          new PostfixRecipeCheck(),
          new QmailRecipeCheck(),
          new WindowsRecipeCheck());

  private Doctor() {}

  /** Returns the names of all checks, in their order. */
  public static List<String> names() {
    return CHECKS.stream().map(Check::name).distinct().toList();
  }

  /** Looks at a host: what must be done comes first. */
  public static List<Finding> look(HostView host, Progress progress) {
    List<Finding> all = new ArrayList<>();
    try (Progress.Work work = progress.begin(Progress.Task.of("checks done", CHECKS.size()))) {
      int done = 0;
      for (Check check : CHECKS) {
        all.addAll(look(check, host));
        done++;
        work.reached(done);
      }
    }
    Findings policy = new Findings("policy");
    host.examined().unseen().forEach(one -> policy.unseen(one.what(), one.why(), one.remedy()));
    if (!host.hasPolicy()) {
      policy.unseen("what needs a policy", "there is none", "name one: postern doctor POLICY");
    }
    all.addAll(policy.all());
    all.sort(Comparator.comparing(Finding::severity));
    return all;
  }

  private static List<Finding> look(Check check, HostView host) {
    Findings found = new Findings(check.name());
    try {
      check.look(host, found);
    } catch (IOException e) {
      found.unseen("the rest of " + check.name(), e);
    }
    return found.all();
  }
}
