package org.postern.target.windows;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.postern.target.windows.Values.Hash;
import org.postern.target.windows.Values.Nothing;
import org.postern.target.windows.Values.Thing;

/** The static members of .NET that the scripts name. */
final class Statics {
  private final WindowsHost host;

  Statics(WindowsHost host) {
    this.host = host;
  }

  Object member(String type, String name, List<Object> arguments) {
    List<String> texts = new ArrayList<>();
    arguments.forEach(value -> texts.add(textOf(value)));
    return switch (type + "::" + name) {
      case "[System.Net.IPAddress]::Parse" -> DotNet.Ip.parse(texts.getFirst());
      case "[System.BitConverter]::ToString" -> ((DotNet.Bytes) arguments.getFirst()).dashed();
      case "[System.Convert]::ToInt32" -> Integer.parseInt(texts.get(0), 16);
      case "[string]::CompareOrdinal" -> texts.get(0).compareTo(texts.get(1));
      case "[System.StringComparer]::Ordinal" -> "Ordinal";
      case "[System.StringComparer]::OrdinalIgnoreCase" -> "OrdinalIgnoreCase";
      case "[System.Console]::Out" -> host.out;
      case "[System.Console]::Error" -> host.error;
      case "[System.Console]::SetOut" -> {
        host.out = (WindowsHost.Writer) arguments.getFirst();
        yield Nothing.VOID;
      }
      case "[System.Console]::SetError" -> {
        host.error = (WindowsHost.Writer) arguments.getFirst();
        yield Nothing.VOID;
      }
      case "[System.Environment]::MachineName" -> host.machine;
      case "[System.IO.Path]::GetTempPath" -> "C:\\Temp\\";
      case "[System.Net.NetworkInformation.NetworkInterface]::GetAllNetworkInterfaces" ->
          Trial.INTERFACES.stream().<Object>map(Statics::networkInterface).toArray();
      case "[System.Environment]::NewLine" -> "\r\n";
      case "[System.Globalization.CultureInfo]::InvariantCulture",
          "[System.Security.Principal.WindowsIdentity]::GetCurrent",
          "[System.Security.Principal.WindowsBuiltInRole]::Administrator" ->
          "";
      case "[System.DateTime]::UtcNow", "[System.DateTime]::Now" -> new DotNet.Time(host.now);
      case "[System.DateTime]::ParseExact" -> DotNet.Time.parse(texts.get(0), texts.get(1));
      case "[System.Diagnostics.EventLog]::SourceExists" -> host.hasEventSource();
      case "[System.Diagnostics.EventLog]::CreateEventSource" -> {
        host.createEventSource();
        yield Nothing.VOID;
      }
      case "[System.Diagnostics.EventLog]::WriteEntry" -> {
        host.writeEvent(texts.get(1), texts.get(2));
        yield Nothing.VOID;
      }
      case "[System.Net.Dns]::GetHostAddresses" ->
          host.addresses(texts.getFirst()).stream().<Object>map(DotNet.Ip::parse).toArray();
      case "[System.IO.Path]::Combine" -> combined(texts.get(0), texts.get(1));
      case "[System.IO.Path]::GetPathRoot" -> texts.getFirst().substring(0, 3);
      case "[System.IO.Path]::GetDirectoryName" -> Disk.above(texts.getFirst());
      case "[System.Text.RegularExpressions.Regex]::Unescape" -> unescaped(texts.getFirst());
      case "[System.Environment]::ExpandEnvironmentVariables" ->
          texts.getFirst().replaceAll("(?i)%SystemRoot%", "C:\\\\Windows");
      case "[System.Management.Automation.WildcardPattern]::Escape" ->
          texts.getFirst().replaceAll("[*?\\[\\]`]", "`$0");
      case "[System.Security.Cryptography.SHA1]::Create" -> new Sha1();
      case "[System.Text.Encoding]::UTF8" -> new Utf8();
      case "[System.IO.FileMode]::Create",
          "[System.IO.FileAccess]::Write",
          "[System.IO.FileShare]::None",
          "[System.IO.FileOptions]::WriteThrough" ->
          name;
      default -> file(type + "::" + name, texts);
    };
  }

  private static String textOf(Object value) {
    return value instanceof Nothing || value instanceof Thing ? "" : Values.text(value);
  }

  private static Hash networkInterface(String name) {
    Hash found = new Hash();
    found.put("Name", name);
    found.put("NetworkInterfaceType", "Ethernet");
    return found;
  }

  private static String combined(String folder, String name) {
    return folder.endsWith("\\") ? folder + name : folder + "\\" + name;
  }

  private static String unescaped(String text) {
    return Pattern.compile("\\\\u([0-9a-f]{4})")
        .matcher(text)
        .replaceAll(
            found ->
                Matcher.quoteReplacement(
                    String.valueOf((char) Integer.parseInt(found.group(1), 16))));
  }

  /** An encoding. */
  private static final class Utf8 implements Thing {
    @Override
    public Object call(String name, List<Object> arguments) {
      String text = Values.text(arguments.getFirst());
      return new DotNet.Bytes(text.getBytes(StandardCharsets.UTF_8));
    }
  }

  /** A hash. */
  private static final class Sha1 implements Thing {
    @Override
    public Object call(String name, List<Object> arguments) {
      try {
        byte[] bytes = ((DotNet.Bytes) arguments.getFirst()).bytes();
        return new DotNet.Bytes(MessageDigest.getInstance("SHA-1").digest(bytes));
      } catch (NoSuchAlgorithmException e) {
        throw new IllegalStateException("every Java has SHA-1", e);
      }
    }
  }

  private Object file(String member, List<String> texts) {
    Disk disk = host.disk;
    switch (member) {
      case "[System.IO.File]::Exists" -> {
        return disk.files.containsKey(texts.getFirst());
      }
      case "[System.IO.File]::GetAttributes" -> {
        return disk.links.contains(texts.getFirst()) ? 1040 : 16;
      }
      case "[System.IO.File]::ReadAllText" -> {
        return disk.read(texts.getFirst());
      }
      case "[System.IO.File]::WriteAllText" -> disk.files.put(texts.get(0), texts.get(1));
      case "[System.IO.File]::ReadAllLines" -> {
        return Arrays.stream(disk.read(texts.getFirst()).split("\r\n", -1))
            .filter(line -> !line.isEmpty())
            .toArray();
      }
      case "[System.IO.File]::Replace" -> {
        disk.files.put(texts.get(2), disk.read(texts.get(1)));
        disk.files.put(texts.get(1), disk.read(texts.get(0)));
        disk.files.remove(texts.get(0));
      }
      case "[System.IO.File]::Move" -> {
        disk.files.put(texts.get(1), disk.read(texts.get(0)));
        disk.files.remove(texts.get(0));
      }
      case "[System.IO.File]::Delete" -> disk.files.remove(texts.getFirst());
      default -> throw new IllegalStateException("the model has no " + member);
    }
    return Nothing.VOID;
  }
}
