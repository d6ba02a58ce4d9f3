# Postern, Exchange Online inbound connector: @@TITLE@@
#
# Keeps one inbound connector of type Partner, for all senders, that takes mail from the addresses of a
# list only (SenderIPAddresses, RestrictDomainsToIPAddresses), and touches no other. It makes the connector
# where it is missing, writes once, and looks again. A second run changes nothing. The mark [Postern ...]
# in the comment says that the connector is ours. Run it where the module ExchangeOnlineManagement is:
#
#   powershell.exe -NoProfile -ExecutionPolicy Bypass -File postern-apply.ps1
#
#   -List       print the inbound connectors, and which one is meant; change nothing
#   -WhatIf     print what would be done and change nothing
#   -ReadBack   print what is held, for a program
#
# Better than any list is a certificate, where the filter shows one: an inbound connector with
# TlsSenderCertificateName and RestrictDomainsToCertificate. Then leave this script out.
#
# It ends with
#    0  the connector holds the list, whether or not that took a change
#    1  an error, or a connector that others made; nothing was changed
#    2  -WhatIf: there are differences
#    3  the change failed; what was found before is back in place
#    4  the change failed, and could not be put back; or it could not be confirmed
#    5  the list is held, but it was compiled longer ago than alarm-after says

param([switch] $WhatIf, [switch] $ReadBack, [switch] $List)

$PosternPath = $MyInvocation.MyCommand.Path
Set-StrictMode -Version 2.0
$ErrorActionPreference = 'Stop'
