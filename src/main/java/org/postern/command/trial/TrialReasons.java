package org.postern.command.trial;

import java.util.Optional;
import org.postern.address.Address;
import org.postern.diagnostic.Visible;
import org.postern.pipeline.check.Explainer;
import org.postern.plan.Judgement;

/** Says why a connection of a trial is judged as it is. */
record TrialReasons(Explainer explainer, TrialVerdict verdict) {
  /** Returns the reason in words. */
  String why(TrialProbe probe) {
    String asked = probe.kind() == TrialProbe.Kind.ASKED ? "asked for: " : "";
    Address peer = probe.packet().peer();
    if (verdict.judgement(probe.packet()) == Judgement.ACCEPTED) {
      return asked + reason(probe);
    }
    return asked
        + probe.beside().map(near -> "stranger next to " + near).orElse("stranger")
        + vetoed(peer, probe).map(why -> ", " + why).orElse("");
  }

  private Optional<String> vetoed(Address peer, TrialProbe probe) {
    return explanations(peer, probe).flatMap(Explainer.Explanation::vetoed);
  }

  private Optional<Explainer.Explanation> explanations(Address peer, TrialProbe probe) {
    return explainer.explain(peer, Optional.of(probe.packet().port())).stream()
        .filter(one -> one.rule().name().equals(probe.rule()))
        .findFirst();
  }

  private String reason(TrialProbe probe) {
    return explanations(probe.packet().peer(), probe)
        .flatMap(one -> one.traces().stream().findFirst())
        .map(
            trace -> {
              String label = Visible.text(trace.entry().entry().label());
              String source = trace.entry().key().source();
              String by = label.isEmpty() ? source : "\"" + label + "\"";
              return trace.widened() ? "widened, beside " + by : by;
            })
        .orElse("accepts any");
  }
}
