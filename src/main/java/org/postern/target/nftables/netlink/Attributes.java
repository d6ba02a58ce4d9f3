package org.postern.target.nftables.netlink;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** The attributes of one message or of one nest, in their order. */
public final class Attributes {
  private final List<Attribute> list;

  private Attributes(List<Attribute> list) {
    this.list = list;
  }

  public static Attributes read(byte[] message, int from, int to) throws NftablesException {
    List<Attribute> list = new ArrayList<>();
    int at = from;
    while (at < to) {
      Attribute attribute = Attribute.at(message, at, to);
      list.add(attribute);
      at = attribute.next();
    }
    return new Attributes(list);
  }

  public List<Attribute> list() {
    return list;
  }

  public Optional<Attribute> find(int type) {
    return list.stream().filter(attribute -> attribute.type() == type).findFirst();
  }

  public boolean has(int type) {
    return find(type).isPresent();
  }

  public Attribute require(int type) throws NftablesException {
    return find(type)
        .orElseThrow(() -> NftablesException.malformed("attribute " + type + " missing"));
  }

  public String string(int type) throws NftablesException {
    return require(type).string();
  }

  public int be16(int type) throws NftablesException {
    return require(type).be16();
  }

  public int be32(int type) throws NftablesException {
    return require(type).be32();
  }

  public int be32(int type, int absent) throws NftablesException {
    Optional<Attribute> attribute = find(type);
    return attribute.isPresent() ? attribute.get().be32() : absent;
  }

  public Optional<Integer> be32IfPresent(int type) throws NftablesException {
    Optional<Attribute> attribute = find(type);
    return attribute.isPresent() ? Optional.of(attribute.get().be32()) : Optional.empty();
  }

  public Optional<Long> be64IfPresent(int type) throws NftablesException {
    Optional<Attribute> attribute = find(type);
    return attribute.isPresent() ? Optional.of(attribute.get().be64()) : Optional.empty();
  }

  /** Returns the number, or 0 where the kernel leaves the attribute out. */
  public long be64OrZero(int type) throws NftablesException {
    Optional<Attribute> attribute = find(type);
    return attribute.isPresent() ? attribute.get().be64() : 0;
  }

  public Optional<String> text(int type) {
    return find(type).map(Attribute::string);
  }

  public OptionalInt u8IfPresent(int type) throws NftablesException {
    Optional<Attribute> attribute = find(type);
    return attribute.isPresent() ? OptionalInt.of(attribute.get().u8()) : OptionalInt.empty();
  }

  /** A time in milliseconds; the kernel writes 0 for none. */
  public Optional<Duration> millis(int type) throws NftablesException {
    long millis = be64OrZero(type);
    return millis == 0 ? Optional.empty() : Optional.of(Duration.ofMillis(millis));
  }

  /** Tells whether all attributes here are among these. */
  public boolean hasOnly(int... types) {
    return list.stream().allMatch(one -> Arrays.stream(types).anyMatch(type -> type == one.type()));
  }

  /** Returns the attributes of a nest; none where it is absent. */
  public Attributes nested(int type) throws NftablesException {
    Optional<Attribute> attribute = find(type);
    return attribute.isPresent() ? attribute.get().nested() : new Attributes(List.of());
  }
}
