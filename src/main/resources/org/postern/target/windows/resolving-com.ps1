
# Both families are asked for at once, and what was not answered for one of them is not told.
$PosternSure = $false

# The addresses of a name. Windows asks over TCP again when an answer was cut off.
function Get-PosternAnswer($Name, $Family) {
    $kind = 'InterNetwork'
    if ($Family -eq 'v6') {
        $kind = 'InterNetworkV6'
    }
    $texts = New-Object System.Collections.ArrayList
    foreach ($address in [System.Net.Dns]::GetHostAddresses($Name)) {
        if ([string]$address.AddressFamily -eq $kind) {
            [void]$texts.Add($address.ToString())
        }
    }
    return ,$texts
}
