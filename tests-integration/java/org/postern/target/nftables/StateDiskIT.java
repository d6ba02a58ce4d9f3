package org.postern.target.nftables;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postern.Sizes;
import org.postern.address.AddressSet;

/** A state folder on a disk that is full, read-only, or loses its power. */
class StateDiskIT {
  private static final int POWER_CUTS = Sizes.pick(2, 20);

  /** EXT4_IOC_SHUTDOWN, and "without writing out the journal" (fs/ext4/ext4.h, ioctl.c). */
  private static final String POWER_CUT =
      "my $f = pack('L', 2); open(F, '<', $ARGV[0]) or die; ioctl(F, 0x8004587d, $f) or die $!";

  private static final AddressSet OLD = Rulesets.addresses("192.0.2.1", "192.0.2.2");
  private static final AddressSet NEXT = Rulesets.addresses("192.0.2.2", "203.0.113.0/25");

  private final World world = new World();
  private final Host host = world.host("server");
  private boolean mounted;

  @TempDir private Path folder;

  @BeforeEach
  void makeFolder() throws IOException {
    Files.createDirectory(state());
  }

  @AfterEach
  void endOfTheWorld() {
    unmount();
    world.close();
  }

  @Test
  void aFullDiskChangesNothingAndStillBoots() throws Exception {
    mount("-t", "tmpfs", "-o", "size=64k", "tmpfs");
    assertEquals(0, installed().runFor(OLD, "apply").exit());
    fill(state().resolve("filling"));
    refusesAndStillBoots();
  }

  @Test
  void aDiskWithoutInodesChangesNothingAndStillBoots() throws Exception {
    mount("-t", "tmpfs", "-o", "size=1m,nr_inodes=12", "tmpfs");
    assertEquals(0, installed().runFor(OLD, "apply").exit());
    useUpInodes();
    refusesAndStillBoots();
  }

  @Test
  void aReadOnlyDiskChangesNothingAndStillBoots() throws Exception {
    mount("-t", "tmpfs", "-o", "size=1m", "tmpfs");
    assertEquals(0, installed().runFor(OLD, "apply").exit());
    World.command("mount", "-o", "remount,ro", state().toString());
    refusesAndStillBoots();
  }

  /** What was said to be done is done, also when the power goes at that very moment. */
  @Test
  void whatIsDoneOutlivesAPowerCut() throws Exception {
    Path disk = folder.resolve("disk");
    World.command("truncate", "--size", "16M", disk.toString());
    World.command("mkfs.ext4", "-q", disk.toString());
    mount("-o", "loop", disk.toString());
    AddressSet wanted = OLD;
    for (int cut = 0; cut < POWER_CUTS; cut++) {
      wanted = wanted.equals(OLD) ? NEXT : OLD;
      Installed.Ended applied = installed().runFor(wanted, "apply");
      World.command("perl", "-e", POWER_CUT, state().toString());
      assertEquals(0, applied.exit(), applied::error);
      unmount();
      mount("-o", "loop", disk.toString());
      boots(wanted);
    }
  }

  private Installed installed() {
    return Installed.on(host, folder);
  }

  private Path state() {
    return installed().state();
  }

  private void mount(String... words) {
    List<String> command = new ArrayList<>(List.of("mount"));
    command.addAll(List.of(words));
    command.add(state().toString());
    World.command(command.toArray(String[]::new));
    mounted = true;
    World.command("chmod", "0700", state().toString());
  }

  private void unmount() {
    if (mounted) {
      World.command("umount", state().toString());
      mounted = false;
    }
  }

  private static void fill(Path file) {
    try (OutputStream stream = Files.newOutputStream(file)) {
      while (true) {
        stream.write(new byte[512]);
      }
    } catch (IOException e) {
      assertTrue(String.valueOf(e.getMessage()).contains("No space left"), e::toString);
    }
  }

  private void useUpInodes() {
    try {
      while (true) {
        Files.createTempFile(state(), "filling", "");
      }
    } catch (IOException e) {
      assertTrue(String.valueOf(e.getMessage()).contains("No space left"), e::toString);
    }
  }

  private void refusesAndStillBoots() throws Exception {
    Installed.Ended refused = installed().runFor(NEXT, "apply");
    assertEquals(75, refused.exit(), refused::error);
    assertTrue(refused.error().contains(state().toString()), refused::error);
    assertFalse(refused.error().contains("Exception"), refused::error);
    host.holds(Rulesets.accepting(OLD));
    boots(OLD);
  }

  private void boots(AddressSet peers) throws Exception {
    host.nft("delete table inet postern");
    Installed.Ended restored = installed().run("restore");
    assertEquals(0, restored.exit(), restored::error);
    host.holds(Rulesets.accepting(peers));
    assertEquals(0, installed().run("history").exit());
  }
}
