package org.postern.target.windows;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** SYSTEM runs what lies in the folder, so no task is registered where others may write. */
class FolderIT {
  private static final String FOLDER = "C:\\Postern";
  private static final String SCRIPT = "C:\\Postern\\postern-apply.ps1";
  private static final String AUTHENTICATED = "S-1-5-11";
  private static final String USERS = "S-1-5-32-545";
  private static final String ADMINISTRATORS = "S-1-5-32-544";
  private static final String SYSTEM = "S-1-5-18";
  private static final String CREATOR_OWNER = "S-1-3-0";
  private static final String ACCOUNT = "S-1-5-21-1-2-3-1001";
  private static final String INSTALLER =
      "S-1-5-80-956008885-3418522649-1831038044-1853292631-2271478464";

  private static final int FULL = 0x1f01ff;
  private static final int MODIFY = 0x1301bf;
  private static final int READ = 0x1200a9;
  private static final int CREATE_FILES = 0x2;
  private static final int CREATE_FOLDERS = 0x4;
  private static final int DELETE_BELOW = 0x40;
  private static final int DELETE = 0x10000;
  private static final int CHANGE_RIGHTS = 0x40000;
  private static final int GENERIC_ALL = 0x10000000;
  private static final int GENERIC_WRITE = 0x40000000;
  private static final int GENERIC_READ_WRITE = 0xc0000000;

  /**
   * A place.
   *
   * @param told what is said of it; empty where it is good
   */
  record Place(String what, String told, Consumer<Disk> made) {
    @Override
    public String toString() {
      return what;
    }
  }

  private static Disk.Acl plain() {
    return new Disk.Acl(ADMINISTRATORS)
        .allow(SYSTEM, FULL, false)
        .allow(ADMINISTRATORS, FULL, false)
        .allow(USERS, READ, false);
  }

  static Stream<Place> places() {
    List<Place> places = new ArrayList<>();
    places.add(good("nothing but administrators", disk -> {}));
    places.add(
        good(
            "as below C:\\Program Files",
            disk -> {
              disk.acls.put("C:\\", stockRoot());
              disk.acls.put(
                  FOLDER,
                  plain().allow(CREATOR_OWNER, GENERIC_ALL, true).allow(INSTALLER, FULL, false));
            }));
    places.add(good("denied", on(FOLDER, plain().deny(USERS, FULL))));
    places.add(
        good("a domain's administrators", on(FOLDER, plain().allow(domain(512), FULL, false))));
    places.add(good("the rights of the owner", on(FOLDER, plain().allow("S-1-3-4", FULL, false))));
    places.add(
        good(
            "more folders beside it",
            on("C:\\", plain().allow(AUTHENTICATED, CREATE_FOLDERS, false))));
    places.add(good("files beside it", on("C:\\", plain().allow(USERS, CREATE_FILES, false))));
    places.add(
        bad(
            "what C:\\ hands down",
            AUTHENTICATED,
            on(FOLDER, plain().allow(AUTHENTICATED, MODIFY, false))));
    places.add(bad("everybody", "S-1-1-0", on(FOLDER, plain().allow("S-1-1-0", FULL, false))));
    places.add(bad("one account", ACCOUNT, on(FOLDER, plain().allow(ACCOUNT, MODIFY, false))));
    places.add(bad("more files", USERS, on(FOLDER, plain().allow(USERS, CREATE_FILES, false))));
    places.add(bad("more folders", USERS, on(FOLDER, plain().allow(USERS, CREATE_FOLDERS, false))));
    places.add(bad("deleting", USERS, on(FOLDER, plain().allow(USERS, DELETE_BELOW, false))));
    places.add(
        bad("changing rights", USERS, on(FOLDER, plain().allow(USERS, CHANGE_RIGHTS, false))));
    places.add(bad("generic all", USERS, on(FOLDER, plain().allow(USERS, GENERIC_ALL, false))));
    places.add(bad("generic write", USERS, on(FOLDER, plain().allow(USERS, GENERIC_WRITE, false))));
    places.add(
        bad(
            "generic read and write",
            USERS,
            on(FOLDER, plain().allow(USERS, GENERIC_READ_WRITE, false))));
    places.add(bad("for files that come", USERS, on(FOLDER, plain().allow(USERS, MODIFY, true))));
    places.add(bad("an owner", ACCOUNT + " owns it", on(FOLDER, new Disk.Acl(ACCOUNT))));
    places.add(
        bad(
            "an owner, and what owners get",
            ACCOUNT + " owns it",
            on(FOLDER, new Disk.Acl(ACCOUNT).allow(CREATOR_OWNER, FULL, true))));
    places.add(bad("the script", USERS, on(SCRIPT, plain().allow(USERS, MODIFY, false))));
    places.add(bad("the owner of the script", ACCOUNT, on(SCRIPT, new Disk.Acl(ACCOUNT))));
    places.add(
        bad(
            "what is remembered",
            "postern-last-good.txt: " + USERS,
            disk -> {
              disk.files.put(FOLDER + "\\postern-last-good.txt", "end");
              disk.acls.put(
                  FOLDER + "\\postern-last-good.txt", plain().allow(USERS, CREATE_FILES, false));
            }));
    places.add(
        bad(
            "deleting it from above",
            "C:\\: " + USERS,
            on("C:\\", plain().allow(USERS, MODIFY, false))));
    places.add(
        bad(
            "deleting below",
            "C:\\: " + USERS,
            on("C:\\", plain().allow(USERS, DELETE_BELOW, false))));
    places.add(bad("renaming", "C:\\: " + USERS, on("C:\\", plain().allow(USERS, DELETE, false))));
    places.add(bad("owning above", "C:\\: " + ACCOUNT, on("C:\\", new Disk.Acl(ACCOUNT))));
    places.add(bad("a junction", FOLDER + " is a link", disk -> disk.links.add(FOLDER)));
    places.add(bad("a linked script", SCRIPT + " is a link", disk -> disk.links.add(SCRIPT)));
    places.add(bad("a stick", "not on a fixed disk", disk -> disk.drives.put("C", "Removable")));
    places.add(
        bad("a share's letter", "not on a fixed disk", disk -> disk.drives.put("C", "Network")));
    return places.stream();
  }

  /** What Windows puts on C:\\. */
  private static Disk.Acl stockRoot() {
    return new Disk.Acl(INSTALLER)
        .allow(AUTHENTICATED, CREATE_FOLDERS, false)
        .allow(AUTHENTICATED, MODIFY, true)
        .allow(SYSTEM, FULL, false)
        .allow(ADMINISTRATORS, FULL, false)
        .allow(USERS, READ, false);
  }

  private static String domain(int group) {
    return "S-1-5-21-1004336348-1177238915-682003330-" + group;
  }

  private static Consumer<Disk> on(String path, Disk.Acl acl) {
    return disk -> disk.acls.put(path, acl);
  }

  private static Place good(String what, Consumer<Disk> made) {
    return new Place(what, "", made);
  }

  private static Place bad(String what, String told, Consumer<Disk> made) {
    return new Place(what, told, made);
  }

  @ParameterizedTest
  @MethodSource("places")
  void noTaskWhereOthersMayWrite(Place place) {
    for (String form : List.of("netsecurity", "com")) {
      WindowsHost host = new WindowsHost();
      host.disk.files.put(SCRIPT, "");
      place.made().accept(host.disk);
      boolean good = place.told().isEmpty();
      assertEquals(good ? 2 : 1, register(host, form, "-WhatIf"), host.errors::toString);
      assertEquals(good ? 0 : 1, register(host, form), host.errors::toString);
      assertEquals(good ? 1 : 0, host.tasks.tasks.size());
      String said = host.errors.toString();
      assertTrue(said.contains(place.told()), said);
      assertEquals(!good, said.contains("icacls \"C:\\Postern\" /inheritance:r"), said);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\\\\server\\share\\postern\\postern-register.ps1",
        "\\\\?\\C:\\Postern\\postern-register.ps1"
      })
  void noTaskFromAnotherComputer(String path) {
    WindowsHost host = new WindowsHost();
    host.script = path;
    host.disk.files.put(path.replace("register", "apply"), "");
    assertEquals(1, register(host, "netsecurity"));
    assertTrue(host.errors.toString().contains("is not on a disk of this computer"));
  }

  /** Without the script there is nothing to run, and without rights to read nothing is known. */
  @ParameterizedTest
  @ValueSource(strings = {"netsecurity", "com"})
  void whatCannotBeReadIsNotTrusted(String form) {
    WindowsHost host = new WindowsHost();
    assertEquals(1, register(host, form));
    assertTrue(host.errors.toString().contains("postern-apply.ps1 is not in the folder"));
    host.disk.files.put(SCRIPT, "");
    host.disk.secret.add(FOLDER);
    assertEquals(1, register(host, form));
    assertEquals(Map.of(), host.tasks.tasks);
  }

  private static int register(WindowsHost host, String form, String... switches) {
    WindowsOptions options = new Trial("form=" + form).options();
    SyntaxNode script = PowerShellGrammar.parse(Script.register(options).text());
    return new Interpreter(host).run(List.of(script), switches);
  }
}
