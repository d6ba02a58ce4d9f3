
# What is in force, for a memory that is lost: what a connector of ours has.

function Get-PosternRecovered($State) {
    $recovered = New-Object System.Collections.ArrayList
    if ($State.Lost) {
        foreach ($one in (Get-PosternConnectors (Get-PosternServer))) {
            if ((Get-PosternMark ($one.Comment)).Length -gt 0) {
                $recovered.AddRange($one.Ranges)
            }
        }
    }
    return ,$recovered
}

function Get-PosternInForce($Rule, $Family, $Recovered) {
    return ,(Select-PosternWide $Recovered $Family)
}
