
# What is in force, for a memory that is lost.

# What the firewall has of a rule and family that was accepted; nothing where it has nothing of it.
function Get-PosternInForce($Rule, $Family, $Held) {
    $width = Get-PosternWidth $Family
    $to = Select-PosternTaken (Select-PosternFamily ($Rule.To) $Family)
    $in = Get-PosternInterfaces $Rule
    foreach ($action in @('Allow', 'Block')) {
        $prefix = 'Postern-' + $Rule.Name + '-' + $action.ToLowerInvariant() + '-' + $Family + '-'
        $frame = Get-PosternFrame $action ($Rule.Port) $to $in
        $ranges = New-Object System.Collections.ArrayList
        foreach ($one in $Held) {
            if ($one.Enabled -and $one.Frame -eq $frame -and (Get-PosternPrefix ($one.Name)) -eq $prefix) {
                $ranges.AddRange($one.Ranges)
            }
        }
        if ($ranges.Count -gt 0 -and $action -eq 'Block') {
            return ,(Get-PosternComplement (Join-PosternRanges $ranges) $width)
        }
        if ($ranges.Count -gt 0) {
            return ,(Join-PosternRanges $ranges)
        }
    }
    return ,(New-Object System.Collections.ArrayList)
}

# What the firewall has when the memory is lost.
function Get-PosternRecovered($State) {
    if ($State.Lost) {
        return ,(Get-PosternHeld)
    }
    return ,(New-Object System.Collections.ArrayList)
}
