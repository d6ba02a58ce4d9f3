package org.postern.target.windows;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.postern.target.windows.Values.Nothing;
import org.postern.target.windows.Values.ScriptFault;
import org.postern.target.windows.Values.Thing;

/** The static members of .NET that the scripts name. */
final class Statics {
  private final WindowsHost host;

  Statics(WindowsHost host) {
    this.host = host;
  }

  Object member(String type, String name, List<Object> arguments) {
    List<String> texts = new ArrayList<>();
    arguments.forEach(value -> texts.add(value instanceof Thing ? "" : textOf(value)));
    return switch (type + "::" + name) {
      case "[System.Net.IPAddress]::Parse" -> DotNet.Ip.parse(texts.getFirst());
      case "[System.BitConverter]::ToString" -> ((DotNet.Bytes) arguments.getFirst()).dashed();
      case "[System.Convert]::ToInt32" -> Integer.parseInt(texts.get(0), 16);
      case "[string]::CompareOrdinal" -> texts.get(0).compareTo(texts.get(1));
      case "[System.StringComparer]::Ordinal" -> "Ordinal";
      case "[System.StringComparer]::OrdinalIgnoreCase" -> "OrdinalIgnoreCase";
      case "[System.Console]::Out" -> writer(host.output);
      case "[System.Console]::Error" -> writer(host.errors);
      case "[System.Environment]::NewLine" -> "\r\n";
      case "[System.Globalization.CultureInfo]::InvariantCulture",
          "[System.Security.Principal.WindowsIdentity]::GetCurrent",
          "[System.Security.Principal.WindowsBuiltInRole]::Administrator" ->
          "";
      case "[System.DateTime]::UtcNow" -> new DotNet.Time(host.now);
      case "[System.DateTime]::ParseExact" -> DotNet.Time.parse(texts.get(0), texts.get(1));
      case "[System.Diagnostics.EventLog]::SourceExists" -> host.hasEventSource();
      case "[System.Net.Dns]::GetHostAddresses" -> addresses(texts.getFirst());
      case "[System.IO.Path]::Combine" -> texts.get(0) + "\\" + texts.get(1);
      case "[System.IO.Path]::GetDirectoryName" ->
          texts.getFirst().substring(0, texts.getFirst().lastIndexOf('\\'));
      default -> file(type + "::" + name, texts);
    };
  }

  private static String textOf(Object value) {
    return value instanceof Nothing ? "" : Values.text(value);
  }

  private static Thing writer(List<String> lines) {
    return new Thing() {
      @Override
      public Object call(String name, List<Object> arguments) {
        lines.add(Values.text(arguments.getFirst()));
        return Nothing.VOID;
      }
    };
  }

  private Object[] addresses(String name) {
    List<Object> all = new ArrayList<>();
    for (String family : List.of("v4", "v6")) {
      host.names.ask(name, family).forEach(text -> all.add(DotNet.Ip.parse(text)));
    }
    return all.toArray();
  }

  private Object file(String member, List<String> texts) {
    switch (member) {
      case "[System.IO.File]::Exists" -> {
        return host.files.containsKey(texts.getFirst());
      }
      case "[System.IO.File]::ReadAllLines" -> {
        return Arrays.stream(read(texts.getFirst()).split("\r\n", -1))
            .filter(line -> !line.isEmpty())
            .toArray();
      }
      case "[System.IO.File]::WriteAllText" -> host.files.put(texts.get(0), texts.get(1));
      case "[System.IO.File]::Replace" -> {
        host.files.put(texts.get(2), read(texts.get(1)));
        host.files.put(texts.get(1), read(texts.get(0)));
        host.files.remove(texts.get(0));
      }
      case "[System.IO.File]::Move" -> {
        host.files.put(texts.get(1), read(texts.get(0)));
        host.files.remove(texts.get(0));
      }
      case "[System.IO.File]::Delete" -> host.files.remove(texts.getFirst());
      default -> throw new IllegalStateException("the model has no " + member);
    }
    return Nothing.VOID;
  }

  private String read(String path) {
    return Optional.ofNullable(host.files.get(path))
        .orElseThrow(() -> new ScriptFault("Could not find file " + path));
  }
}
