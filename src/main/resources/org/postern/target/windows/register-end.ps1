
try {
    exit (Register-Postern)
} catch {
    [System.Console]::Error.WriteLine('Postern: no task is registered: ' + $_.Exception.Message)
    exit 1
}
