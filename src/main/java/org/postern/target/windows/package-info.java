/**
 * Windows Firewall: one PowerShell script that works out on the host what has to change, and the
 * reader of what it says it holds. Nothing here needs Windows but running the script.
 *
 * <p>A packet in fragments is judged like the whole: Windows Firewall judges at the ALE layers of
 * the Windows Filtering Platform, and only whole or fully reassembled packets come to these and to
 * the transport layer before them (Microsoft, "Packet inspection points"). That is what Microsoft
 * documents; no fragment was ever sent to a Windows here.
 */
@NullMarked
package org.postern.target.windows;

import org.jspecify.annotations.NullMarked;
