package org.postern.target.api.kerio;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.postern.address.AddressSet;
import org.postern.diagnostic.Counted;
import org.postern.host.Json;
import org.postern.target.Artifact;

/** A call that changes a group. */
sealed interface KerioStep extends Artifact.Step {
  /**
   * Creates entries; all of them are there before the next step.
   *
   * @param group the name of the group
   * @param entries the descriptions of the entries by their values
   */
  record Create(String group, Map<EntryValue, String> entries) implements KerioStep {
    public Create {
      entries = Map.copyOf(entries);
    }

    @Override
    public String title() {
      return "create " + Counted.of(entries.size(), "entry");
    }

    /** Returns the parameters of the call. */
    Map<String, Object> parameters(String groupId) {
      return Map.of(
          "groups",
          entries.entrySet().stream()
              .map(one -> members(groupId, one.getKey(), one.getValue()))
              .sorted((one, other) -> one.toString().compareTo(other.toString()))
              .toList());
    }

    private Map<String, Object> members(String groupId, EntryValue value, String description) {
      Map<String, Object> members = new LinkedHashMap<>();
      members.put("groupId", groupId);
      members.put("groupName", group);
      members.put("description", description);
      members.put("enabled", true);
      members.putAll(value.members());
      return members;
    }

    @Override
    public String text() {
      return call("IpAddressGroups.create", parameters(""));
    }
  }

  /**
   * Removes entries, provided that the others still let in all peers that they have to.
   *
   * @param ids the ids of the entries
   * @param kept the peers that the others have to let in
   */
  record Remove(Set<String> ids, AddressSet kept) implements KerioStep {
    public Remove {
      ids = Set.copyOf(ids);
    }

    @Override
    public String title() {
      return "remove " + Counted.of(ids.size(), "entry");
    }

    /** Returns the parameters of the call. */
    static Map<String, Object> parameters(Set<String> ids) {
      return Map.of("groupIds", List.copyOf(new TreeSet<>(ids)));
    }

    @Override
    public String text() {
      return call("IpAddressGroups.remove", parameters(ids));
    }
  }

  private static String call(String method, Map<String, Object> parameters) {
    Map<String, Object> call = new LinkedHashMap<>();
    call.put("method", method);
    call.put("params", parameters);
    return Json.writePretty(call) + "\n";
  }

  @Override
  default String ending() {
    return "json";
  }
}
