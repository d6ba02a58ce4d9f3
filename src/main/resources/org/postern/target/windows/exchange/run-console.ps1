
# Small Business Server 2008: the commands of Exchange come by its console file, and the code of the script
# has to be handed on.
function Get-PosternRun($Script) {
    $console = 'C:\Program Files\Microsoft\Exchange Server\Bin\ExShell.Psc1'
    if (-not [System.IO.File]::Exists($console)) {
        throw ($console + ' is not there: take form: console out of the policy')
    }
    if ($Script.IndexOf([string][char]39) -ge 0) {
        throw 'the path of this folder has a quotation mark: choose another'
    }
    $quote = [string][char]39
    return 'powershell.exe -PSConsoleFile \"' + $console + '\" -NoProfile -NonInteractive -ExecutionPolicy Bypass -Command \". ' + $quote + $Script + $quote + '; exit $LASTEXITCODE\"'
}
