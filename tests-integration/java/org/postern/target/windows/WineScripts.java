package org.postern.target.windows;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.postern.host.CommandRunner;

/**
 * The cscript.exe of Wine, over a class that stands for the object ExIpSec and keeps its list in a
 * file. Wine ends a script that it cannot run silently and with 0, so that its last line counts.
 */
final class WineScripts {
  private static final String OBJECT = "CreateObject(\"ExIpSec.ExIpSecurity\")";

  /** At which call the object fails: half and blind write all the same, so does late. */
  private static final List<String> FAULTS =
      List.of("bind", "read", "write", "late", "half", "blind");

  private static final String STUB =
      """

      Class PosternStub
          Public GrantByDefault
          Public IPGrant
          Public DomainGrant
          Public IPDeny
          Public DomainDeny
          Private Bound
          Private Fresh
          Private Sub Fail(Word)
              Dim Files
              Set Files = CreateObject("Scripting.FileSystemObject")
              If Files.FileExists("@@FOLDER@@\\fail-" & Word) Then Err.Raise 5, "ExIpSec", "Access is denied: " & Word
          End Sub
          Public Sub BindToSmtpVsi(Server, Number, Controller)
              Fail "bind"
              If Server = "" Or Number < 1 Then Err.Raise 5, "ExIpSec", "no such server"
              Bound = True
          End Sub
          Private Sub Keep(File, Word, Entries)
              Dim Entry
              If IsArray(Entries) Then
                  For Each Entry In Entries
                      File.WriteLine Word & " " & Entry
                  Next
              End If
          End Sub
          Private Function Listed(Word)
              Dim Files, File, Lines(), Count, Line
              Set Files = CreateObject("Scripting.FileSystemObject")
              Set File = Files.OpenTextFile("@@FOLDER@@\\list.txt", 1)
              Count = 0
              Do Until File.AtEndOfStream
                  Line = File.ReadLine
                  If Left(Line, Len(Word) + 1) = Word & " " Then
                      ReDim Preserve Lines(Count)
                      Lines(Count) = Mid(Line, Len(Word) + 2)
                      Count = Count + 1
                  End If
              Loop
              File.Close
              If Count > 0 Then Listed = Lines
          End Function
          Public Sub GetIpSecurityList
              Dim Files, File
              Fail "read"
              If Not Bound Then Err.Raise 5, "ExIpSec", "not bound"
              Set Files = CreateObject("Scripting.FileSystemObject")
              Set File = Files.OpenTextFile("@@FOLDER@@\\list.txt", 1)
              GrantByDefault = (File.ReadLine = "all")
              File.Close
              IPGrant = Listed("grant")
              DomainGrant = Listed("domain")
              IPDeny = Listed("deny")
              DomainDeny = Listed("nodomain")
              Fresh = True
          End Sub
          Public Sub WriteList
              Dim Files, File
              Fail "write"
              If Not Fresh Then Err.Raise 5, "ExIpSec", "no list was read"
              Set Files = CreateObject("Scripting.FileSystemObject")
              Set File = Files.CreateTextFile("@@FOLDER@@\\list.txt", True)
              If GrantByDefault Then
                  File.WriteLine "all"
              Else
                  File.WriteLine "list"
              End If
              Keep File, "grant", IPGrant
              Keep File, "domain", DomainGrant
              Keep File, "deny", IPDeny
              Keep File, "nodomain", DomainDeny
              If Files.FileExists("@@FOLDER@@\\fail-half") Then File.WriteLine "grant 203.0.113.200, 255.255.255.255"
              File.Close
              Fresh = False
              Fail "late"
              If Files.FileExists("@@FOLDER@@\\fail-blind") Then Files.CreateTextFile("@@FOLDER@@\\fail-read", True).Close
          End Sub
          Public Sub ReleaseBinding
              Bound = False
          End Sub
      End Class
      """;

  private final Path folder;
  private final Path prefix;

  /**
   * A virtual server that grants all.
   *
   * @param prefix the files of Wine, which {@link #start} has made
   */
  WineScripts(Path folder, Path prefix) throws IOException {
    this.folder = folder;
    this.prefix = prefix;
    list("all");
    failing("");
    Files.deleteIfExists(mark());
    Files.deleteIfExists(mark().resolveSibling(mark().getFileName() + ".new"));
  }

  /** Makes the files of Wine and starts its server, which then serves all scripts. */
  static void start(Path prefix) throws IOException, InterruptedException {
    await(prefix, "wineserver", "-p");
    await(prefix, "wine", "wineboot", "--init");
  }

  /** Ends the server and all that runs by it, and takes its links to folders of the host away. */
  static void stop(Path prefix) throws IOException, InterruptedException {
    await(prefix, "wineserver", "-k", "-w");
    try (Stream<Path> devices = Files.list(prefix.resolve("dosdevices"))) {
      for (Path device : devices.toList()) {
        Files.delete(device);
      }
    }
  }

  private static void await(Path prefix, String... command)
      throws IOException, InterruptedException {
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD);
    builder.environment().putAll(environment(prefix));
    Process process = builder.start();
    if (!process.waitFor(2, TimeUnit.MINUTES)) {
      process.destroyForcibly();
      throw new IOException("%s does not end".formatted(List.of(command)));
    }
  }

  /** What the virtual server has: a word, and its entries. */
  List<String> list() throws IOException {
    return Files.readAllLines(folder.resolve("list.txt"));
  }

  /** The file that says which entries are ours. */
  Path mark() {
    return prefix.resolve("drive_c/ProgramData/postern-exchange2003.txt");
  }

  void list(String... lines) throws IOException {
    Files.writeString(folder.resolve("list.txt"), String.join("\r\n", lines) + "\r\n");
  }

  /** From now on a call fails, or none. */
  void failing(String word) throws IOException {
    for (String one : FAULTS) {
      Files.deleteIfExists(folder.resolve("fail-" + one));
    }
    if (!word.isEmpty()) {
      Files.writeString(folder.resolve("fail-" + word), "");
    }
  }

  /** Runs a script to its last line. */
  CommandRunner.Result run(String script, String... switches) throws IOException {
    if (!script.contains(OBJECT)) {
      throw new IOException("the script does not make the object");
    }
    Path file = folder.resolve("run.vbs");
    String stub = STUB.replace("\n", "\r\n").replace("@@FOLDER@@", windows(folder));
    Files.writeString(
        file, script.replace(OBJECT, "New PosternStub") + stub, StandardCharsets.US_ASCII);
    List<String> command = new ArrayList<>(List.of("wine", "cscript", "//nologo", windows(file)));
    command.addAll(List.of(switches));
    CommandRunner.Result result = finished(command);
    if (!result.output().stripTrailing().endsWith("end")) {
      throw new IOException(
          "the script did not come to its end, and src/build/install-test-tools installs wine: "
              + result);
    }
    return result;
  }

  /** By a file: processes of Wine that outlive the script may hold a pipe open. */
  private CommandRunner.Result finished(List<String> command) throws IOException {
    Path output = folder.resolve("output");
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile());
    builder.environment().putAll(environment(prefix));
    Process process = builder.start();
    process.getOutputStream().close();
    try {
      if (!process.waitFor(2, TimeUnit.MINUTES)) {
        process.destroyForcibly();
        throw new IOException("%s does not end".formatted(command));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
    return new CommandRunner.Result(
        process.exitValue(), Files.readString(output, StandardCharsets.ISO_8859_1), "");
  }

  private static Map<String, String> environment(Path prefix) {
    return Map.of(
        "WINEPREFIX",
        prefix.toAbsolutePath().toString(),
        "HOME",
        prefix.toAbsolutePath().toString(),
        "WINEDEBUG",
        "-all",
        "DISPLAY",
        "");
  }

  private static String windows(Path path) {
    return "Z:" + path.toAbsolutePath().toString().replace('/', '\\');
  }
}
