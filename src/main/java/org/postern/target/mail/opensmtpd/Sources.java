package org.postern.target.mail.opensmtpd;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.postern.address.AddressSet;
import org.postern.address.text.AddressText;

/**
 * The clients that values of smtpd.conf(5) stand for, in it or in a table.
 *
 * @param values the values of a list; empty where they cannot be told
 */
record Sources(Optional<List<String>> values) {
  /** A longer table is not looked into. */
  private static final int LARGEST = 16 << 20;

  /** Returns the sources of a condition. */
  static Sources of(MatchRule.Condition condition, SmtpdConf conf) {
    return condition.table()
        ? ofTable(condition.values().getFirst(), conf)
        : new Sources(Optional.of(condition.values()));
  }

  /** Returns the sources of a table. */
  static Sources ofTable(String table, SmtpdConf conf) {
    List<String> values = conf.values(table);
    if (!values.isEmpty()) {
      return new Sources(Optional.of(values));
    }
    return new Sources(Optional.ofNullable(conf.tableFiles().get(table)).flatMap(Sources::lines));
  }

  private static Optional<List<String>> lines(Path file) {
    try {
      if (Files.size(file) > LARGEST) {
        return Optional.empty();
      }
      List<String> lines = new ArrayList<>();
      for (String line : Files.readString(file, StandardCharsets.ISO_8859_1).lines().toList()) {
        if (!line.isBlank() && !line.strip().startsWith("#")) {
          lines.add(line.strip());
        }
      }
      return Optional.of(lines);
    } catch (IOException _) {
      return Optional.empty();
    }
  }

  /** Returns the addresses; empty where one of the values is none. */
  Optional<AddressSet> addresses() {
    if (values.isEmpty()) {
      return Optional.empty();
    }
    AddressSet.Builder addresses = AddressSet.builder();
    for (String value : values.get()) {
      if (AddressText.parse(value) instanceof AddressText.Ok ok) {
        addresses.add(ok.interval());
      } else if (!value.equals("local")) {
        return Optional.empty();
      }
    }
    return Optional.of(addresses.build());
  }

  /** Returns the domains, each for itself; empty where one of the values stands for others too. */
  Optional<List<String>> domains() {
    return values.filter(all -> all.stream().noneMatch(one -> one.contains("*")));
  }
}
