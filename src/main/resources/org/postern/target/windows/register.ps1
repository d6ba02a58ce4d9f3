# Postern, Windows Firewall: runs postern-apply.ps1 of this folder every hour, as SYSTEM.
# @@TITLE@@ Run it once, as an administrator; again, it changes nothing.
#
#   -WhatIf     print what would be done and change nothing
#
# It ends with
#    0  the task is there
#    1  it is not registered: an error, or a folder that others than administrators may write to
#    2  -WhatIf: it would be registered

param([switch] $WhatIf)

$PosternPath = $MyInvocation.MyCommand.Path
Set-StrictMode -Version 2.0
$ErrorActionPreference = 'Stop'

# SYSTEM is trusted already.
$PosternUserSid = ''
