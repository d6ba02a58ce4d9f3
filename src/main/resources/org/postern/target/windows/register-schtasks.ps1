
# What a program prints as an error stops no script; its code says whether it failed.
function Invoke-PosternSchtasks($Words) {
    $ErrorActionPreference = 'Continue'
    [void](schtasks.exe $Words)
    if ($LASTEXITCODE -ne 0) {
        throw ('schtasks.exe ' + $Words[0] + ' failed with ' + $LASTEXITCODE)
    }
}

# schtasks takes quotes behind backslashes, and 261 characters in all.
function Add-PosternTask($Script) {
    $run = 'powershell.exe -NoProfile -NonInteractive -ExecutionPolicy Bypass -File \"' + $Script + '\"'
    if ($run.Length -gt 261) {
        throw 'the path of this folder is too long for a task: choose a shorter one'
    }
    Invoke-PosternSchtasks @('/create', '/f', '/tn', 'Postern', '/sc', 'hourly', '/ru', 'SYSTEM', '/rl', 'HIGHEST', '/tr', $run)
    Invoke-PosternSchtasks @('/query', '/tn', 'Postern')
}
