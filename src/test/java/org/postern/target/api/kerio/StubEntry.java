package org.postern.target.api.kerio;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.postern.host.JsonTree;

/** One entry of a stub, by the members that the server tells. */
record StubEntry(Map<String, Object> members) {
  StubEntry {
    members = new LinkedHashMap<>(members);
  }

  String text(String member) {
    return String.valueOf(members.getOrDefault(member, ""));
  }

  boolean enabled() {
    return Boolean.TRUE.equals(members.get("enabled"));
  }

  EntryValue value() {
    try {
      return EntryValue.of(new JsonTree(members));
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Without the identifiers, which differ from run to run. */
  String told() {
    return "%s|%s|%s|%s"
        .formatted(
            text("groupName"),
            value().text(),
            text("description"),
            enabled() ? "enabled" : "disabled");
  }
}
