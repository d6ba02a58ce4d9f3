
function Register-Postern {
    if ([string]$PosternPath -eq '') {
        throw 'run this script from its file'
    }
    $folder = [System.IO.Path]::GetDirectoryName($PosternPath)
    $script = [System.IO.Path]::Combine($folder, 'postern-apply.ps1')
    if (-not [System.IO.File]::Exists($script)) {
        throw 'postern-apply.ps1 is not in the folder of this script'
    }
    $faults = Get-PosternFaults $folder
    if ($faults.Count -gt 0) {
        Write-PosternFaults $folder $faults
        return 1
    }
    if ($WhatIf) {
        [System.Console]::Out.WriteLine('would run every hour: ' + $script)
        return 2
    }
    Add-PosternTask $script
    return 0
}
