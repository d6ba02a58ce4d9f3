# Postern, Exchange receive connector: runs postern-apply.ps1 of this folder every hour, as a user who may
# change receive connectors, and never as SYSTEM.
# @@TITLE@@ Run it once, as an administrator; again, it changes nothing.
#
#   -User NAME@DOMAIN   the user: with the right to log on as a batch job, and a member of the group Server
#                       Management (Exchange 2007: Exchange Organization Administrators); asked for without it
#   -WhatIf             print what would be done and change nothing
#
# It ends with
#    0  the task is there
#    1  it is not registered: an error, a user who lacks a right, or a folder that others may write to
#    2  -WhatIf: it would be registered

param([switch] $WhatIf, [string] $User)

$PosternPath = $MyInvocation.MyCommand.Path
Set-StrictMode -Version 2.0
$ErrorActionPreference = 'Stop'
