
# The run.

# The code of what is most in need of attention.
function Select-PosternCode($Codes) {
    foreach ($code in @(4, 3, 7, 6, 5, 2)) {
        foreach ($one in $Codes) {
            if ($one -eq $code) {
                return $code
            }
        }
    }
    return 0
}

# After the changes: remembers the lists, and looks whether what is meant is held and in force.
function Confirm-Postern($Parts, $Lists) {
    try {
        Save-PosternLists $Lists
        if (-not (Test-PosternHeld $Parts (Get-PosternHeld))) {
            Write-PosternWarning 'Postern: what is held afterwards is not what is meant'
            return 4
        }
        $code = 0
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

function Invoke-Postern {
    $codes = New-Object System.Collections.ArrayList
    $lists = Get-PosternLists
    [void]$codes.Add($lists.Code)
    if (-not $lists.Complete) {
        return $lists.Code
    }
    $parts = Get-PosternParts ($lists.Ranges)
    $plan = Get-PosternOperations $parts (Get-PosternHeld)
    foreach ($operation in @($plan.Changes) + @($plan.Clearing.ToArray())) {
        Write-PosternOperation $operation
        if ($WhatIf) {
            [void]$codes.Add(2)
        }
    }
    if (-not $WhatIf) {
        $code = Invoke-PosternChanges ($plan.Changes)
        if ($code -ne 0) {
            return $code
        }
        [void]$codes.Add((Invoke-PosternClearing ($plan.Clearing)))
        [void]$codes.Add((Confirm-Postern $parts $lists))
    }
    if (Write-PosternObstacles (Get-PosternRivals) (Get-PosternProfiles)) {
        [void]$codes.Add(7)
    }
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
