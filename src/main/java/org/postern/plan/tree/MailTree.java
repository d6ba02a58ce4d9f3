package org.postern.plan.tree;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.postern.plan.Recipients;
import org.postern.plan.Scope;

/** A scope of mail as a tree for the state and for programs; writer and reader side by side. */
public final class MailTree {
  private MailTree() {}

  /** Returns the tree; without {@code for} it is for all recipients. */
  public static Map<String, Object> write(Scope.Mail mail) {
    Map<String, Object> tree = new LinkedHashMap<>();
    switch (mail.recipients()) {
      case Recipients.All _ -> {
        // What is absent narrows nothing.
      }
      case Recipients.Domains domains -> tree.put("for", List.of(write(domains)));
      case Recipients.Union union ->
          tree.put("for", union.parts().stream().map(MailTree::write).toList());
    }
    mail.listener().ifPresent(ports -> tree.put("port", PortsTree.list(ports)));
    tree.put("spareAuthenticated", mail.spareAuthenticated());
    if (!mail.reply().isEmpty()) {
      tree.put("reply", mail.reply());
    }
    if (!mail.names().isEmpty()) {
      tree.put("ptr", List.copyOf(mail.names()));
    }
    return tree;
  }

  private static Map<String, Object> write(Recipients.Domains domains) {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("domains", List.copyOf(domains.names()));
    tree.put("subdomains", domains.withSubdomains());
    tree.put("except", List.copyOf(domains.except()));
    return tree;
  }

  /**
   * Reads what {@link #write} wrote.
   *
   * @throws IllegalArgumentException when it makes no sense, naming what
   */
  public static Scope.Mail read(Map<?, ?> tree) {
    Object reply = tree.get("reply");
    return new Scope.Mail(
        recipients(tree.get("for")),
        Optional.ofNullable(tree.get("port")).map(PortsTree::read),
        truth(tree.get("spareAuthenticated")),
        reply instanceof String text ? text : "",
        tree.get("ptr") == null ? new TreeSet<>() : strings(tree.get("ptr")));
  }

  private static Recipients recipients(@Nullable Object tree) {
    if (tree == null) {
      return new Recipients.All();
    }
    List<Recipients.Domains> parts = new ArrayList<>();
    for (Object part : list(tree)) {
      if (!(part instanceof Map<?, ?> map)) {
        throw new IllegalArgumentException("not a set of domains: " + part);
      }
      parts.add(
          new Recipients.Domains(
              strings(map.get("domains")),
              truth(map.get("subdomains")),
              strings(map.get("except"))));
    }
    return parts.size() == 1 ? parts.getFirst() : new Recipients.Union(parts);
  }

  private static SortedSet<String> strings(@Nullable Object tree) {
    SortedSet<String> texts = new TreeSet<>();
    for (Object one : list(tree)) {
      if (!(one instanceof String text)) {
        throw new IllegalArgumentException("not a domain: " + one);
      }
      texts.add(text);
    }
    return texts;
  }

  private static List<?> list(@Nullable Object tree) {
    if (tree instanceof List<?> list) {
      return list;
    }
    throw new IllegalArgumentException("not a list: " + tree);
  }

  private static boolean truth(@Nullable Object tree) {
    if (tree instanceof Boolean truth) {
      return truth;
    }
    throw new IllegalArgumentException("neither true nor false: " + tree);
  }
}
