
# The run.

# What is accepted now beside the new list stays, where the answers cannot be remembered: nothing is taken
# away then.
function Add-PosternPresent($Change) {
    $ranges = New-Object System.Collections.ArrayList
    $ranges.AddRange($Change.Ranges)
    if ((Get-PosternMark ($Change.Connector.Comment)).Length -gt 0) {
        $ranges.AddRange($Change.Connector.Ranges)
    }
    return (New-PosternChange ($Change.Connector) (Join-PosternFamilies $ranges) ($Change.Comment))
}

# After the changes: looks whether what is meant is held, and whether others take mail from everywhere.
function Confirm-Postern($Server, $Changes, $Meant) {
    try {
        $connectors = Get-PosternConnectors $Server
        foreach ($change in $Changes) {
            foreach ($one in $connectors) {
                if ($one.Identity -eq $change.Connector.Identity -and -not (Test-PosternDone (New-PosternChange $one ($change.Ranges) ($change.Comment)))) {
                    Write-PosternWarning 'Postern: what is held afterwards is not what is meant'
                    return 4
                }
            }
        }
        if ($null -eq $Meant) {
            return 0
        }
        return (Write-PosternOthers (Get-PosternOthers $connectors ($Meant.Connector) ($Meant.Ranges)))
    } catch {
        Write-PosternWarning ('Postern: all was carried out, but not confirmed: ' + (Get-PosternPlain ($_.Exception.Message)))
        return 4
    }
}

function Restart-PosternServices($Server) {
    Restart-Service -Name 'MSExchangeTransport' -ErrorAction Stop
    if ($Server.Major -ge 15 -and -not $Server.Edge) {
        Restart-Service -Name 'MSExchangeFrontEndTransport' -ErrorAction Stop
    }
}

# What was answered is remembered before anything is changed.
function Update-Postern($Server, $Plan, $Lists, $Codes) {
    $changes = $Plan.Changes
    if (-not (Save-PosternLists $Lists)) {
        [void]$Codes.Add(4)
        $changes = New-Object System.Collections.ArrayList
        if ($null -ne $Plan.Meant) {
            $kept = Add-PosternPresent ($Plan.Meant)
            if (-not (Test-PosternDone $kept)) {
                [void]$changes.Add($kept)
            }
        }
    }
    $code = Invoke-PosternChanges $changes
    if ($code -ne 0) {
        return $code
    }
    [void]$Codes.Add((Confirm-Postern $Server $changes ($Plan.Meant)))
    if ($Restart -and $changes.Count -gt 0) {
        Restart-PosternServices $Server
    }
    return (Select-PosternCode $Codes)
}

function Invoke-Postern($Server, $Connectors) {
    $codes = New-Object System.Collections.ArrayList
    $lists = Get-PosternLists
    [void]$codes.Add($lists.Code)
    if (-not $lists.Complete) {
        return $lists.Code
    }
    $plan = Get-PosternChanges $Connectors $Server ($lists.Ranges)
    [void]$codes.Add($plan.Code)
    foreach ($change in $plan.Changes) {
        Write-PosternChange $change
        if ($change.Ranges.Count -gt 1200) {
            Write-PosternWarning ('Postern: the list has ' + $change.Ranges.Count + ' entries; Exchange takes 1,200 to 1,300')
        }
        if ($WhatIf) {
            [void]$codes.Add(2)
        }
    }
    if (-not $WhatIf) {
        return (Update-Postern $Server $plan $lists $codes)
    }
    if ($null -ne $plan.Meant) {
        [void]$codes.Add((Write-PosternOthers (Get-PosternOthers $Connectors ($plan.Meant.Connector) ($plan.Meant.Ranges))))
    }
    return (Select-PosternCode $codes)
}

function Write-PosternList($Server, $Connectors) {
    Write-PosternLine ('server ' + $Server.Name + ', ' + $Server.Version + ', ' + $Server.Roles)
    $name = $PosternConnector
    if ($name -eq '') {
        $name = Get-PosternDefaultName $Server
    }
    foreach ($one in $Connectors) {
        $line = '  ' + (Get-PosternPlain $one.Name) + ': ' + $one.Role + ', ' + $one.Bindings + ', ' + $one.Ranges.Count + ' ranges'
        if (-not $one.Enabled) {
            $line = $line + ', disabled'
        }
        if ((Get-PosternMark ($one.Comment)).Length -gt 0) {
            $line = $line + ', held by Postern'
        }
        if ($one.Name -eq $name) {
            $line = $line + '   <- the one that is meant'
        }
        Write-PosternLine $line
    }
}

# For a program: one fact a line, and a last line that says that nothing is missing. All is read before
# anything is printed.
function Write-PosternReadBack($Connectors) {
    $lines = New-Object System.Collections.ArrayList
    [void]$lines.Add('postern-exchange 1')
    foreach ($one in $Connectors) {
        $mark = Get-PosternMark ($one.Comment)
        if ($mark.Length -lt 4) {
            continue
        }
        [void]$lines.Add('held ' + $mark[2] + ' ' + $mark[3])
        for ($i = 4; $i -lt $mark.Length; $i += 1) {
            [void]$lines.Add('beside ' + (Get-PosternRange ($mark[$i])))
        }
        foreach ($range in $one.Ranges) {
            [void]$lines.Add('range ' + $range)
        }
        foreach ($other in (Get-PosternOthers $Connectors $one ($one.Ranges))) {
            if ($other.Everywhere) {
                [void]$lines.Add('void ' + (Get-PosternPlain $other.Name))
            } elseif ($other.Beside.Count -gt 0) {
                [void]$lines.Add('other ' + (Get-PosternPlain $other.Name))
            }
        }
    }
    [void]$lines.Add('end')
    foreach ($line in $lines) {
        Write-PosternLine $line
    }
}

try {
    Import-PosternExchange
    $PosternFound = Get-PosternServer
    $PosternOnEdge = $PosternFound.Edge
    $PosternConnectors = Get-PosternConnectors $PosternFound
    if ($List) {
        Write-PosternList $PosternFound $PosternConnectors
        exit 0
    }
    if ($ReadBack) {
        Write-PosternReadBack $PosternConnectors
        exit 0
    }
    exit (Invoke-Postern $PosternFound $PosternConnectors)
} catch {
    Write-PosternWarning ('Postern: nothing was changed: ' + (Get-PosternPlain ($_.Exception.Message)))
    exit 1
}
