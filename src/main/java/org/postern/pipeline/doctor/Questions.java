package org.postern.pipeline.doctor;

import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import org.postern.address.text.AddressText;
import org.postern.policy.DnsSource;
import org.postern.policy.Policy;
import org.postern.policy.PtrSource;
import org.postern.policy.SetDefinition;
import org.postern.policy.SourceSpec;
import org.postern.policy.SpfSource;
import org.postern.policy.UrlSource;
import org.postern.source.NameServerExam;
import org.postern.source.NameServerExam.Records;
import org.postern.source.NameServerExam.Result;
import org.postern.source.NameServerExam.Transport;

/** The questions that a policy asks name servers. */
public final class Questions {
  /** The most questions: the rest of many would be answered alike, by the same servers. */
  private static final int MOST = 8;

  private static final String ROOT = ".";

  private Questions() {}

  /** A name and type of record. */
  record One(String name, Records records) {
    Result ask(NameServerExam exam, InetSocketAddress server, Transport transport) {
      return exam.ask(server, name, records, transport);
    }

    String text() {
      return name + " " + records;
    }
  }

  /** Returns the first few questions, sources before domains; the root where there are none. */
  public static List<One> of(HostView host) {
    List<One> all = new ArrayList<>();
    host.examined().policy().ifPresent(policy -> add(policy, all));
    List<One> distinct = all.stream().distinct().limit(MOST).toList();
    return distinct.isEmpty() ? List.of(root()) : distinct;
  }

  /**
   * Returns the question that every resolver can answer, and has validated if it validates at all.
   */
  static One root() {
    return new One(ROOT, Records.SOA);
  }

  private static void add(Policy policy, List<One> all) {
    for (SetDefinition set : policy.sets()) {
      for (SourceSpec one : set.sources()) {
        SourceSpec source = one.base();
        if (source instanceof DnsSource dns) {
          all.add(
              switch (dns.hosts()) {
                case NAMED -> new One(dns.name(), Records.A);
                case EXCHANGERS -> new One(dns.name(), Records.MX);
              });
        } else if (source instanceof SpfSource spf) {
          all.add(new One(spf.name(), Records.TXT));
        } else if (source instanceof PtrSource ptr) {
          all.add(new One(ptr.name(), Records.SOA));
        } else if (source instanceof UrlSource url && isName(url.address().host())) {
          all.add(new One(url.address().host(), Records.A));
        }
      }
    }
    policy.protects().domains().forEach(domain -> all.add(new One(domain, Records.MX)));
  }

  private static boolean isName(String host) {
    return !(AddressText.parse(host.replaceAll("[\\[\\]]", "")) instanceof AddressText.Ok);
  }

  /** Returns {@code 192.0.2.53:53} or {@code [2001:db8::53]:53}. */
  static String label(InetSocketAddress server) {
    String host = server.getAddress().getHostAddress();
    return (host.contains(":") ? "[" + host + "]" : host) + ":" + server.getPort();
  }
}
