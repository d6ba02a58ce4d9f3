package org.postern.host;

import java.io.IOException;
import java.net.InterfaceAddress;
import java.net.NetworkInterface;
import org.postern.address.Address;
import org.postern.address.AddressSet;

/** Finds the addresses that the interfaces of this host have, in this network namespace. */
public interface HostAddresses {
  /** All of them, those of the loopback included. */
  AddressSet read() throws IOException;

  /** As the kernel has them now. */
  static HostAddresses ofSystem() {
    return () -> {
      AddressSet.Builder found = AddressSet.builder();
      NetworkInterface.networkInterfaces()
          .flatMap(card -> card.getInterfaceAddresses().stream())
          .map(InterfaceAddress::getAddress)
          .forEach(address -> found.add(Address.ofBytes(address.getAddress())));
      return found.build();
    };
  }
}
