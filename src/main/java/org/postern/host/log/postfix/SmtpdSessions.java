package org.postern.host.log.postfix;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.postern.address.Address;
import org.postern.address.AddressTable;
import org.postern.address.Family;
import org.postern.host.log.line.Entry;
import org.postern.host.log.line.Program;
import org.postern.host.log.line.Recent;
import org.postern.host.log.line.RecentTable;
import org.postern.host.log.line.Services;
import org.postern.host.log.line.Sightings;

/**
 * The connections of the processes of smtpd(8), each of which has one client at a time. A process
 * is identified by its host, its service and its process id; where a line has no process id, the
 * client's address stands for it.
 */
final class SmtpdSessions {
  /**
   * The most characters of a process id that are packed into a number; a longer id gets a running
   * number.
   */
  private static final int PACKED = 15;

  /** The number of ways to identify a process, which are the constants below. */
  private static final int KINDS = 4;

  private static final int AS_WRITTEN = 0;
  private static final int COUNTED = 1;
  private static final int OF_IP = 2;
  private static final int OF_IP6 = 3;

  private final Sightings sightings;
  private final PostscreenSessions screened;
  private final RecentTable processes = new RecentTable(Recent.MOST);
  private final List<Session> sessions = new ArrayList<>();
  private final Recent<String, Boolean> ids = new Recent<>();
  private final Recent<Name, Service> services = new Recent<>();
  private final Recent<String, Integer> longProcesses = new Recent<>();
  private int numbers;

  SmtpdSessions(Sightings sightings, PostscreenSessions screened) {
    this.sightings = sightings;
    this.screened = screened;
  }

  /** A program on a host. */
  private record Name(String host, String program) {}

  /**
   * A program on a host, with what is the same for all of its connections.
   *
   * @param number a unique number
   */
  record Service(int number, String host, Program program, Optional<Integer> port) {}

  /** The parts of a log line about a client, computed only when they are asked for. */
  interface Said {
    SmtpdLine.Kind kind();

    Address peer();

    /** Returns the client's name that resolves to its address; empty where there is none. */
    String name();

    /** Returns how many messages were accepted; negative where the line does not say. */
    int messages();

    /** Returns the queue id of a message that is received. */
    String id();

    Optional<Instant> time();
  }

  /** A line that was read as text. */
  private record Written(Entry entry, SmtpdLine line, Address peer) implements Said {
    @Override
    public SmtpdLine.Kind kind() {
      return line.kind();
    }

    @Override
    public String name() {
      return line.client().confirmed();
    }

    @Override
    public int messages() {
      return line.messages();
    }

    @Override
    public String id() {
      return AsideLine.id(entry.message());
    }

    @Override
    public Optional<Instant> time() {
      return entry.time();
    }
  }

  /** A connection that is under way, or was the last of its process. */
  private static final class Session {
    private Address peer;
    private Optional<Integer> port;
    private boolean over;
    private boolean expected;
    private int messages;

    Session(Address peer, Optional<Integer> port) {
      this.peer = peer;
      this.port = port;
    }
  }

  /** Returns the service of a program on a host. */
  Service service(String host, Program program) {
    return services.computeIfAbsent(
        new Name(host, program.name()),
        _ -> new Service(number(), host, program, Optional.of(program.port())));
  }

  private int number() {
    numbers++;
    return numbers;
  }

  /** Tells whether a recent line was about a message with that queue id. */
  boolean hasMessage(String id) {
    return ids.containsKey(id);
  }

  /**
   * Takes a line of a process whose id is a number.
   *
   * @param high the upper characters of the id, eight bits each
   * @param low the lower eight characters
   */
  void take(Service service, long high, long low, Said said) {
    take(service, KINDS * service.number() + AS_WRITTEN, high, low, said);
  }

  /** Takes a line that was read as text. */
  void take(Entry entry, SmtpdLine line, Address peer) {
    Service service = service(entry.host(), entry.program());
    Said said = new Written(entry, line, peer);
    String process = entry.process();
    int tag = KINDS * service.number();
    if (process.isEmpty()) {
      take(
          service,
          tag + (peer.family() == Family.IP ? OF_IP : OF_IP6),
          peer.high(),
          peer.low(),
          said);
    } else if (isPacked(process)) {
      long high = 0;
      long low = 0;
      for (int i = 0; i < process.length(); i++) {
        high = high << 8 | low >>> 56;
        low = low << 8 | process.charAt(i);
      }
      take(service, tag + AS_WRITTEN, high, low, said);
    } else {
      int counted = longProcesses.computeIfAbsent(process, _ -> number());
      take(service, tag + COUNTED, 0, counted, said);
    }
  }

  private static boolean isPacked(String process) {
    return process.length() <= PACKED && process.chars().allMatch(c -> c > 0 && c < 128);
  }

  private void take(Service service, int tag, long high, long low, Said said) {
    Address peer = said.peer();
    SmtpdLine.Kind kind = said.kind();
    Session session = known(tag, high, low);
    boolean begins = kind == SmtpdLine.Kind.CONNECT || kind == SmtpdLine.Kind.LOOKUP;
    boolean same =
        session != null
            && !session.over
            && session.peer.equals(peer)
            && (!begins || session.expected);
    if (session == null) {
      session = added(tag, high, low, new Session(peer, service.port()));
    }
    if (!same) {
      finish(session);
      session.peer = peer;
      session.over = false;
      if (service.program().port() != Services.SMTP
          || !screened.take(service.host(), service.program(), peer)) {
        sightings.connection(peer, service.port(), said.time());
      }
    }
    session.expected = kind == SmtpdLine.Kind.LOOKUP;
    if (!same || kind == SmtpdLine.Kind.CONNECT) {
      sightings.credit(peer, service.port(), said.name(), 0);
    }
    if (kind == SmtpdLine.Kind.MESSAGE) {
      session.messages++;
      ids.put(said.id(), true);
    } else if (kind == SmtpdLine.Kind.DISCONNECT) {
      int messages = said.messages();
      session.messages = messages < 0 ? session.messages : messages;
      finish(session);
    }
  }

  private @Nullable Session known(int tag, long high, long low) {
    int number = processes.use(tag, high, low);
    return number == AddressTable.NONE ? null : sessions.get(number);
  }

  /** Adds a session, which may replace that of the process that was silent longest. */
  private Session added(int tag, long high, long low, Session session) {
    int number = processes.add(tag, high, low);
    if (number == sessions.size()) {
      sessions.add(session);
    } else {
      sessions.set(number, session);
    }
    return session;
  }

  private void finish(Session session) {
    sightings.credit(session.peer, session.port, "", session.messages);
    session.messages = 0;
    session.over = true;
  }

  /** Ends all sessions: connections whose end is not in the log have accepted messages too. */
  void end() {
    processes.forEach(number -> finish(sessions.get(number)));
  }
}
