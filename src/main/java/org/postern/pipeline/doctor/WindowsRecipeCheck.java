package org.postern.pipeline.doctor;

import java.util.List;
import org.postern.pipeline.check.Examined;
import org.postern.plan.Observation;

/** Checks for the recipes for Exchange and SmarterMail. */
final class WindowsRecipeCheck implements Check {
  private static final List<String> SCRIPTS =
      List.of("psscripts/exchangereceiveconnector.ps1", "scripts/exchangereceiveconnector.ps1");

  private static final String SMARTERMAIL = "smartermail";

  /** The address where the manual has the list of the rest of the Internet begin. */
  private static final String FIRST = "1.1.1.1";

  @Override
  public String name() {
    return "recipes";
  }

  @Override
  public void look(HostView host, Findings found) {
    for (String script : SCRIPTS) {
      if (host.files().isThere(script)) {
        found.must(
            "the manual's script sets the connector to whatever one look-up gives",
            host.files().at(script)
                + ": an answer that is cut or empty shuts nodes of the filter out",
            "write a policy with a rule on hook: smtp and targets: [exchange]; postern apply; and"
                + " when postern status says that it is in force, delete the planned task and the"
                + " script");
      }
    }
    for (Examined.Seen target : host.examined().targets()) {
      for (Observation.Foreign foreign : target.held().foreign()) {
        if (isRecipe(target, foreign)) {
          found.must(
              "the manual's blacklist of SmarterMail begins at 1.1.1.1",
              "%s %s; 0.0.0.0 to 1.1.1.0 stand open, and new nodes of the filter are refused"
                  .formatted(foreign.where(), foreign.effect()),
              "postern apply adds ours; then delete that entry under Security, Blacklist");
        }
      }
    }
  }

  /** Tells whether an entry of others is the manual's. */
  static boolean isRecipe(Examined.Seen target, Observation.Foreign foreign) {
    return target.kind().equals(SMARTERMAIL) && foreign.effect().contains(" " + FIRST);
  }
}
