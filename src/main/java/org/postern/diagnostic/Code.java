package org.postern.diagnostic;

/**
 * The kinds of diagnostics. The first two digits are the group: 01 text and YAML, 02 structure, 03
 * values, 04 meaning, 05 included files and lists, 06 what commands are given, 07 changes of a
 * policy. An id is never used again for something else.
 */
public enum Code {
  NOT_UTF8("P0101", "the file is not UTF-8 text"),
  CONTROL_CHARACTER("P0102", "a character that no editor shows"),
  TOO_LARGE("P0103", "a file or line larger than any policy needs"),
  TOO_DEEP("P0104", "values nested too deeply"),
  ANCHOR("P0105", "YAML anchors and aliases are not used"),
  TAG("P0106", "YAML tags are not used"),
  SECOND_DOCUMENT("P0107", "more than one YAML document in a file"),
  TAB("P0108", "a tab where YAML wants spaces"),
  DUPLICATE_KEY("P0109", "the same key twice in one mapping"),
  OPEN_QUOTE("P0110", "a quoted value that never ends"),
  OPEN_BRACKET("P0111", "a bracket that is never closed, or closed without being opened"),
  NEEDS_QUOTES("P0112", "a value that starts with a character YAML keeps for itself"),
  LAYOUT("P0113", "indentation, colons or dashes that YAML cannot follow"),
  BAD_ESCAPE("P0114", "an escape that YAML does not know"),
  EATEN_ADDRESS("P0115", "an IPv6 address that YAML reads as something else"),
  COMPLEX_KEY("P0116", "a key that is not a word"),
  NOTHING_WRITTEN("P0117", "a file without content"),
  ODD_BLANK("P0118", "a blank that is none for YAML"),

  UNKNOWN_KEY("P0201", "a key that the grammar does not have"),
  MISSING_KEY("P0203", "a key that is required here"),
  WRONG_KIND("P0204", "a list where a value belongs, or the like"),
  NO_VALUE("P0205", "a key with nothing behind it"),
  EMPTY_LIST("P0206", "a list without entries"),
  KEYS_CONFLICT("P0207", "keys that exclude each other"),

  BAD_ADDRESS("P0301", "not an address, prefix or range"),
  BAD_NAME("P0302", "not a name for a set or rule"),
  BAD_DNS_NAME("P0303", "not a DNS name"),
  BAD_DURATION("P0304", "not a duration, or out of bounds"),
  BAD_PERCENT("P0305", "not a percentage, or out of bounds"),
  BAD_NUMBER("P0306", "not a whole number, or out of bounds"),
  BAD_DATE("P0307", "not a date"),
  BAD_PREFIX_LENGTH("P0308", "not a prefix length, or out of bounds"),
  BAD_PORT("P0309", "not a TCP port"),
  BAD_INTERFACE("P0310", "not a network interface's name"),
  BAD_SERVER("P0311", "not the address of a name server"),
  BAD_LABEL("P0312", "a label that is too long"),
  BAD_RATE("P0313", "not a log rate"),
  BAD_WORD("P0314", "not one of the words that fit here"),
  UNKNOWN_TARGET("P0315", "a target that does not exist"),
  BAD_PATH("P0316", "not the path of a file"),
  BAD_OPTION("P0317", "not an option of a target"),
  BAD_LISTEN("P0318", "not a loopback address with a port"),
  BAD_COMMAND("P0319", "not a program with its arguments"),
  BAD_DOMAIN("P0320", "not a mail domain"),
  BAD_REPLY("P0322", "a reply that not every mail server can give"),
  BAD_URL("P0323", "not an address of the web that can be asked safely"),
  BAD_SELECT("P0324", "not a path or a column by which a list is read"),
  LITERAL_SECRET("P0330", "a secret that is written into a policy"),

  UNDEFINED_SET("P0401", "a set that is not defined"),
  UNUSED_SET(Severity.WARNING, "P0402", "a set that nothing uses"),
  SET_CYCLE("P0403", "sets that contain each other"),
  RULES_OVERLAP("P0404", "two rules that could judge the same packet"),
  FORWARD_UNBOUNDED("P0405", "a forward rule for all traffic that passes the host"),
  IN_ON_OUTPUT("P0406", "an incoming interface where there is none"),
  ACCEPTS_NO_PEER("P0407", "a rule that accepts no peer without saying so"),
  NEVER_COVERS_ALL("P0408", "exceptions that leave nothing"),
  NO_MEANING_WITH_ANY("P0409", "a key without meaning when everybody is accepted"),
  SET_TWICE("P0410", "two sets of one name"),
  RULE_TWICE("P0411", "two rules of one name"),
  BOUNDS_CROSSED("P0412", "a lower bound above its upper bound"),
  NAMED_TWICE(Severity.WARNING, "P0413", "the same entry twice in a list"),
  NO_RULES(Severity.WARNING, "P0414", "a policy that filters nothing"),
  COVERS_FAMILY(Severity.WARNING, "P0415", "a literal that covers a whole address family"),
  WIDEN_WITHOUT_EFFECT("P0416", "nothing that could be widened"),
  NO_EFFECT_HERE("P0417", "a key that has no effect where it is written"),
  GUARD_AGAINST_OWN("P0418", "an address that the guard of its own set refuses"),
  LOOPBACK("P0419", "the loopback, which is never judged"),
  GUARD_OF_OTHERS(Severity.WARNING, "P0420", "a guard that does not judge the sets below it"),

  SMTP_ALONE("P0430", "hooks of packets beside the one of mail"),
  NOT_ON_HOOK("P0431", "a key or a word that does not fit the hook"),
  FILTER_UNNAMED("P0432", "a set of domains by the MX of a filter that has no name"),
  SUBDOMAINS_UNASKED(Severity.WARNING, "P0433", "subdomains of which no MX is asked for"),

  TARGET_TWICE("P0440", "two targets of one name"),
  ONE_PER_HOST("P0441", "two targets that are one and the same system"),
  TARGET_WITHOUT_RULE("P0442", "a target that holds none of the rules"),

  MISSING_INCLUDE("P0501", true, "an included file that cannot be read"),
  INCLUDE_CYCLE("P0502", "files that include each other"),
  INCLUDE_DEPTH("P0503", "includes nested too deeply"),
  INCLUDE_IGNORED(Severity.NOTE, "P0504", "parts of an included file that do not count"),
  LIST_LINE("P0505", "a line of a list that is no address, prefix or range"),
  LIST_LINE_TOO_LONG("P0506", "a line longer than any list needs"),
  LIST_LABEL_CUT(Severity.WARNING, "P0507", "a label that is cut"),
  LIST_DOMAIN("P0508", "a line of a list that is no mail domain"),
  LIST_FORM("P0509", "a list that has not the form that the policy tells"),

  FILE_MISSING("P0601", true, "a policy or lockfile that cannot be read"),
  LOCK_UNREADABLE("P0602", "a lockfile that makes no sense"),
  LOCK_INCOMPLETE("P0603", "a source that the lockfile does not hold"),
  NOT_COMPARABLE("P0604", "something that cannot be compared"),
  LIST_MISSING("P0605", true, "a list file that cannot be read"),
  FILE_FORBIDDEN("P0606", "a file that this user may not read"),

  NOT_IN_POLICY("P0701", "a change of something that the policy does not have"),
  ALREADY_SO("P0702", "a change that is there already"),
  STILL_USED("P0703", "a set to be removed that is still used"),
  NOT_ONE("P0704", "a change that could mean several things"),
  CHANGE_SPOILS("P0705", "a change after which the policy would be wrong"),
  LAYOUT_UNSURE("P0706", "a layout in which a change is not sure to do what it says"),
  SHIPPED_RULESET("P0707", "a change of what comes with the program");

  /** The fix of {@link #FILE_FORBIDDEN}. */
  public static final String FORBIDDEN_FIX = "let this user read it, or run this as root";

  private final String id;
  private final Severity severity;
  private final String title;
  private final boolean missingFile;

  Code(String id, String title) {
    this(id, Severity.ERROR, title, false);
  }

  Code(Severity severity, String id, String title) {
    this(id, severity, title, false);
  }

  Code(String id, boolean missingFile, String title) {
    this(id, Severity.ERROR, title, missingFile);
  }

  Code(String id, Severity severity, String title, boolean missingFile) {
    this.id = id;
    this.severity = severity;
    this.title = title;
    this.missingFile = missingFile;
  }

  /** Returns the name in manuals and for programs, such as {@code P0201}. */
  public String id() {
    return id;
  }

  /** Returns how grave the fault is. */
  public Severity severity() {
    return severity;
  }

  /** Returns the kind of fault, without the particulars. */
  public String title() {
    return title;
  }

  /** Tells whether the right to read a file is missing, which has an exit status of its own. */
  public boolean missingRight() {
    return this == FILE_FORBIDDEN;
  }

  /** Tells whether a file is missing, which has an exit status of its own. */
  public boolean missingFile() {
    return missingFile;
  }
}
