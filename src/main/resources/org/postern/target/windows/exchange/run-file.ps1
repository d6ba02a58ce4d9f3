
function Get-PosternRun($Script) {
    return 'powershell.exe -NoProfile -NonInteractive -ExecutionPolicy Bypass -File \"' + $Script + '\"'
}
