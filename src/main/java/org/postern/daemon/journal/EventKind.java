package org.postern.daemon.journal;

import java.util.Locale;

/**
 * The kinds of events that the daemon tells its journal, each under an id of its own, so that it
 * can be found and counted whatever its words (systemd.journal-fields(7), MESSAGE_ID). Events that
 * an operator would want to be woken for are {@link Priority#ERROR} or worse, and no others are.
 */
public enum EventKind {
  /** The daemon enforces what was in force, proven. */
  STARTED("b1cb18167d85957cdf322a1422d00e17", Priority.NOTICE),
  /** The daemon ends; all rules stay. */
  STOPPED("5bb7fb0fd8d9015b0725460b8ce504db", Priority.NOTICE),
  /** Other answers of the sources were applied. */
  APPLIED("ce9c02e4aafbe06257ffbbaaeca05990", Priority.NOTICE),
  /** Other answers of the sources could not be applied; what was in force stays. */
  NOT_APPLIED("0583542f4cd5513d0c6e3438c63be5a9", Priority.WARNING),
  /** Addresses that the sources add were let in, although the state cannot be written. */
  ADMITTED("7d3c1e9f52a84b06b9e0c4d81f6a2e37", Priority.WARNING),
  /** Another program had changed our rules; they are as they should be again. */
  REPAIRED("e35fd989b0218ac84c3176236de8809a", Priority.WARNING),
  /** A change that was not confirmed was taken back. */
  RETURNED("dde53f64b9a51b5ff3c18c1b55270a2c", Priority.WARNING),
  /** The clock was set; ages stay what they were. */
  CLOCK_SET("8a1e6f910951f5492823213cb38eb51c", Priority.WARNING),
  /** A part of the state is damaged, and another stands in for it. */
  DAMAGED("5fbd48da8157e056d4960b4de48e224b", Priority.WARNING),
  /** An alarm stands no more. The kinds after this one are those that can stand. */
  CLEARED("1a306ce29f4a1d586fb7fb492f5fca05", Priority.NOTICE),
  /** A source gives no information; its last good answer stands. */
  SOURCE_SILENT("6a1f6c1b4f0d4a6e9a5b3e1f7c2d8e90", Priority.WARNING),
  /** A source has given no information for longer than alarm-after. */
  SOURCE_FAILING("db4b4019d184df294669d2723a604f08", Priority.ERROR),
  /** A source says that it has no addresses any more. */
  SOURCE_ABSENT("233308a8c7209ded04184a04f387583b", Priority.ERROR),
  /** A source names addresses that no outside source may name; they are passed over. */
  ANSWER_REFUSED("5d8c0f2f6a3e4b1c9d7710e3a44bb25e", Priority.ERROR),
  /** A source of the accepted policy has never answered. */
  SOURCE_UNANSWERED("012e4e3fa801987e1900011f20c187c3", Priority.ERROR),
  /** This version cannot read the policy that another one accepted; no source is followed. */
  NOT_FOLLOWED("d55a1f3891cf4e57801d8b3de5dd6409", Priority.ERROR),
  /** A guard holds a change; a person has to look. */
  CHANGE_HELD("1f5f15733e3653ab01be5112f6c70655", Priority.ERROR),
  /** An address whose addition is held is being refused at the port: mail may be waiting. */
  HELD_KNOCKS("46c853e31ef22445791d047126fb6a74", Priority.CRITICAL),
  /** A target does not hold what it should, and could not be brought to it. */
  NOT_ENFORCED("6c1868f0d431b72d7951cfa7f6ec15bd", Priority.CRITICAL),
  /** Another program changes our rules again and again; repairs are made more slowly. */
  FOUGHT("8b2fce6df5dcef05216723208c00f1ff", Priority.CRITICAL),
  /** A rule that refuses names an interface by which nothing comes in. */
  INTERFACE_MISSING("2d7e4b90c1f6483aa5e2d8b37f0c6194", Priority.CRITICAL),
  /** A rule has no effect: others drop what it lets through, or nothing comes in where it looks. */
  NO_EFFECT("9b1f0c5e7a3d4e62b8d04f6a2c7e1539", Priority.ERROR),
  /** More peers are refused or observed in a minute than the machine's settings let pass. */
  STRANGERS("4f6b2d90e1c7483ab5d20c9f7e381a64", Priority.ERROR),
  /** A target leaves out of a rule what no other target of the policy makes up for. */
  RULE_LEFT_OUT("7c2e5a90d3b14f68a1c97e0b4d52f386", Priority.WARNING),
  /** A sheet waits to be carried out by a person, who attests it. */
  NOT_ATTESTED("c07d5f2ab3e84916a5d1f06b39e8427c", Priority.ERROR),
  /** A rule was opened: it refuses no peer for a while. */
  OPENED("1946f5803cae545cd06980ba1f71f6fa", Priority.ERROR),
  /** Everything of ours was taken out; nothing is enforced. */
  REMOVED("3b7040a038d0b6042124e839b9cbfb00", Priority.ERROR),
  /** Nothing is changed until resumed, not even repaired. */
  PAUSED("93f69c0d5bf34ee9199715295147816b", Priority.WARNING),
  /** One generation is pinned; the sources are not followed. */
  PINNED("344e76505394dbe78b41ab84f95bf027", Priority.WARNING),
  /** A change waits to be confirmed. */
  UNCONFIRMED("315d6abf5d8e6ddfdb878ed9438197f0", Priority.NOTICE),
  /** The state in force cannot be read any more, and nothing stands in for it. */
  STATE_LOST("c2a9d1e07b6f4d5c8e3a1f2b4c6d7e85", Priority.CRITICAL),
  /** The state in force cannot be read any more; an older one stands in for it. */
  STATE_REPLACED("e4b7c60d9a1249f3b85d7f3c0a6e1d22", Priority.ERROR),
  /** A file of the state is damaged; what is in force is known, and is enforced. */
  STATE_DAMAGED("a75d0b1c93e84f27b6c0e5f18d2a4973", Priority.WARNING),
  /** The first apply was begun, and how it ended is not written. */
  APPLY_CUT("5e19c7d402ba4c86a3f1d80b6e7295c4", Priority.CRITICAL),
  /** A change was not confirmed in time, and is not taken back yet. */
  NOT_TAKEN_BACK("0f5d3b8a7c614e92a7d46b1e8f3c9d57", Priority.CRITICAL),
  /** The state cannot be written; what is learned now is lost at a restart. */
  STATE_UNWRITABLE("d089b2049df51f11ac7c78e987180a16", Priority.CRITICAL),
  /** A unit that brings rules back or follows sources failed, and no daemon stands in for it. */
  UNIT_FAILED("6f3553a70caf4618b6c93392fadddc20", Priority.CRITICAL),
  /** The policy file differs from what was accepted. */
  POLICY_EDITED("35d1990a8d83782a58408d39c2209e5b", Priority.NOTICE);

  private final String id;
  private final Priority priority;

  EventKind(String id, Priority priority) {
    this.id = id;
    this.priority = priority;
  }

  /** Returns the id, 32 hexadecimal digits. */
  public String id() {
    return id;
  }

  /** Returns the priority. */
  public Priority priority() {
    return priority;
  }

  /** Tells whether it stands until it is over; the others happen, and that is all. */
  public boolean stands() {
    return compareTo(CLEARED) > 0;
  }

  /** Returns the word that is printed: lower case, with underscores. */
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Tells whether it is a concern while it stands. */
  public boolean concerns() {
    return priority.compareTo(Priority.WARNING) <= 0;
  }

  /** Tells whether an operator would want to be woken for it. */
  public boolean wakes() {
    return priority.compareTo(Priority.ERROR) <= 0;
  }
}
