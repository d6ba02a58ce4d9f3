package org.postern.target.api.kerio;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.postern.address.AddressSet;
import org.postern.address.Sha256;
import org.postern.diagnostic.Counted;
import org.postern.host.JsonTree;
import org.postern.plan.Observation;
import org.postern.target.TargetException;
import org.postern.target.api.ApiAnswer;

/**
 * The entries of one group, in the order of their identifiers.
 *
 * @param groupId the id by which the server knows the group; empty where there is none
 * @param entries the entries, ours and those of others
 */
record Contents(String groupId, List<GroupEntry> entries) implements Observation.Layout {
  private static final int PAGE = 500;

  /** The most entries that are read: twice what the server itself is documented to tell at once. */
  private static final int MOST = 100_000;

  /** How often it is read anew when it moves meanwhile. */
  private static final int TRIES = 3;

  Contents {
    entries = List.copyOf(entries);
  }

  /** Returns the contents of a group that is not there. */
  static Contents none() {
    return new Contents("", List.of());
  }

  /**
   * Reads a group. All groups are read: what a condition selects differs between versions, and an
   * entry that is not seen would be missing here, and not there.
   *
   * @throws TargetException when the server tells no whole list, or no two parts of the same one
   */
  static Contents read(Session session, String group) throws TargetException {
    try {
      for (int tries = 0; tries < TRIES; tries++) {
        Optional<List<JsonTree>> all = all(session);
        if (all.isPresent()) {
          return of(all.get(), group);
        }
      }
    } catch (TargetException e) {
      throw e;
    } catch (IOException e) {
      throw session.nonsense(e);
    }
    throw new TargetException(
        TargetException.Kind.TEMPORARY, "the groups are changed while they are read");
  }

  private static Contents of(List<JsonTree> all, String group) throws IOException {
    List<GroupEntry> entries = new ArrayList<>();
    Set<String> groups = new TreeSet<>();
    for (JsonTree one : all) {
      if (one.string("groupName").equals(group)) {
        entries.add(GroupEntry.of(one));
        groups.add(one.string("groupId"));
      }
    }
    if (groups.size() > 1 || groups.contains("")) {
      throw new IOException("entries of one group have no one \"groupId\"");
    }
    entries.sort(Comparator.comparing(GroupEntry::id));
    return new Contents(groups.isEmpty() ? "" : groups.iterator().next(), entries);
  }

  /** Reads all entries of all groups; empty when they moved between two pages. */
  private static Optional<List<JsonTree>> all(Session session) throws IOException {
    List<JsonTree> all = new ArrayList<>();
    Set<String> ids = new HashSet<>();
    long total = -1;
    do {
      JsonTree page = session.call("IpAddressGroups.get", Map.of("query", query(all.size())));
      List<JsonTree> found = ApiAnswer.objects(page, "list");
      long now = page.number("totalItems");
      if (now > MOST) {
        throw new IOException("it announces " + Counted.grouped(now, "entry"));
      }
      if (total >= 0 && now != total) {
        return Optional.empty();
      }
      total = now;
      for (JsonTree one : found) {
        if (!ids.add(one.string("id"))) {
          return Optional.empty();
        }
        all.add(one);
      }
      if (found.isEmpty() && all.size() != total) {
        throw new IOException(
            "it announces %s, and gives %d".formatted(Counted.of(total, "entry"), all.size()));
      }
    } while (all.size() < total);
    return all.size() == total ? Optional.of(all) : Optional.empty();
  }

  private static Map<String, Object> query(int start) {
    Map<String, Object> query = new LinkedHashMap<>();
    query.put("fields", List.of());
    query.put("conditions", List.of());
    query.put("combining", "And");
    query.put("start", start);
    query.put("limit", PAGE);
    query.put("orderBy", List.of(Map.of("columnName", "item", "direction", "Asc")));
    return query;
  }

  /** Returns the addresses that the group lets in by those of its entries that count. */
  AddressSet lettingIn(Predicate<GroupEntry> counts) {
    AddressSet.Builder in = AddressSet.builder();
    for (GroupEntry entry : entries) {
      if (counts.test(entry)) {
        entry.letsIn().ifPresent(in::add);
      }
    }
    return in.build();
  }

  /** Returns a fingerprint that differs whenever the group holds something else. */
  String fingerprint() {
    StringBuilder text = new StringBuilder(groupId).append('\n');
    entries.forEach(entry -> text.append(entry).append('\n'));
    return Sha256.hex(text.toString());
  }
}
