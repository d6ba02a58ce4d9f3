package org.postern.target.windows;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.postern.target.windows.Values.Hash;
import org.postern.target.windows.Values.ScriptFault;
import org.postern.target.windows.Values.Thing;

/** Users and groups of a domain, and who may log on as a batch job. */
final class Accounts {
  /** The user who may do all that a task needs. */
  static final String USER = "svc-postern@example.com";

  static final String SID = "S-1-5-21-1-2-3-1105";
  static final String GROUP = "S-1-5-21-1-2-3-1120";

  /** The numbers of each group by its name. */
  final Map<String, String> groups = new TreeMap<>(Map.of("Server Management", GROUP));

  /** The user's groups. */
  final List<String> memberOf = new ArrayList<>(List.of(GROUP, "S-1-1-0"));

  /** Who may log on as a batch job, and who may not, as secedit.exe writes it. */
  String batch = "*S-1-5-32-544,*" + SID;

  String denied = "*S-1-5-32-546";

  /** What is typed where a script asks. */
  String typed = USER;

  String sid = SID;

  String rights() {
    return String.join(
        "\r\n",
        "[Privilege Rights]",
        "SeBackupPrivilege = *" + SID,
        "SeBatchLogonRight = " + batch,
        "SeDenyBatchLogonRight = " + denied,
        "");
  }

  Object identity(String name) {
    if (!name.equals(USER)) {
      throw new ScriptFault("The user name or password is incorrect.");
    }
    Hash identity = new Hash();
    identity.put("Name", "EXAMPLE\\svc-postern");
    identity.put("User", value(sid));
    identity.put("Groups", memberOf.stream().map(Accounts::value).toArray());
    return identity;
  }

  Object group(String name) {
    return new Thing() {
      @Override
      public Object call(String method, List<Object> arguments) {
        String known = groups.get(name);
        if (known == null || !method.equals("Translate")) {
          throw new ScriptFault("Some or all identity references could not be translated.");
        }
        return value(known);
      }
    };
  }

  private static Object value(String sid) {
    Hash value = new Hash();
    value.put("Value", sid);
    return value;
  }
}
