# Postern, Windows Firewall: runs postern-apply.ps1 of this folder every hour, as SYSTEM.
# Windows 8, Server 2012 and later. Run it once, as an administrator; again, it changes nothing.

param([switch] $WhatIf)

Set-StrictMode -Version 2.0
$ErrorActionPreference = 'Stop'

$PosternScript = [System.IO.Path]::Combine([System.IO.Path]::GetDirectoryName($MyInvocation.MyCommand.Path), 'postern-apply.ps1')
if (-not [System.IO.File]::Exists($PosternScript)) {
    throw 'postern-apply.ps1 is not in the folder of this script'
}
if ($WhatIf) {
    [System.Console]::Out.WriteLine('would run every hour: ' + $PosternScript)
    exit 2
}
$PosternArguments = '-NoProfile -NonInteractive -ExecutionPolicy Bypass -File "' + $PosternScript + '"'
$PosternAction = New-ScheduledTaskAction -Execute 'powershell.exe' -Argument $PosternArguments
$PosternTrigger = New-ScheduledTaskTrigger -Once -At ([System.DateTime]::Now) -RepetitionInterval (New-TimeSpan -Hours 1) -RepetitionDuration (New-TimeSpan -Days 3650)
$PosternPrincipal = New-ScheduledTaskPrincipal -UserId 'SYSTEM' -LogonType 'ServiceAccount' -RunLevel 'Highest'
$PosternSettings = New-ScheduledTaskSettingsSet -StartWhenAvailable -MultipleInstances 'IgnoreNew'
[void](Register-ScheduledTask -TaskName 'Postern' -Action $PosternAction -Trigger $PosternTrigger -Principal $PosternPrincipal -Settings $PosternSettings -Force)
exit 0
