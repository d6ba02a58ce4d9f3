/**
 * Windows Firewall: one PowerShell script that works out on the host what has to change, and the
 * reader of what it says it holds. Nothing here needs Windows but running the script.
 */
@NullMarked
package org.postern.target.windows;

import org.jspecify.annotations.NullMarked;
