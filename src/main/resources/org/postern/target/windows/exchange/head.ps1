# Postern, Exchange receive connector: @@TITLE@@
#
# Sets from which addresses one receive connector of this server takes mail (RemoteIPRanges), and touches
# no other connector. It finds the connector by the version and role of the server, keeps the loopback and
# the servers of the organisation on the list, writes once, and looks again. A second run changes nothing.
# What it has changed carries a mark in the connector's comment, [Postern ...]. Run it as a user of the
# group Server Management:
#
#   powershell.exe -NoProfile -NonInteractive -ExecutionPolicy Bypass -File postern-apply.ps1
#
#   -List       print the connectors with their roles and bindings, and which one is meant; change nothing
#   -WhatIf     print what would be done and change nothing
#   -ReadBack   print what is held, for a program
#   -Adopt      take over a connector that has ranges of its own; they are printed, and no removal brings
#               them back
#   -Restart    restart the services of transport after a change; Exchange takes it without that, too
#
# It ends with
#    0  the connector holds the list, whether or not that took a change
#    1  an error, or a connector that must not be restricted; nothing was changed
#    2  -WhatIf: there are differences
#    3  a change failed; what was found before is back in place
#    4  a change failed, and not all could be put back; or it could not be confirmed
#    5  the list is held, but it was compiled longer ago than alarm-after says
#    6  names could not be resolved, a guard held the answer, or what is remembered was damaged; the last
#       good list is held
#    7  the list is held, but has no effect: another connector takes mail from everywhere at the same port

param([switch] $WhatIf, [switch] $ReadBack, [switch] $List, [switch] $Adopt, [switch] $Restart)

$PosternPath = $MyInvocation.MyCommand.Path
Set-StrictMode -Version 2.0
$ErrorActionPreference = 'Stop'
