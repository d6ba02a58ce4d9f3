package org.postern.target.mail.exim;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.postern.address.Address;
import org.postern.address.AddressSet;
import org.postern.plan.AccessRule;
import org.postern.plan.Judgement;
import org.postern.plan.Peers;
import org.postern.plan.Recipients;
import org.postern.plan.Ruleset;
import org.postern.plan.Scope;
import org.postern.target.mail.AnswerTally;
import org.postern.target.mail.Consumer;
import org.postern.target.mail.Edges;

/**
 * Asks Exim by {@code -be}, which searches the lists as its ACLs do, and by {@code -bh}, which
 * holds a session and delivers nothing. Nothing has to be taken: lists are read for each recipient.
 */
final class EximConsumer implements Consumer {
  /**
   * The most lines that are read for all questions: each question reads a list from its beginning,
   * and so many lines take some seconds.
   */
  private static final long LINES = 3_000_000;

  private static final int DOMAINS = 4_000;
  private static final int CHUNK = 2_000;

  /** A local part that most servers know. */
  private static final String RECIPIENT = "root";

  /** The place of the reply to RCPT: behind the greeting and the replies to EHLO and MAIL. */
  private static final int RECIPIENTS_REPLY = 3;

  private static final String ACCEPTED = "accepted";
  private static final String REFUSED = "refused";
  private static final String OBSERVED = "observed";

  private static final List<Address> STRANGERS =
      Edges.of(new Peers.Only(AddressSet.none()), 1).outside();

  private static final List<String> LOOPBACK = List.of("127.0.0.1", "::1", "::ffff:127.0.0.1");

  private final EximProgram program;
  private final EximOptions options;
  private final EximConfiguration configuration;

  EximConsumer(EximProgram program, EximOptions options, EximConfiguration configuration) {
    this.program = program;
    this.options = options;
    this.configuration = configuration;
  }

  @Override
  public void take() {
    // Exim reads its lists for each recipient.
  }

  @Override
  public Answer ask(Ruleset ruleset) throws IOException {
    Questions questions = new Questions();
    for (AccessRule rule : ruleset.rules()) {
      hosts(rule, questions);
      domains(rule, questions);
      data(rule, questions);
    }
    answer(questions);
    for (AccessRule rule : ruleset.rules()) {
      if (rule.otherwise().isPresent() && configuration.isHooked(rule)) {
        sessions(rule, questions);
      }
    }
    return questions.tally.answer(0);
  }

  /** The questions that are asked, and the answers to them. */
  private static final class Questions {
    private final List<Question> all = new ArrayList<>();
    private final AnswerTally tally = new AnswerTally();

    void add(String what, String expression, String meant) {
      all.add(new Question(what, expression, meant));
    }

    void compare(String what, String meant, String answer) {
      tally.compare("Exim", what, meant, answer);
    }
  }

  private record Question(String what, String expression, String meant) {}

  private void hosts(AccessRule rule, Questions questions) {
    String file = options.path(RuleFile.HOSTS, rule.name());
    Peers peers = rule.peers();
    long lines = 1L + peers.asSet().prefixes().size();
    int most = (int) Math.max(1, LINES / lines / 4);
    Edges edges = Edges.of(peers, most);
    questions.tally.part(edges.complete());
    List<Address> all = new ArrayList<>(edges.inside());
    all.addAll(edges.outside());
    for (Address address : all) {
      questions.add(
          "%s in %s".formatted(address, file),
          "${if match_ip{%s}{%s}{yes}{no}}".formatted(address, file),
          peers.contains(address) ? "yes" : "no");
    }
  }

  private void domains(AccessRule rule, Questions questions) {
    Recipients recipients = rule.mail().recipients();
    List<String> probes = List.copyOf(Recipients.probes(Stream.of(recipients)));
    questions.tally.part(probes.size() <= DOMAINS);
    int step = Math.max(1, (probes.size() + DOMAINS - 1) / DOMAINS);
    for (RuleFile list : RuleFile.LISTS) {
      boolean used = list == RuleFiles.list(rule);
      String file = options.path(list, rule.name());
      for (int i = 0; i < probes.size(); i += step) {
        String domain = probes.get(i);
        questions.add(
            "%s in %s".formatted(domain, file),
            "${if match_domain{%s}{%s}{yes}{no}}".formatted(domain, file),
            used && recipients.contains(domain) ? "yes" : "no");
      }
    }
  }

  private void data(AccessRule rule, Questions questions) {
    Scope.Mail mail = rule.mail();
    for (RuleFile one : List.of(RuleFile.SPARE, RuleFile.REPLY)) {
      String file = options.path(one, rule.name());
      String meant = one == RuleFile.REPLY ? mail.reply() : mail.spareAuthenticated() ? "*" : "";
      questions.add(file, "${readfile{%s}{}}".formatted(file), meant);
    }
  }

  private void answer(Questions questions) throws IOException {
    for (int from = 0; from < questions.all.size(); from += CHUNK) {
      List<Question> some =
          questions.all.subList(from, Math.min(from + CHUNK, questions.all.size()));
      List<String> answers = program.expand(some.stream().map(Question::expression).toList());
      for (int i = 0; i < some.size(); i++) {
        questions.compare(some.get(i).what(), some.get(i).meant(), answers.get(i));
      }
    }
  }

  /** Holds sessions of a few peers, which tell whether the statements do what the lists say. */
  private void sessions(AccessRule rule, Questions questions) throws IOException {
    Recipients recipients = rule.mail().recipients();
    Optional<String> domain =
        Recipients.probes(Stream.of(recipients)).stream().filter(recipients::contains).findFirst();
    if (domain.isEmpty()) {
      return;
    }
    for (String peer : LOOPBACK) {
      session(rule, peer, true, domain.get(), questions);
    }
    List<Address> peers = new ArrayList<>(STRANGERS);
    Edges.of(rule.peers(), 1).inside().stream().limit(2).forEach(peers::add);
    for (Address peer : peers) {
      session(rule, peer.toString(), rule.peers().contains(peer), domain.get(), questions);
    }
  }

  /**
   * Asks in a session of its own. A refusal by other statements before ours tells nothing of ours.
   */
  private void session(
      AccessRule rule, String peer, boolean accepted, String domain, Questions questions)
      throws IOException {
    EximProgram.Session session =
        program.session(
            peer,
            List.of(
                "EHLO postern.invalid",
                "MAIL FROM:<>",
                "RCPT TO:<%s@%s>".formatted(RECIPIENT, domain),
                "QUIT"));
    String mark = "postern: %s ".formatted(rule.name());
    boolean refused = session.logged(mark + "refused");
    boolean observed = session.logged(mark + "observed");
    boolean refuses = rule.refusal() == Judgement.REFUSED && rule.openUntil().isEmpty();
    if (refused || observed || session.took(RECIPIENTS_REPLY)) {
      questions.compare(
          "a session from %s for %s".formatted(peer, domain),
          accepted ? ACCEPTED : refuses ? REFUSED : OBSERVED,
          refused ? REFUSED : observed ? OBSERVED : ACCEPTED);
    }
  }
}
