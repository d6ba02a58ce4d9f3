
# An answer without addresses is told from no answer.
$PosternSure = $true

# The addresses of a name; an answer that was cut off is asked for again over TCP.
function Get-PosternAnswer($Name, $Family) {
    $type = 'A'
    if ($Family -eq 'v6') {
        $type = 'AAAA'
    }
    $texts = New-Object System.Collections.ArrayList
    foreach ($record in @(Resolve-DnsName -Name $Name -Type $type -DnsOnly -ErrorAction Stop)) {
        if ([string]$record.Type -eq $type -and [string]$record.Section -eq 'Answer') {
            [void]$texts.Add([string]$record.IPAddress)
        }
    }
    return ,$texts
}
