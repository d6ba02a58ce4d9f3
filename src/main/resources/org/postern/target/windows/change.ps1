
# Carrying it out.

function Invoke-PosternOperation($Operation) {
    if ($Operation.Verb -eq 'add') {
        Add-PosternRule ($Operation.Name) ($Operation.Part) (Get-PosternTexts ($Operation.After))
    } elseif ($Operation.Verb -eq 'set') {
        Set-PosternAddresses ($Operation.Name) (Get-PosternTexts ($Operation.After))
    } elseif ($Operation.Verb -eq 'disable') {
        Set-PosternEnabled ($Operation.Name) $false
    } else {
        Remove-PosternRule ($Operation.Name)
    }
}

# The one that failed may have been carried out as well.
function Undo-PosternOperation($Operation) {
    if ($Operation.Verb -eq 'add') {
        foreach ($one in (Get-PosternHeld)) {
            if ($one.Name -eq $Operation.Name) {
                Remove-PosternRule ($Operation.Name)
            }
        }
    } elseif ($Operation.Verb -eq 'set') {
        Set-PosternAddresses ($Operation.Name) (Get-PosternTexts ($Operation.Before))
    } else {
        Set-PosternEnabled ($Operation.Name) $true
    }
}

function Invoke-PosternChanges($Changes) {
    $begun = New-Object System.Collections.ArrayList
    try {
        foreach ($operation in $Changes) {
            [void]$begun.Add($operation)
            Invoke-PosternOperation $operation
        }
    } catch {
        Write-PosternWarning ('Postern: a change failed: ' + $_.Exception.Message)
        $begun.Reverse()
        return (Undo-PosternChanges $begun)
    }
    return 0
}

# It ends with the first that cannot be put back: what grew before may hold the only copy of an address.
function Undo-PosternChanges($Begun) {
    try {
        foreach ($operation in $Begun) {
            Undo-PosternOperation $operation
        }
    } catch {
        Write-PosternWarning ('Postern: not all could be put back: ' + $_.Exception.Message)
        return 4
    }
    Write-PosternLine 'what was found before is back in place'
    return 3
}

# What is cleared away is disabled already, and means nothing any more.
function Invoke-PosternClearing($Clearing) {
    try {
        foreach ($operation in $Clearing) {
            Invoke-PosternOperation $operation
        }
    } catch {
        Write-PosternWarning ('Postern: a disabled rule could not be removed: ' + $_.Exception.Message)
        return 4
    }
    return 0
}

function Write-PosternOperation($Operation) {
    Write-PosternLine ($Operation.Verb + ' ' + $Operation.Name)
    Write-PosternDifference ($Operation.Before) ($Operation.After)
}

# Whether the parts are held as they are meant, address by address, and nothing beside them.
function Test-PosternHeld($Parts, $Held) {
    $sums = @{}
    foreach ($one in $Held) {
        $found = $false
        foreach ($part in $Parts) {
            if ($one.Enabled -and $one.Frame -eq $part.Frame -and (Get-PosternPrefix ($one.Name)) -eq $part.Prefix) {
                if (-not $sums.ContainsKey($part.Prefix)) {
                    $sums[$part.Prefix] = New-Object System.Collections.ArrayList
                }
                $sums[$part.Prefix].AddRange($one.Ranges)
                $found = $true
            }
        }
        if (-not $found) {
            return $false
        }
    }
    foreach ($part in $Parts) {
        $sum = @()
        if ($sums.ContainsKey($part.Prefix)) {
            $sum = $sums[$part.Prefix]
        }
        $wanted = (Join-PosternRanges ($part.Ranges)).ToArray() -join ' '
        if (((Join-PosternRanges $sum).ToArray() -join ' ') -ne $wanted) {
            return $false
        }
    }
    return $true
}
