package org.postern.target.nftables;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postern.Sizes;
import org.postern.address.AddressSet;
import org.postern.target.nftables.netlink.NftablesException;
import org.postern.target.nftables.netlink.TableFamily;
import org.postern.target.nftables.wire.Chains;
import org.postern.target.nftables.wire.Request;

/**
 * An apply whose system calls fail: it says so, no peer that is kept is refused, and the next
 * repairs.
 */
class FaultsIT {
  private static final int UNAVAILABLE = 69;
  private static final int TEMPORARY = 75;
  private static final int FORBIDDEN = 77;
  private static final int PARTIAL = 4;
  private static final int STRIDE = Sizes.pick(197, 7);

  /** How strace writes that a batch was taken; what is not there is answered by another error. */
  private static final String ACKNOWLEDGED = "{error=0, ";

  private static final long PATIENCE_SECONDS = 60;

  private static final AddressSet OLD =
      Rulesets.addresses("192.0.2.1", "192.0.2.2", "198.51.100.0/24");
  private static final AddressSet NEXT =
      Rulesets.addresses("192.0.2.2", "192.0.2.3", "203.0.113.0/25");

  private final World world = new World();
  private final Host host = world.host("server");

  @TempDir private Path folder;

  @AfterEach
  void endOfTheWorld() {
    world.close();
  }

  @Test
  void whateverFailsTheStateIsOldOrNewOrBetweenAndTheNextApplyRepairs() throws Exception {
    host.bring(Rulesets.accepting(OLD));
    Calls calls = calls();
    for (Fault fault : faults(calls)) {
      host.bring(Rulesets.accepting(OLD));
      Ended ended = apply("--inject=" + fault.text(), "--trace=" + fault.call());

      host.acceptsBetween(OLD, NEXT);
      judge(fault, ended);
      assertEquals(0, apply().exit(), fault::text);
      host.holds(Rulesets.accepting(NEXT));
    }
  }

  /** A call of the C library that fails. */
  private record Fault(String call, String errno, int number) {
    String text() {
      return "%s:error=%s:when=%d".formatted(call, errno, number);
    }
  }

  /** What an apply does when nothing fails: which of its calls send batches and take answers. */
  private record Calls(List<Integer> batches, int sends, List<Integer> answers, int receives) {}

  private Calls calls() throws Exception {
    assertEquals(0, apply("--trace=sendto,recvfrom,setsockopt,getsockopt").exit());
    List<String> lines = Files.readAllLines(folder.resolve("trace.txt"));
    hasItsOptions(lines);
    List<String> sends = lines.stream().filter(line -> line.contains("sendto(")).toList();
    List<String> receives = lines.stream().filter(line -> line.contains("recvfrom(")).toList();
    Calls calls =
        new Calls(
            numbers(sends, "NFNL_MSG_BATCH_BEGIN"),
            sends.size(),
            numbers(receives, ACKNOWLEDGED),
            receives.size());
    assertEquals(4, calls.batches().size(), "check, add, switch, delete");
    assertEquals(4, calls.answers().size(), "one answer to each");
    return calls;
  }

  private static List<Integer> numbers(List<String> calls, String what) {
    return IntStream.range(0, calls.size())
        .filter(index -> calls.get(index).contains(what))
        .mapToObj(index -> index + 1)
        .toList();
  }

  /** With the right to it, no limit of the host's caps a batch or the answers to it. */
  private static void hasItsOptions(List<String> trace) {
    for (String option :
        List.of(
            "SOL_NETLINK, NETLINK_CAP_ACK, [1]",
            "SOL_NETLINK, NETLINK_EXT_ACK, [1]",
            "SOL_SOCKET, SO_SNDBUFFORCE, [33554432]",
            "SOL_SOCKET, SO_RCVBUFFORCE, [8388608]",
            "SOL_SOCKET, SO_SNDBUF, [67108864]")) {
      assertTrue(
          trace.stream().anyMatch(line -> line.contains(option) && line.endsWith(" = 0")), option);
    }
  }

  private static List<Fault> faults(Calls calls) {
    List<Fault> faults = new ArrayList<>();
    int firstBatch = calls.batches().getFirst();
    faults.add(new Fault("sendto", "ENOMEM", firstBatch));
    faults.add(new Fault("sendto", "EPERM", firstBatch + 1));
    faults.add(new Fault("sendto", "ENOBUFS", calls.batches().get(1)));
    faults.add(new Fault("sendto", "ENOMEM", calls.batches().get(2)));
    faults.add(new Fault("sendto", "EINTR", calls.batches().getLast()));
    calls.answers().forEach(answer -> faults.add(new Fault("recvfrom", "ENOBUFS", answer)));
    if (Sizes.pick(0, 1) == 1) {
      for (String errno : List.of("EPERM", "ENOMEM", "ENOBUFS", "EINTR")) {
        faults.addAll(some("sendto", errno, calls.sends()));
        faults.addAll(some("recvfrom", errno, calls.receives()));
      }
    }
    return faults;
  }

  private static List<Fault> some(String call, String errno, int calls) {
    return IntStream.iterate(1, number -> number <= calls, number -> number + STRIDE)
        .mapToObj(number -> new Fault(call, errno, number))
        .toList();
  }

  /** The exit code tells what became of it. */
  private void judge(Fault fault, Ended ended) {
    String all = fault.text() + ": exit " + ended.exit() + ", " + ended.error();
    boolean old = host.planTo(Rulesets.accepting(OLD)).isEmpty();
    switch (ended.exit()) {
      case 0 -> host.holds(Rulesets.accepting(NEXT));
      case PARTIAL -> assertFalse(old, all);
      case UNAVAILABLE, TEMPORARY, FORBIDDEN -> assertTrue(old, all);
      default -> throw new AssertionError(all);
    }
    assertTrue(ended.exit() == 0 || ended.error().contains("nftables"), all);
    assertTrue(
        ended.exit() == 0
            || ended.error().contains(fault.errno() + " (")
            || (fault.errno().equals("EPERM") && ended.error().contains("CAP_NET_ADMIN")),
        all);
    assertFalse(ended.error().contains("Exception"), all);
  }

  private record Ended(int exit, String error) {}

  /** Applies the next policy, under strace if there are words for it. */
  private Ended apply(String... strace) throws IOException, InterruptedException {
    Path policy = Files.writeString(folder.resolve("policy.yaml"), CrashIT.policy(NEXT));
    Path error = folder.resolve("error.txt");
    List<String> words = new ArrayList<>();
    if (strace.length > 0) {
      words.addAll(List.of("strace", "-f", "-qq", "--signal=none"));
      words.addAll(List.of(strace));
      words.addAll(List.of("-o", folder.resolve("trace.txt").toString()));
    }
    words.addAll(List.of(System.getProperty("postern.image"), "apply", policy.toString()));
    words.addAll(List.of("--state", folder.resolve("state").toString()));
    Process process =
        host.run(
            () ->
                new ProcessBuilder(words)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .redirectError(error.toFile())
                    .start());
    try {
      assertTrue(process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS), "it hangs: " + words);
    } finally {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
    }
    return new Ended(process.waitFor(), Files.readString(error));
  }

  @Test
  void noDescriptorIsLeftOpenWhateverFails() throws Exception {
    Request absent = new Chains.DelChain(TableFamily.INET, "absent", "c");
    int before = descriptors().size();
    for (int round = 0; round < 200; round++) {
      host.connected(
          connection -> {
            connection.generation();
            assertThrows(NftablesException.class, () -> connection.commit(List.of(absent)));
            assertThrows(
                NftablesException.class,
                () -> connection.reader().set(TableFamily.INET, "absent", "s"));
            return true;
          });
    }
    assertTrue(descriptors().size() < before + 50, () -> "open: " + descriptors());
  }

  private static Set<Path> descriptors() {
    try (Stream<Path> open = Files.list(Path.of("/proc/self/fd"))) {
      return Set.copyOf(open.toList());
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
