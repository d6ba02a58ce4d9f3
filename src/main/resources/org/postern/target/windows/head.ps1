# Postern, Windows Firewall: @@TITLE@@
#
# Keeps the inbound rules of group 'Postern' whose names begin with 'Postern-', and touches no other.
# It reads what the firewall holds, works out the difference, adds first and takes away last, and looks
# again. A second run changes nothing. Run it as an administrator or as SYSTEM:
#
#   powershell.exe -NoProfile -NonInteractive -ExecutionPolicy Bypass -File postern-apply.ps1
#
#   -WhatIf     print what would be done and change nothing
#   -ReadBack   print what the firewall holds, for a program
#
# It ends with
#    0  the firewall holds the list, whether or not that took a change
#    1  an error before anything was changed
#    2  -WhatIf: there are differences
#    3  a change failed; what was found before is back in place
#    4  a change failed, and not all could be put back or tidied up; or it could not be confirmed
#    5  the list is held, but it was compiled longer ago than alarm-after says
#    6  names could not be resolved, a guard held the answer, or what is remembered was damaged; the last
#       good list is held
#    7  the list is held, but has no effect: another rule, a profile or a group policy stands against it
#   77  the rights of an administrator are missing

param([switch] $WhatIf, [switch] $ReadBack)

$PosternPath = $MyInvocation.MyCommand.Path
Set-StrictMode -Version 2.0
$ErrorActionPreference = 'Stop'
