
# Functions of a module do not see what this script prefers: each call says itself that an error stops.
function Add-PosternTask($Script) {
    $arguments = '-NoProfile -NonInteractive -ExecutionPolicy Bypass -File "' + $Script + '"'
    $action = New-ScheduledTaskAction -Execute 'powershell.exe' -Argument $arguments -ErrorAction Stop
    $trigger = New-ScheduledTaskTrigger -Once -At ([System.DateTime]::Now) -RepetitionInterval (New-TimeSpan -Hours 1) -RepetitionDuration (New-TimeSpan -Days 3650) -ErrorAction Stop
    $principal = New-ScheduledTaskPrincipal -UserId 'SYSTEM' -LogonType 'ServiceAccount' -RunLevel 'Highest' -ErrorAction Stop
    $settings = New-ScheduledTaskSettingsSet -StartWhenAvailable -MultipleInstances 'IgnoreNew' -ErrorAction Stop
    [void](Register-ScheduledTask -TaskName 'Postern' -Action $action -Trigger $trigger -Principal $principal -Settings $settings -Force -ErrorAction Stop)
    $task = Get-ScheduledTask -TaskName 'Postern' -TaskPath '\' -ErrorAction Stop
    if ($null -eq $task -or [string]$task.State -eq 'Disabled') {
        throw 'the task is not there, or disabled, though it was registered without an error'
    }
}
