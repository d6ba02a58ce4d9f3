package org.postern.target.windows;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.postern.target.windows.Values.Hash;
import org.postern.target.windows.Values.Nothing;
import org.postern.target.windows.Values.ScriptFault;
import org.postern.target.windows.Values.Thing;

/** Files of a Windows host, and who may do what with them. */
final class Disk {
  /** What is in the files, by path. */
  final Map<String, String> files = new HashMap<>();

  /** The paths that are links. */
  final Set<String> links = new HashSet<>();

  /** Kinds of drives by letter; those that are not here are fixed. */
  final Map<String, String> drives = new HashMap<>();

  /** Who may do what, by path; what is not here only administrators may write. */
  final Map<String, Acl> acls = new HashMap<>();

  /** The paths whose access control lists cannot be read. */
  final Set<String> secret = new HashSet<>();

  /** Whether nothing can be written. */
  boolean full;

  /** The folder above a path, with the backslash of a root; nothing above a root. */
  static Object above(String path) {
    int slash = path.lastIndexOf('\\');
    if (slash == path.length() - 1 || slash < 0) {
      return Nothing.NULL;
    }
    String above = path.substring(0, slash);
    return above.endsWith(":") ? above + "\\" : above;
  }

  String read(String path) {
    String plain = path;
    while (plain.contains("\\..\\")) {
      plain = plain.replaceFirst("\\\\[^\\\\]+\\\\\\.\\.\\\\", "\\\\");
    }
    String text = files.get(plain);
    if (text == null) {
      throw new ScriptFault("Could not find file " + path);
    }
    return text;
  }

  /** A file that is written. */
  Thing stream(String path) {
    if (full) {
      throw new ScriptFault("There is not enough space on the disk.");
    }
    files.put(path, "");
    return new Thing() {
      @Override
      public Object call(String name, List<Object> arguments) {
        if (name.equals("Write")) {
          byte[] bytes = ((DotNet.Bytes) arguments.getFirst()).bytes();
          files.put(path, new String(bytes, java.nio.charset.StandardCharsets.UTF_8));
        }
        return Nothing.VOID;
      }
    };
  }

  Hash drive(String root) {
    Hash drive = new Hash();
    drive.put("DriveType", drives.getOrDefault(root.substring(0, 1), "Fixed"));
    return drive;
  }

  Acl acl(String pattern) {
    String path = pattern.replaceAll("`(.)", "$1");
    if (secret.contains(path)) {
      throw new ScriptFault("Attempted to perform an unauthorized operation.");
    }
    return acls.getOrDefault(path, new Acl("S-1-5-32-544"));
  }

  /** An access control list. */
  static final class Acl implements Thing {
    private final String owner;
    private final List<Object> entries = new ArrayList<>();

    Acl(String owner) {
      this.owner = owner;
    }

    /** The same with one entry more. */
    Acl allow(String sid, int rights, boolean inheritOnly) {
      return add(sid, rights, inheritOnly, "Allow");
    }

    Acl deny(String sid, int rights) {
      return add(sid, rights, false, "Deny");
    }

    private Acl add(String sid, int rights, boolean inheritOnly, String type) {
      Hash identity = new Hash();
      identity.put("Value", sid);
      Hash entry = new Hash();
      entry.put("IdentityReference", identity);
      entry.put("FileSystemRights", rights);
      entry.put("AccessControlType", type);
      entry.put("PropagationFlags", inheritOnly ? 2 : 0);
      entries.add(entry);
      return this;
    }

    @Override
    public Object call(String name, List<Object> arguments) {
      return switch (name) {
        case "GetOwner" -> {
          Hash identity = new Hash();
          identity.put("Value", owner);
          yield identity;
        }
        case "GetAccessRules" -> entries.toArray();
        default -> throw new ScriptFault("no method " + name);
      };
    }
  }

  /** An account by its number. */
  record Account(String sid) implements Thing {
    @Override
    public Object call(String name, List<Object> arguments) {
      if (!sid.equals("S-1-5-11")) {
        throw new ScriptFault("Some or all identity references could not be translated.");
      }
      Hash account = new Hash();
      account.put("Value", "NT AUTHORITY\\Authenticated Users");
      return account;
    }
  }
}
