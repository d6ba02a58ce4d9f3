package org.postern.target.nftables.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.postern.address.Address;
import org.postern.address.AddressSet;
import org.postern.address.Family;
import org.postern.address.Prefix;
import org.postern.host.Progress;
import org.postern.plan.AccessRule;
import org.postern.plan.Observation;
import org.postern.plan.Peers;
import org.postern.plan.Plan;
import org.postern.plan.Ruleset;
import org.postern.plan.Scope;
import org.postern.policy.Hook;
import org.postern.policy.LogRate;
import org.postern.policy.Ports;
import org.postern.policy.Refusal;
import org.postern.policy.Rule;
import org.postern.target.Artifact;
import org.postern.target.nftables.Edits;
import org.postern.target.nftables.ExampleRuleset;
import org.postern.target.nftables.FakeKernel;
import org.postern.target.nftables.FakeKernel.Reply;
import org.postern.target.nftables.Fuzz;
import org.postern.target.nftables.NftablesTarget;
import org.postern.target.nftables.foreign.Neighbours;
import org.postern.target.nftables.layout.BatchStep;
import org.postern.target.nftables.layout.Stamp;
import org.postern.target.nftables.layout.TableContents;
import org.postern.target.nftables.netlink.Bytes;
import org.postern.target.nftables.netlink.Netlink;
import org.postern.target.nftables.netlink.NfTables;
import org.postern.target.nftables.netlink.NftablesException;
import org.postern.target.nftables.netlink.Patience;
import org.postern.target.nftables.netlink.TableFamily;
import org.postern.target.nftables.observe.Interpreter;

/** Whatever the kernel says of our table, reading it ends in a meaning or in an error in words. */
@Timeout(300)
class TableFuzzTest {
  private static final Patience SHORT =
      new Patience(Duration.ofSeconds(1), Duration.ofSeconds(2), Duration.ZERO);

  private static final AddressSet PEERS =
      AddressSet.builder()
          .add(Prefix.containing(new Address(Family.IP, 0, 0xc0000200L), 24))
          .add(Prefix.containing(new Address(Family.IP, 0, 0xc6336401L), 32))
          .add(Prefix.containing(new Address(Family.IP6, 0x20010db800000000L, 0), 48))
          .build();

  private static final Ruleset RULESET =
      new Ruleset(
          List.of(
              rule("mail-in", EnumSet.of(Hook.INPUT, Hook.FORWARD), Set.of("eth0"), Refusal.DROP),
              rule("out", EnumSet.of(Hook.OUTPUT), Set.of(), Refusal.OBSERVE)));

  private static AccessRule rule(
      String name, Set<Hook> hooks, Set<String> interfaces, Refusal otherwise) {
    Address server = new Address(Family.IP, 0, 0xcb007105L);
    return new AccessRule(
        name,
        new Scope.Packets(
            hooks,
            new TreeSet<>(interfaces),
            interfaces.isEmpty() ? Optional.empty() : Optional.of(AddressSet.of(server)),
            Ports.of(25),
            Rule.Running.KEEP),
        new Peers.Only(PEERS),
        Optional.of(otherwise),
        Optional.of(new LogRate(5, LogRate.Unit.MINUTE)),
        otherwise.refuses()
            ? Optional.of(Instant.ofEpochSecond(2_000_000_000L))
            : Optional.empty());
  }

  /** Our table as we would make it, and a chain of another program. */
  private static List<Request> objects() {
    List<Request> objects = new ArrayList<>(ExampleRuleset.requests());
    objects.removeIf(request -> !(request instanceof Chains.NewChain));
    objects.replaceAll(
        chain -> {
          Chains.NewChain old = (Chains.NewChain) chain;
          return new Chains.NewChain(TableFamily.IP, "other", old.name(), old.base());
        });
    Plan plan = Plan.between(Observation.nothing(), RULESET);
    for (Artifact.Step step : new NftablesTarget().compile(plan).steps()) {
      objects.addAll(((BatchStep) step).requests());
    }
    return objects;
  }

  private static Interpreter.Reading read(FakeKernel kernel) throws NftablesException {
    try (NftablesConnection connection =
        new NftablesConnection(new NetlinkExchange(kernel, SHORT))) {
      RulesetReader reader = connection.reader();
      return reader.atOneGeneration(
          () -> {
            TableContents contents = TableContents.read(reader);
            Stamp.of("here", reader.generation(), contents);
            Neighbours.read(reader, false);
            return Interpreter.read(contents, contents.elements(reader, Progress.SILENT));
          });
    }
  }

  @Test
  void undamagedItIsWhatItIs() throws NftablesException {
    Interpreter.Reading reading = read(new FakeKernel(objects()));

    assertEquals(List.of(), reading.anomalies());
    assertEquals(RULESET, reading.ruleset());
  }

  /** Our table was edited by hand: there is no rule of ours for that port. */
  @Test
  void aRuleForPortZeroIsADamagedRule() throws NftablesException {
    List<Request> objects = objects();
    objects.replaceAll(
        request -> request instanceof Rules.NewRule rule ? withPortZero(rule) : request);

    assertEquals(Ruleset.empty(), read(new FakeKernel(objects)).ruleset());
  }

  private static Request withPortZero(Rules.NewRule rule) {
    Expression port = Matches.Cmp.equal(NfTables.NFT_REG_1, Bytes.be16(25));
    Expression zero = Matches.Cmp.equal(NfTables.NFT_REG_1, Bytes.be16(0));
    List<Expression> expressions =
        rule.expressions().stream().map(one -> one.equals(port) ? zero : one).toList();
    return new Rules.NewRule(
        rule.family(), rule.table(), rule.chain(), expressions, rule.comment());
  }

  @Test
  void editedItIsRead() {
    List<Request> objects = objects();
    Fuzz.play(
        500,
        random -> {
          List<Request> edited = new ArrayList<>(objects);
          for (int edit = random.nextInt(4); edit >= 0; edit--) {
            Edits.apply(edited, random);
          }
          read(new FakeKernel(edited));
        });
  }

  @Test
  void damagedItIsReadOrRefused() {
    List<Request> objects = objects();
    Fuzz.play(
        500,
        random -> {
          FakeKernel kernel = new FakeKernel(objects);
          int rarity = 1 + random.nextInt(100);
          kernel.answering(
              replies -> replies.stream().map(reply -> damaged(reply, rarity, random)).toList());
          try {
            read(kernel);
          } catch (NftablesException e) {
            assertEquals(false, e.getMessage().isBlank());
          }
        });
  }

  /** Mostly where the objects are described: a broken header only ends the reading. */
  private static Reply damaged(Reply reply, int rarity, Random random) {
    if (random.nextInt(rarity) != 0 || !(reply instanceof Reply.Datagram datagram)) {
      return reply;
    }
    byte[] bytes = datagram.bytes();
    byte[] damaged = Fuzz.damaged(bytes, random);
    if (damaged.length == bytes.length && random.nextInt(10) != 0) {
      System.arraycopy(bytes, 0, damaged, 0, Netlink.MESSAGE_HEADER);
    }
    return Reply.Datagram.of(damaged);
  }
}
