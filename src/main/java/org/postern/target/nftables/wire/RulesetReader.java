package org.postern.target.nftables.wire;

import static org.postern.target.nftables.netlink.NfTables.NFTA_GEN_ID;
import static org.postern.target.nftables.netlink.NfTables.NFTA_LIST_ELEM;
import static org.postern.target.nftables.netlink.NfTables.NFTA_OBJ_TABLE;
import static org.postern.target.nftables.netlink.NfTables.NFTA_OBJ_TYPE;
import static org.postern.target.nftables.netlink.NfTables.NFTA_RULE_CHAIN;
import static org.postern.target.nftables.netlink.NfTables.NFTA_RULE_TABLE;
import static org.postern.target.nftables.netlink.NfTables.NFTA_SET_ELEM_FLAGS;
import static org.postern.target.nftables.netlink.NfTables.NFTA_SET_ELEM_LIST_ELEMENTS;
import static org.postern.target.nftables.netlink.NfTables.NFTA_SET_ELEM_LIST_SET;
import static org.postern.target.nftables.netlink.NfTables.NFTA_SET_ELEM_LIST_TABLE;
import static org.postern.target.nftables.netlink.NfTables.NFTA_SET_NAME;
import static org.postern.target.nftables.netlink.NfTables.NFTA_SET_TABLE;
import static org.postern.target.nftables.netlink.NfTables.NFTA_TABLE_NAME;
import static org.postern.target.nftables.netlink.NfTables.NFT_MSG_GETCHAIN;
import static org.postern.target.nftables.netlink.NfTables.NFT_MSG_GETGEN;
import static org.postern.target.nftables.netlink.NfTables.NFT_MSG_GETOBJ;
import static org.postern.target.nftables.netlink.NfTables.NFT_MSG_GETRULE;
import static org.postern.target.nftables.netlink.NfTables.NFT_MSG_GETSET;
import static org.postern.target.nftables.netlink.NfTables.NFT_MSG_GETSETELEM;
import static org.postern.target.nftables.netlink.NfTables.NFT_MSG_GETTABLE;
import static org.postern.target.nftables.netlink.NfTables.NFT_OBJECT_COUNTER;
import static org.postern.target.nftables.netlink.NfTables.NFT_SET_ELEM_CATCHALL;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import org.postern.host.ffm.Errno;
import org.postern.target.nftables.netlink.AttributeWriter;
import org.postern.target.nftables.netlink.Message;
import org.postern.target.nftables.netlink.NftablesException;
import org.postern.target.nftables.netlink.TableFamily;
import org.postern.target.nftables.wire.Chains.ChainInfo;
import org.postern.target.nftables.wire.Counters.CounterInfo;
import org.postern.target.nftables.wire.NetlinkExchange.Decoder;
import org.postern.target.nftables.wire.NetlinkExchange.Question;
import org.postern.target.nftables.wire.Rules.RuleInfo;
import org.postern.target.nftables.wire.Sets.SetInfo;
import org.postern.target.nftables.wire.Tables.TableInfo;

/**
 * Reads the tables that the kernel holds, of any program. Each list is of one generation of the
 * ruleset; to read several lists of one generation, use {@link #atOneGeneration}.
 *
 * <p>Elements of sets are read only by the methods for elements, never together with a set or a
 * rule: to list a large interval set of another program takes the kernel half a minute.
 */
public final class RulesetReader {
  /** The errors for a set without a catch-all element; before Linux 5.13 there was no such kind. */
  private static final Set<Errno> NO_CATCH_ALL =
      Set.of(Errno.ENOENT, Errno.EINVAL, Errno.EOPNOTSUPP);

  private final NetlinkExchange exchange;
  private Optional<Attempts> attempts = Optional.empty();

  RulesetReader(NetlinkExchange exchange) {
    this.exchange = exchange;
  }

  /** A query that can be run several times. */
  public interface Query<T> {
    T run() throws NftablesException;
  }

  /** Returns the generation of the ruleset, which each change by any program increments. */
  public long generation() throws NftablesException {
    Question question = question(NFT_MSG_GETGEN, "read the generation");
    return exchange.get(
        question, answer -> Integer.toUnsignedLong(answer.attributes().be32(NFTA_GEN_ID)));
  }

  /** Returns the tables of all families. */
  public List<TableInfo> tables() throws NftablesException {
    return list(question(NFT_MSG_GETTABLE, "list tables"), TableInfo::decode);
  }

  /** Reads one table without listing all; empty if it is not there. */
  public Optional<TableInfo> table(TableFamily family, String table) throws NftablesException {
    Consumer<AttributeWriter> name = out -> out.string(NFTA_TABLE_NAME, table);
    String what = "read table " + family.word() + " " + table;
    Question question = new Question(NFT_MSG_GETTABLE, family.number(), name, what);
    try {
      return Optional.of(exchange.get(question, TableInfo::decode));
    } catch (NftablesException e) {
      if (e.is(Errno.ENOENT)) {
        return Optional.empty();
      }
      throw e;
    }
  }

  /** Returns the chains of all tables. */
  public List<ChainInfo> chains() throws NftablesException {
    return list(question(NFT_MSG_GETCHAIN, "list chains"), ChainInfo::decode);
  }

  /**
   * Returns the rules of a table in their order, chain by chain; none if there is no such table.
   */
  public List<RuleInfo> rules(TableFamily family, String table) throws NftablesException {
    return rules(family, table, out -> out.string(NFTA_RULE_TABLE, table));
  }

  /** Returns the rules of a chain in their order. */
  public List<RuleInfo> rules(TableFamily family, String table, String chain)
      throws NftablesException {
    Consumer<AttributeWriter> filter =
        out -> {
          out.string(NFTA_RULE_TABLE, table);
          out.string(NFTA_RULE_CHAIN, chain);
        };
    return rules(family, table, filter).stream()
        .filter(rule -> rule.chain().equals(chain))
        .toList();
  }

  private List<RuleInfo> rules(TableFamily family, String table, Consumer<AttributeWriter> filter)
      throws NftablesException {
    String what = "list rules of " + family.word() + " " + table;
    return list(new Question(NFT_MSG_GETRULE, family.number(), filter, what), RuleInfo::decode)
        .stream()
        .filter(rule -> rule.family() == family && rule.table().equals(table))
        .toList();
  }

  /**
   * Returns the sets and maps of a table without their elements; none if there is no such table.
   */
  public List<SetInfo> sets(TableFamily family, String table) throws NftablesException {
    String what = "list sets of " + family.word();
    return list(new Question(NFT_MSG_GETSET, family.number(), out -> {}, what), SetInfo::decode)
        .stream()
        .filter(set -> set.family() == family && set.table().equals(table))
        .toList();
  }

  /** Reads a set; ENOENT if it or its table is not there. */
  public SetInfo set(TableFamily family, String table, String set) throws NftablesException {
    Consumer<AttributeWriter> name =
        out -> {
          out.string(NFTA_SET_TABLE, table);
          out.string(NFTA_SET_NAME, set);
        };
    String what = "read set " + family.word() + " " + table + " " + set;
    Question question = new Question(NFT_MSG_GETSET, family.number(), name, what);
    return exchange.get(question, SetInfo::decode);
  }

  /** Returns the counters of a table. */
  public List<CounterInfo> counters(TableFamily family, String table) throws NftablesException {
    Consumer<AttributeWriter> filter =
        out -> {
          out.string(NFTA_OBJ_TABLE, table);
          out.be32(NFTA_OBJ_TYPE, NFT_OBJECT_COUNTER);
        };
    String what = "list counters of " + family.word() + " " + table;
    return list(new Question(NFT_MSG_GETOBJ, family.number(), filter, what), CounterInfo::decode)
        .stream()
        .filter(counter -> counter.family() == family && counter.table().equals(table))
        .toList();
  }

  /**
   * Reads all keys of a plain set of addresses, in no order, in the form that {@link ElementKeys}
   * takes; ENOENT if the set is not there.
   *
   * @param count receives the number of keys read so far
   */
  public long[] addresses(
      TableFamily family, String table, String set, KeyType type, LongConsumer count)
      throws NftablesException {
    AddressCollector keys = new AddressCollector(type, count);
    return atOneGeneration(
        () -> {
          Optional<Integer> expected = set(family, table, set).count();
          elements(family, table, set, keys);
          if (keys.repeated() || expected.orElse(keys.size()) != keys.size()) {
            throw new NftablesException(Errno.ERESTART, "set " + set + " is being resized");
          }
          return keys.words();
        });
  }

  /**
   * Passes all elements of a set to the sink; ENOENT if the set is not there. Elements that rules
   * add or remove meanwhile may be missing or come twice, and so may elements of any set shortly
   * after it was filled, while the kernel resizes it; {@link #addresses} detects that.
   */
  public void elements(TableFamily family, String table, String set, ElementSink sink)
      throws NftablesException {
    Consumer<AttributeWriter> name =
        out -> {
          out.string(NFTA_SET_ELEM_LIST_TABLE, table);
          out.string(NFTA_SET_ELEM_LIST_SET, set);
        };
    String what = "list elements of " + family.word() + " " + table + " " + set;
    Question question = new Question(NFT_MSG_GETSETELEM, family.number(), name, what);
    atOneGeneration(
        () -> {
          sink.restart();
          exchange.dump(question, message -> ElementCursor.decode(message, sink));
          return true;
        });
  }

  /**
   * Tells whether the first of the keys is an element of the set; ENOENT if the set is not there.
   */
  public boolean hasElement(TableFamily family, String table, String set, ElementKeys key)
      throws NftablesException {
    Question question =
        new Question(
            NFT_MSG_GETSETELEM,
            family.number(),
            out -> Elements.encodeKeys(table, set, key.slice(0, 1), out),
            "look up " + key.describe(0) + " in " + family.word() + " " + table + " " + set);
    try {
      return exchange.get(question, RulesetReader::holdsOne);
    } catch (NftablesException e) {
      if (!e.is(Errno.ENOENT)) {
        throw e;
      }
      set(family, table, set);
      return false;
    }
  }

  /**
   * Tells whether a set has an element that stands for all keys, nft's {@code *}. It has no key,
   * and no kernel counts it among the others.
   */
  public boolean hasCatchAll(TableFamily family, String table, String set)
      throws NftablesException {
    Consumer<AttributeWriter> element =
        out -> {
          out.string(NFTA_SET_ELEM_LIST_TABLE, table);
          out.string(NFTA_SET_ELEM_LIST_SET, set);
          out.nested(
              NFTA_SET_ELEM_LIST_ELEMENTS,
              list ->
                  list.nested(
                      NFTA_LIST_ELEM, one -> one.be32(NFTA_SET_ELEM_FLAGS, NFT_SET_ELEM_CATCHALL)));
        };
    String what = "look up * in " + family.word() + " " + table + " " + set;
    Question question = new Question(NFT_MSG_GETSETELEM, family.number(), element, what);
    try {
      return exchange.get(question, RulesetReader::holdsOne);
    } catch (NftablesException e) {
      if (NO_CATCH_ALL.stream().anyMatch(e::is)) {
        return false;
      }
      throw e;
    }
  }

  private static boolean holdsOne(Message answer) throws NftablesException {
    if (answer.attributes().nested(NFTA_SET_ELEM_LIST_ELEMENTS).list().isEmpty()) {
      throw NftablesException.malformed("no element in the answer");
    }
    return true;
  }

  /**
   * Runs the query until the ruleset has not changed under it; ERESTART if it never stops changing.
   */
  public <T> T atOneGeneration(Query<T> query) throws NftablesException {
    if (attempts.isPresent()) {
      return atOneGeneration(query, attempts.get());
    }
    Attempts own = new Attempts(exchange.patience().steadiness());
    attempts = Optional.of(own);
    try {
      return atOneGeneration(query, own);
    } finally {
      attempts = Optional.empty();
    }
  }

  private <T> T atOneGeneration(Query<T> query, Attempts attempts) throws NftablesException {
    do {
      long before = generation();
      try {
        T result = query.run();
        if (generation() == before) {
          return result;
        }
      } catch (NftablesException e) {
        if (e.is(Errno.ETIMEDOUT) || (!e.is(Errno.ERESTART) && isStill(before))) {
          throw e;
        }
      }
    } while (attempts.another());
    throw new NftablesException(Errno.ERESTART, "the ruleset kept changing while it was read");
  }

  /**
   * Tells whether the ruleset is still of a generation, so that a failure had another cause; true
   * also where that cannot be read.
   */
  private boolean isStill(long generation) {
    try {
      return generation() == generation;
    } catch (NftablesException e) {
      return true;
    }
  }

  private <T> List<T> list(Question question, Decoder<T> decoder) throws NftablesException {
    return atOneGeneration(
        () -> {
          List<T> found = new ArrayList<>();
          exchange.dump(question, message -> found.add(decoder.decode(message)));
          return List.copyOf(found);
        });
  }

  private static Question question(int message, String what) {
    return new Question(message, TableFamily.UNSPECIFIED, out -> {}, what);
  }
}
