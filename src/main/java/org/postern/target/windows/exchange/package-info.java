/**
 * Exchange 2007 and later: the receive connector that takes mail from the Internet takes it from
 * the addresses of a rule only (RemoteIPRanges). One PowerShell script finds the connector, changes
 * it and reads it back; it is run on the server, by this program or by a task.
 *
 * <p>A connector is chosen by the address of the client, before anything is said. So it judges all
 * recipients and all clients alike, authenticated or not; a client that no connector is for is told
 * 421 and tries again, by what Microsoft documents. No Exchange was ever asked here.
 *
 * <p>Beside it, by scripts of the same shape: the inbound connector of Exchange Online, and
 * connection control of Exchange 2000 and 2003, in VBScript.
 */
@NullMarked
package org.postern.target.windows.exchange;

import org.jspecify.annotations.NullMarked;
