package org.postern.source.dns;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.xbill.DNS.CNAMERecord;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.Tokenizer;
import org.xbill.DNS.Type;

/** The truth: records in master file form, {@code NAME TTL TYPE DATA}, all names absolute. */
record Zone(List<Record> records) {
  static Zone of(List<String> lines) {
    return new Zone(lines.stream().map(Zone::record).toList());
  }

  static Record record(String line) {
    String[] words = line.split(" ", 4);
    try {
      return Record.fromString(
          Name.fromString(words[0], Name.root),
          Type.value(words[2]),
          DClass.IN,
          Long.parseLong(words[1]),
          new Tokenizer(words[3]),
          Name.root);
    } catch (IOException e) {
      throw new IllegalArgumentException(line, e);
    }
  }

  /** What a recursive resolver says; REFUSED outside of all zones. */
  Message answer(Message query) {
    Message reply = reply(query);
    Name name = query.getQuestion().getName();
    Set<Name> seen = new HashSet<>();
    while (seen.add(name)) {
      List<Record> found = at(name, query.getQuestion().getType());
      found.forEach(r -> reply.addRecord(r, Section.ANSWER));
      Optional<Record> alias = at(name, Type.CNAME).stream().findFirst();
      if (!found.isEmpty()) {
        return reply;
      }
      if (alias.isEmpty()) {
        deny(reply, name);
        return reply;
      }
      reply.addRecord(alias.get(), Section.ANSWER);
      name = ((CNAMERecord) alias.get()).getTarget();
    }
    return reply;
  }

  /** An empty reply with the id and the question of the query. */
  static Message reply(Message query) {
    Message reply = new Message(query.getHeader().getID());
    reply.getHeader().setFlag(Flags.QR);
    reply.getHeader().setFlag(Flags.RA);
    reply.addRecord(query.getQuestion(), Section.QUESTION);
    return reply;
  }

  private void deny(Message reply, Name name) {
    Optional<Record> soa =
        records.stream()
            .filter(r -> r.getType() == Type.SOA && name.subdomain(r.getName()))
            .findFirst();
    soa.ifPresent(r -> reply.addRecord(r, Section.AUTHORITY));
    if (soa.isEmpty() && !reply.getSection(Section.ANSWER).isEmpty()) {
      return;
    }
    boolean exists = records.stream().anyMatch(r -> r.getName().equals(name));
    reply
        .getHeader()
        .setRcode(soa.isEmpty() ? Rcode.REFUSED : exists ? Rcode.NOERROR : Rcode.NXDOMAIN);
  }

  private List<Record> at(Name name, int type) {
    List<Record> found = new ArrayList<>();
    for (Record each : records) {
      if (each.getType() == type && each.getName().equals(name)) {
        found.add(each);
      }
    }
    return found;
  }
}
