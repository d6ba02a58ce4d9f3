package org.postern.target.nftables.layout;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.postern.address.Sha256;
import org.postern.host.ffm.NetworkNamespace;
import org.postern.target.nftables.netlink.NfTables;
import org.postern.target.nftables.wire.Sets;
import org.postern.target.nftables.wire.Tables;

/**
 * A mark of when and how our table was seen, short enough to be compared at every look: while it is
 * equal, nothing has moved.
 *
 * @param place this start of the kernel and this network namespace: numbers start anew in others
 * @param generation the generation of the ruleset, which each change by any program increments
 * @param objects a digest of all that the kernel numbers or counts in our table: handles, which
 *     change when something is made anew, flags, hooks, and how many elements each set has, where
 *     the kernel says so. Empty without a table
 */
public record Stamp(String place, long generation, String objects) {
  private static final Path BOOT_ID = Path.of("/proc/sys/kernel/random/boot_id");

  /**
   * The id of this start of the kernel, which no running process sees change; empty without /proc.
   */
  private static final Optional<String> BOOT = boot();

  /** Returns the stamp of a host of which only is known that it has no table of ours. */
  static Stamp nothing() {
    return new Stamp("", 0, "");
  }

  public static Stamp of(String place, long generation, TableContents contents) {
    return new Stamp(place, generation, objects(contents));
  }

  /** Returns the network namespace of the calling thread, in this run of the kernel. */
  public static String here() {
    try {
      return BOOT.isPresent() ? BOOT.get() + "/" + NetworkNamespace.current() : "";
    } catch (IOException e) {
      // Without /proc nothing from before is recognised, and so all is read anew.
      return "";
    }
  }

  private static Optional<String> boot() {
    try {
      return Optional.of(Files.readString(BOOT_ID).strip());
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /** Returns the stamp as text, for the precondition of an artifact, and for the state. */
  public String text() {
    return objects.isEmpty() && place.isEmpty()
        ? ""
        : String.join(" ", place, String.valueOf(generation), objects.isEmpty() ? "-" : objects);
  }

  /** Reads {@link #text}; whatever it does not understand is no stamp. */
  public static Optional<Stamp> parse(String text) {
    String[] words = text.split(" ", -1);
    if (text.isEmpty()) {
      return Optional.of(nothing());
    }
    return words.length == 3 && words[1].matches("[0-9]{1,10}")
        ? Optional.of(
            new Stamp(words[0], Long.parseLong(words[1]), words[2].equals("-") ? "" : words[2]))
        : Optional.empty();
  }

  /** Tells whether that is the same ruleset of the same place, nothing having moved at all. */
  public boolean isAt(String otherPlace, long otherGeneration) {
    return !place.isEmpty() && place.equals(otherPlace) && generation == otherGeneration;
  }

  /** Tells whether nothing of ours has moved since this one, as far as numbers tell. */
  public boolean stillTells(Stamp now) {
    return (place.isEmpty() || place.equals(now.place)) && objects.equals(now.objects);
  }

  private static String objects(TableContents contents) {
    if (contents.table().isEmpty()) {
      return "";
    }
    StringBuilder text = new StringBuilder();
    contents.table().ifPresent(one -> text.append(one.handle()).append(' ').append(flags(one)));
    contents
        .chains()
        .values()
        .forEach(one -> text.append(" c").append(one.handle()).append(one.base()));
    contents
        .rules()
        .values()
        .forEach(rules -> rules.forEach(one -> text.append(" r").append(one.handle())));
    contents
        .sets()
        .values()
        .forEach(one -> text.append(" s").append(one.handle()).append(filling(one)));
    contents.catchAlls().forEach(set -> text.append(" *").append(set));
    contents.counters().values().forEach(one -> text.append(" o").append(one.handle()));
    return Sha256.hex(text.toString());
  }

  /** An owner that ends takes his flag with him, and nothing else changes. */
  private static int flags(Tables.TableInfo table) {
    return table.flags() & ~NfTables.NFT_TABLE_F_OWNER;
  }

  /**
   * Sets that rules fill change without a change of the ruleset, so that their size is left out.
   */
  private static String filling(Sets.SetInfo set) {
    return TableContents.plainFamily(set).isPresent()
        ? set.count().map(count -> "=" + count).orElse("")
        : "";
  }
}
