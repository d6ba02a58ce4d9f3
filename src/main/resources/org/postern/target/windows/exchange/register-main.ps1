
# The task. schtasks asks for the password itself; it takes quotes behind backslashes, and 261 characters.
function Add-PosternTask($User, $Run) {
    if ($Run.Length -gt 261) {
        throw 'the path of this folder is too long for a task: choose a shorter one'
    }
    [System.Console]::Out.WriteLine('schtasks.exe asks for the password of ' + $User.Name)
    $ErrorActionPreference = 'Continue'
    [void](schtasks.exe '/create' '/f' '/tn' 'Postern Exchange' '/sc' 'hourly' '/ru' ($User.Name) '/rp' '*' '/rl' 'HIGHEST' '/tr' $Run)
    Invoke-PosternProgram 'schtasks.exe /create' $LASTEXITCODE
    [void](schtasks.exe '/query' '/tn' 'Postern Exchange')
    Invoke-PosternProgram 'schtasks.exe /query' $LASTEXITCODE
}

function Register-Postern {
    if ([string]$PosternPath -eq '') {
        throw 'run this script from its file'
    }
    $folder = [System.IO.Path]::GetDirectoryName($PosternPath)
    $script = [System.IO.Path]::Combine($folder, 'postern-apply.ps1')
    if (-not [System.IO.File]::Exists($script)) {
        throw 'postern-apply.ps1 is not in the folder of this script'
    }
    $name = $User
    if ($name -eq '') {
        $name = Read-Host -Prompt 'The user as whom the task runs, NAME@DOMAIN' -ErrorAction Stop
    }
    $account = Get-PosternUser $name
    $lacks = Get-PosternLacks $account $folder
    if ($lacks.Count -gt 0) {
        foreach ($lack in $lacks) {
            [System.Console]::Error.WriteLine('Postern: no task is registered: ' + $account.Name + ' ' + $lack)
        }
        return 1
    }
    $PosternUserSid = $account.Sid
    $faults = Get-PosternFaults $folder
    if ($faults.Count -gt 0) {
        Write-PosternFaults $folder $faults
        return 1
    }
    $run = Get-PosternRun $script
    if ($WhatIf) {
        [System.Console]::Out.WriteLine('would run every hour as ' + $account.Name + ': ' + $run)
        return 2
    }
    Add-PosternTask $account $run
    return 0
}
