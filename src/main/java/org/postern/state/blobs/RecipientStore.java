package org.postern.state.blobs;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.postern.host.JsonTree;
import org.postern.plan.Scope;
import org.postern.plan.tree.MailTree;

/**
 * Writes and reads the scopes of mail rules in the state. The format is that of {@link MailTree},
 * but a long list of domains is stored in chunks of its own, so that one more domain does not
 * rewrite all of them.
 */
final class RecipientStore {
  private static final String FOR = "for";
  private static final String DOMAINS = "domains";
  private static final String STORED = "stored";

  /** The most domains that are stored in the record itself. */
  private static final int FEW = 128;

  private RecipientStore() {}

  static Map<String, Object> write(Scope.Mail mail, NameWriter names) {
    Map<String, Object> tree = new LinkedHashMap<>(MailTree.write(mail));
    if (tree.get(FOR) instanceof List<?> parts) {
      List<Object> stored = new ArrayList<>();
      parts.forEach(part -> stored.add(store((Map<?, ?>) part, names)));
      tree.put(FOR, stored);
    }
    return tree;
  }

  private static Map<String, Object> store(Map<?, ?> part, NameWriter names) {
    Map<String, Object> tree = new LinkedHashMap<>();
    part.forEach(
        (key, value) -> {
          if (key.equals(DOMAINS) && value instanceof List<?> all && all.size() > FEW) {
            tree.put(STORED, names.write(all.stream().map(String::valueOf).toList()));
          } else {
            tree.put(String.valueOf(key), value);
          }
        });
    return tree;
  }

  static Scope.Mail read(JsonTree mail, NameReader names) throws IOException {
    Map<String, Object> tree = new LinkedHashMap<>(mail.members());
    if (tree.containsKey(FOR)) {
      List<Object> parts = new ArrayList<>();
      for (JsonTree part : mail.objects(FOR)) {
        Map<String, Object> whole = new LinkedHashMap<>(part.members());
        if (part.has(STORED)) {
          whole.remove(STORED);
          whole.put(DOMAINS, names.read(part.object(STORED)));
        }
        parts.add(whole);
      }
      tree.put(FOR, parts);
    }
    return MailTree.read(tree);
  }
}
