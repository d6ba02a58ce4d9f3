package org.postern.bench;

/** What is measured. */
enum Work {
  HELLO("hello world on the Java of the image"),
  FIRST_APPLY("`apply` from nothing"),
  CHANGE("`apply`, ten changed"),
  NOTHING("`apply`, nothing to do"),
  PLAN("`plan` in sync"),
  WHY("`why`"),
  HISTORY("`history`"),
  RESTORE("`restore` after a flush, proof included"),
  CHECK("`check`"),
  DAEMON_START("daemon, from its start until it enforces"),
  DAEMON_IDLE("daemon, 25 s idle (memory: resident)"),
  DAEMON_LIST("daemon, list changed on disk (waits for its next look)"),
  DAEMON_FLUSH("daemon, flush until it says that it is repaired"),
  MERGE("`aggregate` of IPv4 addresses"),
  MERGE_MIXTURE("`aggregate` of addresses, prefixes and ranges"),
  MERGE_IP6("`aggregate` of IPv6 addresses"),
  REHEARSE("`rehearse`, connections of a mail log"),
  SIMULATE("`simulate --from`, connections"),
  RESOLVE("`resolve` of names, five addresses of each family, server 50 ms away"),
  REPORT("`report`"),
  MANY_SETS("`compile` of 800 sets of 100"),
  HULL("optimal widening, all budgets of the hull, warm"),
  BUDGETS("optimal widening, the slowest but one in twenty of 40 budgets, proven"),
  CAPPED_BUDGETS("the same, no block wider than /24");

  private final String text;

  Work(String text) {
    this.text = text;
  }

  /** In words, as Markdown. */
  String text() {
    return text;
  }
}
