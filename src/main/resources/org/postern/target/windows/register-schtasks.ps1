# Postern, Windows Firewall: runs postern-apply.ps1 of this folder every hour, as SYSTEM.
# Server 2008 and later. Run it once, as an administrator; again, it changes nothing.

param([switch] $WhatIf)

Set-StrictMode -Version 2.0
$ErrorActionPreference = 'Stop'

$PosternScript = [System.IO.Path]::Combine([System.IO.Path]::GetDirectoryName($MyInvocation.MyCommand.Path), 'postern-apply.ps1')
if (-not [System.IO.File]::Exists($PosternScript)) {
    throw 'postern-apply.ps1 is not in the folder of this script'
}
# schtasks takes quotes behind backslashes, and 261 characters in all.
$PosternRun = 'powershell.exe -NoProfile -NonInteractive -ExecutionPolicy Bypass -File \"' + $PosternScript + '\"'
if ($PosternRun.Length -gt 261) {
    throw 'the path of this folder is too long for a task: choose a shorter one'
}
if ($WhatIf) {
    [System.Console]::Out.WriteLine('would run every hour: ' + $PosternScript)
    exit 2
}
[void](schtasks.exe '/create' '/f' '/tn' 'Postern' '/sc' 'hourly' '/ru' 'SYSTEM' '/rl' 'HIGHEST' '/tr' $PosternRun)
exit $LASTEXITCODE
