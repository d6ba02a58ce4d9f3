package org.postern.target.nftables;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** The attributes of one message or of one nest, in their order. */
final class Attributes {
  private final List<Attribute> list;

  private Attributes(List<Attribute> list) {
    this.list = list;
  }

  static Attributes read(byte[] message, int from, int to) throws NftablesException {
    List<Attribute> list = new ArrayList<>();
    int at = from;
    while (at < to) {
      Attribute attribute = Attribute.at(message, at, to);
      list.add(attribute);
      at = attribute.next();
    }
    return new Attributes(list);
  }

  List<Attribute> list() {
    return list;
  }

  Optional<Attribute> find(int type) {
    return list.stream().filter(attribute -> attribute.type() == type).findFirst();
  }

  boolean has(int type) {
    return find(type).isPresent();
  }

  Attribute require(int type) throws NftablesException {
    return find(type)
        .orElseThrow(() -> NftablesException.malformed("attribute " + type + " missing"));
  }

  String string(int type) throws NftablesException {
    return require(type).string();
  }

  int be16(int type) throws NftablesException {
    return require(type).be16();
  }

  int be32(int type) throws NftablesException {
    return require(type).be32();
  }

  int be32(int type, int absent) throws NftablesException {
    Optional<Attribute> attribute = find(type);
    return attribute.isPresent() ? attribute.get().be32() : absent;
  }

  Optional<Integer> be32IfPresent(int type) throws NftablesException {
    Optional<Attribute> attribute = find(type);
    return attribute.isPresent() ? Optional.of(attribute.get().be32()) : Optional.empty();
  }

  Optional<Long> be64IfPresent(int type) throws NftablesException {
    Optional<Attribute> attribute = find(type);
    return attribute.isPresent() ? Optional.of(attribute.get().be64()) : Optional.empty();
  }

  /** The number, or 0 where the kernel leaves the attribute out. */
  long be64OrZero(int type) throws NftablesException {
    Optional<Attribute> attribute = find(type);
    return attribute.isPresent() ? attribute.get().be64() : 0;
  }

  Optional<String> text(int type) {
    return find(type).map(Attribute::string);
  }

  OptionalInt u8IfPresent(int type) throws NftablesException {
    Optional<Attribute> attribute = find(type);
    return attribute.isPresent() ? OptionalInt.of(attribute.get().u8()) : OptionalInt.empty();
  }

  /** A time in milliseconds; the kernel writes 0 for none. */
  Optional<Duration> millis(int type) throws NftablesException {
    long millis = be64OrZero(type);
    return millis == 0 ? Optional.empty() : Optional.of(Duration.ofMillis(millis));
  }

  /** Whether all attributes here are among these. */
  boolean hasOnly(int... types) {
    return list.stream().allMatch(one -> Arrays.stream(types).anyMatch(type -> type == one.type()));
  }

  /** The attributes of a nest; none where it is absent. */
  Attributes nested(int type) throws NftablesException {
    Optional<Attribute> attribute = find(type);
    return attribute.isPresent() ? attribute.get().nested() : new Attributes(List.of());
  }
}
