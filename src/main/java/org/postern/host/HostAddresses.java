package org.postern.host;

import java.io.IOException;
import java.net.InterfaceAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.postern.address.Address;
import org.postern.address.AddressSet;
import org.postern.address.Prefix;

/** Finds the addresses that the interfaces of this host have, in this network namespace. */
@FunctionalInterface
public interface HostAddresses {
  /** Returns all addresses of the host, those of the loopback included. */
  AddressSet read() throws IOException;

  /** Returns what is near this host. */
  default Vicinity vicinity() throws IOException {
    return Vicinity.UNKNOWN;
  }

  /**
   * Returns the addresses as the kernel has them now; none while no interface is up yet, as early
   * at boot.
   */
  static HostAddresses ofSystem() {
    return new HostAddresses() {
      @Override
      public AddressSet read() throws IOException {
        AddressSet.Builder found = AddressSet.builder();
        interfaces()
            .flatMap(card -> card.getInterfaceAddresses().stream())
            .forEach(one -> found.add(address(one)));
        return found.build();
      }

      @Override
      public Vicinity vicinity() throws IOException {
        AddressSet.Builder found = AddressSet.builder();
        interfaces()
            .flatMap(card -> card.getInterfaceAddresses().stream())
            .filter(one -> one.getNetworkPrefixLength() > 0)
            .forEach(
                one -> found.add(Prefix.containing(address(one), one.getNetworkPrefixLength())));
        return new Vicinity(found.build(), Vicinity.gateways(Path.of("/proc/net")));
      }
    };
  }

  private static Address address(InterfaceAddress one) {
    return Address.ofBytes(one.getAddress().getAddress());
  }

  /** Returns the interfaces; Java tells a host without any configured one by an exception. */
  private static Stream<NetworkInterface> interfaces() throws SocketException {
    try {
      return NetworkInterface.networkInterfaces();
    } catch (SocketException e) {
      if (String.valueOf(e.getMessage()).startsWith("No network interfaces")) {
        return Stream.empty();
      }
      throw e;
    }
  }
}
