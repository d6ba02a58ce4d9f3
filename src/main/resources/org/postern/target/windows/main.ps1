
# The run.

# What stands against what is meant.
function Get-PosternObstacles($Parts, $Held) {
    if ($PosternRules.Length -eq 0) {
        return 0
    }
    $rivals = Write-PosternRivals (Get-PosternRivals $Parts $Held)
    if ((Write-PosternProfiles (Get-PosternProfiles)) -or $rivals) {
        return 7
    }
    return 0
}

# After the changes: looks whether what is meant is held and in force.
function Confirm-Postern($Parts, $Whole) {
    try {
        $held = Get-PosternHeld
        if ($Whole -and -not (Test-PosternHeld $Parts $held)) {
            Write-PosternWarning 'Postern: what is held afterwards is not what is meant'
            return 4
        }
        $code = Get-PosternObstacles $Parts $held
        foreach ($name in (Get-PosternIneffective)) {
            Write-PosternWarning ('Postern: ' + $name + ' is not in force')
            $code = 7
        }
        return $code
    } catch {
        Write-PosternWarning ('Postern: all was carried out, but not confirmed: ' + $_.Exception.Message)
        return 4
    }
}

# What was answered is remembered before anything is changed. Where it cannot be, addresses are added
# and none is taken away.
function Update-Postern($Parts, $Plan, $Lists, $Codes) {
    $whole = Save-PosternLists $Lists
    $changes = @($Plan.Growing.ToArray())
    if ($whole) {
        $changes = $changes + @($Plan.Shrinking.ToArray())
    }
    $code = Invoke-PosternChanges $changes
    if ($code -ne 0) {
        return $code
    }
    if ($whole) {
        [void]$Codes.Add((Invoke-PosternClearing ($Plan.Clearing)))
    } else {
        [void]$Codes.Add(4)
    }
    [void]$Codes.Add((Confirm-Postern $Parts $whole))
    return (Select-PosternCode $Codes)
}

function Invoke-Postern {
    $codes = New-Object System.Collections.ArrayList
    $lists = Get-PosternLists
    [void]$codes.Add($lists.Code)
    if (-not $lists.Complete) {
        return $lists.Code
    }
    if (-not $WhatIf) {
        Repair-PosternNames
    }
    $parts = Get-PosternParts ($lists.Ranges)
    $held = Get-PosternHeld
    $plan = Get-PosternOperations $parts $held (Get-PosternTaken)
    foreach ($operation in @($plan.Growing.ToArray()) + @($plan.Shrinking.ToArray()) + @($plan.Clearing.ToArray())) {
        Write-PosternOperation $operation
        if ($WhatIf) {
            [void]$codes.Add(2)
        }
    }
    if (-not $WhatIf) {
        return (Update-Postern $parts $plan $lists $codes)
    }
    [void]$codes.Add((Get-PosternObstacles $parts $held))
    return (Select-PosternCode $codes)
}

try {
    if (-not (Test-PosternAdministrator)) {
        [System.Console]::Error.WriteLine('Postern: the rights of an administrator are missing')
        exit 77
    }
    if ($ReadBack) {
        Write-PosternReadBack
        exit 0
    }
    exit (Invoke-Postern)
} catch {
    Write-PosternWarning ('Postern: nothing was changed: ' + $_.Exception.Message)
    exit 1
}
