
function Test-PosternAdministrator {
    $identity = [System.Security.Principal.WindowsIdentity]::GetCurrent()
    $principal = New-Object System.Security.Principal.WindowsPrincipal($identity)
    return $principal.IsInRole([System.Security.Principal.WindowsBuiltInRole]::Administrator)
}

# What is said: to whoever runs this, and what is wrong also to the event log, for nobody may be there.

function Write-PosternLine($Text) {
    [System.Console]::Out.WriteLine($Text)
}

function Write-PosternWarning($Text) {
    [System.Console]::Error.WriteLine($Text)
    if ($WhatIf -or $ReadBack) {
        return
    }
    try {
        if (-not [System.Diagnostics.EventLog]::SourceExists('Postern')) {
            New-EventLog -LogName 'Application' -Source 'Postern'
        }
        Write-EventLog -LogName 'Application' -Source 'Postern' -EventId 1 -EntryType 'Warning' -Message $Text
    } catch {
        [System.Console]::Error.WriteLine('the event log cannot be written')
    }
}

# What is wanted: for each rule and family one part, which is held in one or more chunks of at most
# $PosternLimit ranges. The name and the frame of a chunk say to which part it belongs.

function Get-PosternFrame($Action, $Port, $To, $Interfaces) {
    $servers = Join-PosternRanges $To
    $names = New-Object System.Collections.ArrayList
    foreach ($name in $Interfaces) {
        [void]$names.Add($name)
    }
    $names.Sort([System.StringComparer]::OrdinalIgnoreCase)
    return $Action + ' ' + $Port + ' to=' + ($servers.ToArray() -join ',') + ' in=' + ($names.ToArray() -join ',')
}

# What a name is before the number of the chunk.
function Get-PosternPrefix($Name) {
    return $Name.Substring(0, $Name.LastIndexOf('-') + 1)
}

# A family that nobody is accepted of is refused by a block of all of it: no list is ever empty.
function Get-PosternPart($Rule, $Family, $Accepted) {
    $width = Get-PosternWidth $Family
    $to = Select-PosternFamily ($Rule.To) $Family
    $ranges = Join-PosternRanges $Accepted
    $action = 'Allow'
    $word = '-allow-'
    if ($Rule.Form -eq 'block' -or $ranges.Count -eq 0) {
        $action = 'Block'
        $word = '-block-'
        $ranges = Get-PosternComplement $ranges $width
    }
    return @{
        Prefix = 'Postern-' + $Rule.Name + $word + $Family + '-'
        Action = $action
        Port = $Rule.Port
        To = Get-PosternTexts $to
        In = $Rule.In
        Frame = Get-PosternFrame $action ($Rule.Port) $to ($Rule.In)
        Ranges = Split-PosternWhole $ranges $width
    }
}

function Get-PosternParts($Lists) {
    $parts = New-Object System.Collections.ArrayList
    foreach ($rule in $PosternRules) {
        foreach ($family in @('v4', 'v6')) {
            $to = Select-PosternFamily ($rule.To) $family
            if ($rule.To.Length -eq 0 -or $to.Count -gt 0) {
                [void]$parts.Add((Get-PosternPart $rule $family ($Lists[$rule.Name + ' ' + $family])))
            }
        }
    }
    return ,$parts
}

# The difference. A range that stays stays in its chunk; a new one goes where one with the same first
# or last address was, else where there is room, counting what is about to go: so no chunk is ever too
# long. A chunk that is not as it should be is replaced by others and goes last.

function Add-PosternToChunk($Chunk, $Range) {
    [void]$Chunk.Final.Add($Range)
    [void]$Chunk.Wide.Add($Range)
    $Chunk.Grows = $true
}

function New-PosternChunk($Part, $Number) {
    return @{
        Name = $Part.Prefix + $Number.ToString('000')
        Part = $Part
        Old = New-Object System.Collections.ArrayList
        Final = New-Object System.Collections.ArrayList
        Wide = New-Object System.Collections.ArrayList
        Fresh = $true
        Grows = $false
    }
}

function Set-PosternKept($Chunk, $Held, $Wanted, $Places) {
    foreach ($range in $Held.Ranges) {
        [void]$Chunk.Old.Add($range)
        [void]$Chunk.Wide.Add($range)
        if ($Wanted.ContainsKey($range) -and -not $Places.ContainsKey($range)) {
            $Places[$range] = $Chunk
            [void]$Chunk.Final.Add($range)
        }
        $Places[(Get-PosternFirst $range) + '<'] = $Chunk
        $Places[(Get-PosternLast $range) + '>'] = $Chunk
    }
}

function Get-PosternNear($Places, $Range) {
    foreach ($key in @(((Get-PosternFirst $Range) + '<'), ((Get-PosternLast $Range) + '>'))) {
        if ($Places.ContainsKey($key)) {
            $chunk = $Places[$key]
            if ($chunk.Wide.Count -lt $PosternLimit) {
                return $chunk
            }
        }
    }
    return $null
}

# The chunks of one part, each with what it holds, what it is to hold, and both at once.
function Get-PosternChunkPlan($Part, $Held) {
    $wanted = @{}
    foreach ($range in $Part.Ranges) {
        $wanted[$range] = $true
    }
    $chunks = New-Object System.Collections.ArrayList
    $places = @{}
    $taken = @{}
    foreach ($one in $Held) {
        $taken[$one.Name] = $true
        if ($one.Enabled -and $one.Frame -eq $Part.Frame -and (Get-PosternPrefix ($one.Name)) -eq $Part.Prefix) {
            $chunk = New-PosternChunk $Part 0
            $chunk.Name = $one.Name
            $chunk.Fresh = $false
            Set-PosternKept $chunk $one $wanted $places
            [void]$chunks.Add($chunk)
        }
    }
    $at = 0
    $number = 1
    foreach ($range in $Part.Ranges) {
        if ($places.ContainsKey($range)) {
            continue
        }
        $chunk = Get-PosternNear $places $range
        if ($chunk -eq $null) {
            while ($at -lt $chunks.Count -and $chunks[$at].Wide.Count -ge $PosternLimit) {
                $at += 1
            }
            if ($at -eq $chunks.Count) {
                while ($taken.ContainsKey($Part.Prefix + $number.ToString('000'))) {
                    $number += 1
                }
                [void]$chunks.Add((New-PosternChunk $Part $number))
                $number += 1
            }
            $chunk = $chunks[$at]
        }
        Add-PosternToChunk $chunk $range
    }
    return ,$chunks
}

function New-PosternOperation($Verb, $Name, $Part, $Before, $After) {
    return @{ Verb = $Verb; Name = $Name; Part = $Part; Before = $Before; After = $After }
}

# Everything that grows, then everything that shrinks: in between both the old and the new are held.
# What is allowed before and after is allowed in between, what is blocked before and after is blocked.
function Get-PosternOperations($Parts, $Held) {
    $growing = New-Object System.Collections.ArrayList
    $shrinking = New-Object System.Collections.ArrayList
    $clearing = New-Object System.Collections.ArrayList
    $used = @{}
    foreach ($part in $Parts) {
        foreach ($chunk in (Get-PosternChunkPlan $part $Held)) {
            if ($chunk.Fresh) {
                [void]$growing.Add((New-PosternOperation 'add' ($chunk.Name) $part ($chunk.Old) ($chunk.Final)))
            } elseif ($chunk.Grows) {
                [void]$growing.Add((New-PosternOperation 'set' ($chunk.Name) $part ($chunk.Old) ($chunk.Wide)))
            }
            if ($chunk.Final.Count -gt 0) {
                $used[$chunk.Name] = $true
            }
            if ($chunk.Final.Count -gt 0 -and $chunk.Wide.Count -gt $chunk.Final.Count) {
                [void]$shrinking.Add((New-PosternOperation 'set' ($chunk.Name) $part ($chunk.Wide) ($chunk.Final)))
            }
        }
    }
    foreach ($one in $Held) {
        if (-not $used.ContainsKey($one.Name)) {
            if ($one.Enabled) {
                [void]$shrinking.Add((New-PosternOperation 'disable' ($one.Name) $null ($one.Ranges) @()))
            }
            [void]$clearing.Add((New-PosternOperation 'remove' ($one.Name) $null ($one.Ranges) @()))
        }
    }
    return @{ Changes = @($growing.ToArray()) + @($shrinking.ToArray()); Clearing = $clearing }
}

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
    $before = @{}
    $after = @{}
    foreach ($range in $Operation.Before) {
        $before[$range] = $true
    }
    foreach ($range in $Operation.After) {
        $after[$range] = $true
    }
    foreach ($range in $Operation.After) {
        if (-not $before.ContainsKey($range)) {
            Write-PosternLine ('  + ' + (Get-PosternText $range))
        }
    }
    foreach ($range in $Operation.Before) {
        if (-not $after.ContainsKey($range)) {
            Write-PosternLine ('  - ' + (Get-PosternText $range))
        }
    }
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

# What stands against it.

# Whether a rule for '25', '20-30', 'Any' or several of them is one for this port.
function Test-PosternPort($Texts, $Port) {
    foreach ($text in $Texts) {
        if ($text -eq 'Any' -or $text -eq '*' -or $text -eq '' -or $text -eq $Port) {
            return $true
        }
        $dash = $text.IndexOf('-')
        if ($text -match '^[0-9]+-[0-9]+$') {
            if ([int]$text.Substring(0, $dash) -le [int]$Port -and [int]$text.Substring($dash + 1) -ge [int]$Port) {
                return $true
            }
        }
    }
    return $false
}

# Names that others gave to rules may hold anything.
function Get-PosternPlain($Text) {
    return ($Text -replace '[^ -~]', '?')
}

function Write-PosternObstacles($Rivals, $Profiles) {
    $found = $false
    foreach ($rule in $PosternRules) {
        if ($rule.Form -eq 'block') {
            continue
        }
        foreach ($rival in $Rivals) {
            if (Test-PosternPort ($rival.Ports) ($rule.Port)) {
                $name = Get-PosternPlain ($rival.Name)
                Write-PosternWarning ('Postern: rule ' + $rule.Name + ' has no effect: ' + $name + ' also allows port ' + $rule.Port)
                $found = $true
            }
        }
    }
    if ($PosternRules.Length -eq 0) {
        return $false
    }
    foreach ($one in $Profiles) {
        if (-not $one.Enabled) {
            Write-PosternWarning ('Postern: the firewall is off in profile ' + $one.Name)
            $found = $true
        }
        if ($one.Inbound -ne 'Block') {
            Write-PosternWarning ('Postern: profile ' + $one.Name + ' allows what no rule blocks')
            $found = $true
        }
        if (-not $one.Merges) {
            Write-PosternWarning ('Postern: group policy leaves local rules out in profile ' + $one.Name)
            $found = $true
        }
    }
    return $found
}

# For a program: one fact a line, and a last line that says that nothing is missing.
function Write-PosternReadBack {
    Write-PosternLine 'postern-read-back 1'
    foreach ($one in (Get-PosternHeld)) {
        $state = 'disabled'
        if ($one.Enabled) {
            $state = 'enabled'
        }
        Write-PosternLine ('chunk ' + $one.Name + ' ' + $state + ' ' + $one.Frame)
        foreach ($range in $one.Ranges) {
            Write-PosternLine ('range ' + $range)
        }
    }
    foreach ($name in (Get-PosternIneffective)) {
        Write-PosternLine ('ineffective ' + $name)
    }
    foreach ($rival in (Get-PosternRivals)) {
        Write-PosternLine ('rival ' + (Get-PosternPlain (@($rival.Ports) -join ',')).Replace(' ', '') + ' ' + (Get-PosternPlain ($rival.Name)))
    }
    foreach ($one in (Get-PosternProfiles)) {
        Write-PosternLine ('profile ' + $one.Name + ' ' + $one.Enabled + ' ' + $one.Inbound + ' ' + $one.Merges)
    }
    Write-PosternLine 'end'
}
