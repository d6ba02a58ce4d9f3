package org.postern.target.api.smartermail;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.postern.diagnostic.Counted;
import org.postern.host.JsonTree;
import org.postern.target.TargetException;
import org.postern.target.api.ApiAnswer;

/** Reads and changes the blacklist and the whitelist of a server. */
final class Lists {
  /**
   * The path of a list; {@code false} follows for the blacklist, {@code true} for the whitelist.
   */
  private static final String LIST = "/api/v1/settings/sysadmin/ip-access/";

  /** The path to add an entry. */
  static final String SAVE = "/api/v1/settings/sysadmin/ip-access";

  /** The path to delete an entry, by its text alone. */
  static final String DELETE = "/api/v1/settings/sysadmin/ip-access-delete";

  private static final int PAGE = 1000;

  /** The most entries of a list; a longer one is an error, because nothing we know of keeps it. */
  private static final int MOST = 200_000;

  private final Session session;

  Lists(Session session) {
    this.session = session;
  }

  /** Reads all pages of both lists. */
  Held read(String target) throws TargetException {
    return Held.of(target, list(false), list(true));
  }

  /** Makes a change. */
  void carryOut(Call call) throws TargetException {
    session.call(call.title(), call.path(), call.body());
  }

  private List<Entry> list(boolean white) throws TargetException {
    String what = "tell its " + (white ? "whitelist" : "blacklist");
    List<Entry> entries = new ArrayList<>();
    Set<String> seen = new TreeSet<>();
    while (true) {
      JsonTree page = session.call(what, LIST + white, query(entries.size()));
      long total;
      try {
        total = page.number("totalCount");
        List<JsonTree> found = ApiAnswer.objects(page, "ipAccessList");
        if (total < 0 || total > MOST || found.size() > PAGE) {
          throw new IOException(
              "a page of %s, of %d in all".formatted(Counted.of(found.size(), "entry"), total));
        }
        for (JsonTree one : found) {
          Entry entry = entry(one);
          if (!seen.add(entry.text())) {
            throw moved(what);
          }
          entries.add(entry);
        }
        if (entries.size() == total) {
          return entries;
        }
        if (found.isEmpty() || entries.size() > total) {
          throw moved(what);
        }
      } catch (TargetException e) {
        throw e;
      } catch (IOException e) {
        throw session.nonsense(e);
      }
    }
  }

  private static Map<String, Object> query(int skip) {
    return Map.of(
        "showHoneypot",
        false,
        "searchParams",
        Map.of(
            "skip", skip, "take", PAGE, "search", "", "sortField", "ip", "sortDescending", false));
  }

  /** A list that does not say of an entry whether it is for SMTP lists it for all services. */
  private static Entry entry(JsonTree tree) throws IOException {
    String description = tree.has("description") ? tree.string("description") : "";
    return new Entry(tree.string("ip"), description, !tree.has("smtp") || tree.truth("smtp"));
  }

  private TargetException moved(String what) {
    return new TargetException(
        TargetException.Kind.TEMPORARY,
        "%s does not %s whole: it changed while it was read".formatted(session.name(), what));
  }
}
