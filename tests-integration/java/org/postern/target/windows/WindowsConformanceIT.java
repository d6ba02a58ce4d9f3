package org.postern.target.windows;

import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;
import org.postern.plan.Ruleset;
import org.postern.policy.TargetBinding;
import org.postern.target.TargetConformance;
import org.postern.target.TargetKind;

/** Windows Firewall, as the model of a host interprets what is written for it. */
@ParameterizedClass
@ValueSource(strings = {"netsecurity", "com"})
class WindowsConformanceIT extends TargetConformance {
  private final String form;

  WindowsConformanceIT(String form) {
    this.form = form;
  }

  @Override
  protected Bench bench() {
    return new Model(new ModelledWindows(), form);
  }

  /**
   * A model.
   *
   * @param form which interface of the firewall is spoken to
   */
  private record Model(ModelledWindows windows, String form) implements Bench {
    @Override
    public TargetKind kind() {
      return windows.kind(true);
    }

    @Override
    public TargetBinding binding() {
      return ModelledWindows.binding(Map.of("form", form));
    }

    @Override
    public Ruleset ruleset(Random random) {
      return new WindowsWorld(random).ruleset();
    }

    @Override
    public void others() {
      FirewallModel.Entry entry = new FirewallModel.Entry();
      entry.name = "Mail";
      entry.allow = false;
      entry.port = "25";
      windows.host.firewall.add(entry);
    }

    @Override
    public void damage() {
      windows.host.firewall.local.values().removeIf(entry -> entry.name.startsWith("Postern-"));
    }

    @Override
    public List<String> contents() {
      return windows.host.firewall.describe();
    }
  }
}
