package org.postern.pipeline.doctor;

/** The common part of the checks for the recipes of the manuals. */
final class Recipes {
  /** The domain of the names of the nodes, in every recipe of that manual. */
  static final String FILTER = "antispamcloud.com";

  private Recipes() {}

  /**
   * Returns the way over without a gap: ours holds before the recipe goes.
   *
   * @param kind the kind of the target
   * @param binding the binding of the target, as a policy has it
   * @param rest the parts to take away, and how
   */
  static String wayOver(String kind, String binding, String rest) {
    return ("write a policy as in rulesets/hosted-cloud-per-domain.yaml with targets: [%s]; postern"
            + " apply; postern hook %s --write; and when postern status says that it is in force,"
            + " %s")
        .formatted(binding, kind, rest);
  }

  /** Returns the way over for a target without options. */
  static String wayOver(String kind, String rest) {
    return wayOver(kind, kind, rest);
  }
}
