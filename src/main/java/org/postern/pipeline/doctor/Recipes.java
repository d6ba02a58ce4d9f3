package org.postern.pipeline.doctor;

/** What the recipes of the manuals have in common. */
final class Recipes {
  /** Below it are the names of the nodes, in every recipe of that manual. */
  static final String FILTER = "antispamcloud.com";

  private Recipes() {}

  /**
   * The way over without a gap: ours holds before the recipe goes.
   *
   * @param kind of the target
   * @param binding of it, as a policy has it
   * @param rest what to take away, and how
   */
  static String wayOver(String kind, String binding, String rest) {
    return ("write a policy as in rulesets/hosted-cloud-per-domain.yaml with targets: [%s]; postern"
            + " apply; postern hook %s --write; and when postern status says that it is in force,"
            + " %s")
        .formatted(binding, kind, rest);
  }

  /** The same for a target without options. */
  static String wayOver(String kind, String rest) {
    return wayOver(kind, kind, rest);
  }
}
