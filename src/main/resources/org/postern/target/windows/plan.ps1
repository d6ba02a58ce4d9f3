
# What is wanted: for each rule and family one part, which is held in one or more chunks of at most
# $PosternLimit ranges. The name and the frame of a chunk say to which part it belongs.

function Get-PosternFrame($Action, $Port, $To, $Interfaces) {
    $servers = Join-PosternRanges $To
    $names = New-Object System.Collections.ArrayList
    foreach ($name in $Interfaces) {
        [void]$names.Add((ConvertTo-PosternWord $name))
    }
    $names.Sort([System.StringComparer]::OrdinalIgnoreCase)
    return $Action + ' ' + $Port + ' to=' + ($servers.ToArray() -join ',') + ' in=' + ($names.ToArray() -join ',')
}

# What a name is before the number of the chunk.
function Get-PosternPrefix($Name) {
    return $Name.Substring(0, $Name.LastIndexOf('-') + 1)
}

# The names of interfaces in the data are escaped as in a regular expression.
function Get-PosternInterfaces($Rule) {
    $names = New-Object System.Collections.ArrayList
    foreach ($name in $Rule.In) {
        [void]$names.Add([System.Text.RegularExpressions.Regex]::Unescape($name))
    }
    return ,$names.ToArray()
}

# A family of which no peer is accepted is refused by a block of all of it: no list is ever empty.
function Get-PosternPart($Rule, $Family, $Accepted) {
    $width = Get-PosternWidth $Family
    $to = Select-PosternTaken (Select-PosternFamily ($Rule.To) $Family)
    $in = Get-PosternInterfaces $Rule
    $ranges = Select-PosternTaken (Join-PosternRanges $Accepted)
    $action = 'Allow'
    $word = '-allow-'
    if ($Rule.Form -eq 'block' -or $ranges.Count -eq 0) {
        $action = 'Block'
        $word = '-block-'
        $ranges = Select-PosternTaken (Get-PosternComplement $ranges $width)
    }
    return @{
        Rule = $Rule.Name
        Family = $Family
        Prefix = 'Postern-' + $Rule.Name + $word + $Family + '-'
        Action = $action
        Port = $Rule.Port
        To = $to
        In = $in
        Frame = Get-PosternFrame $action ($Rule.Port) $to $in
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

# What is held: a rule of ours as it was found. What it asks that none of ours asks stands in its frame.
function Get-PosternChunk($Found) {
    $ranges = New-Object System.Collections.ArrayList
    $to = New-Object System.Collections.ArrayList
    $odd = $Found.Oddity
    foreach ($text in $Found.Remote) {
        $odd = $odd + (Read-PosternText $text $ranges)
    }
    foreach ($text in $Found.Local) {
        $odd = $odd + (Read-PosternText $text $to)
    }
    $port = (Get-PosternPlain ($Found.Port)).Replace(' ', '')
    return @{
        Name = $Found.Name
        Enabled = $Found.Enabled
        Action = $Found.Action
        Port = $port
        To = $to
        In = $Found.In
        Odd = ($odd -ne '')
        Frame = (Get-PosternFrame ($Found.Action) $port $to ($Found.In)) + $odd
        Ranges = $ranges
    }
}

# Adds a text to ranges; what is none is told as a word of a frame.
function Read-PosternText($Text, $Ranges) {
    $range = Find-PosternRange $Text
    if ($range -ne '') {
        [void]$Ranges.Add($range)
        return ''
    }
    return ' odd=' + (Get-PosternPlain $Text).Replace(' ', '')
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

# Whether chunks hold a part as it is meant, though in other pieces: Windows joins what it is given.
function Test-PosternAlike($Part, $Chunks) {
    $met = @{}
    $sum = New-Object System.Collections.ArrayList
    foreach ($chunk in $Chunks) {
        foreach ($range in $chunk.Old) {
            if ($met.ContainsKey($range)) {
                return $false
            }
            $met[$range] = $true
            [void]$sum.Add($range)
        }
    }
    $wanted = (Join-PosternRanges ($Part.Ranges)).ToArray() -join ' '
    return ($sum.Count -gt 0 -and ((Join-PosternRanges $sum).ToArray() -join ' ') -eq $wanted)
}

# The chunks of one part that are held, with what of it they hold.
function Get-PosternKept($Part, $Held, $Places) {
    $wanted = @{}
    foreach ($range in $Part.Ranges) {
        $wanted[$range] = $true
    }
    $chunks = New-Object System.Collections.ArrayList
    foreach ($one in $Held) {
        if ($one.Enabled -and $one.Frame -eq $Part.Frame -and (Get-PosternPrefix ($one.Name)) -eq $Part.Prefix) {
            $chunk = New-PosternChunk $Part 0
            $chunk.Name = $one.Name
            $chunk.Fresh = $false
            Set-PosternKept $chunk $one $wanted $Places
            [void]$chunks.Add($chunk)
        }
    }
    return ,$chunks
}

# The chunks of one part, each with what it holds, what it is to hold, and both at once.
function Get-PosternChunkPlan($Part, $Held, $Taken) {
    $places = @{}
    $chunks = Get-PosternKept $Part $Held $places
    if (Test-PosternAlike $Part $chunks) {
        foreach ($chunk in $chunks) {
            $chunk.Final = $chunk.Old
        }
        return ,$chunks
    }
    $at = 0
    $number = 1
    foreach ($range in $Part.Ranges) {
        if ($places.ContainsKey($range)) {
            continue
        }
        $chunk = Get-PosternNear $places $range
        if ($null -eq $chunk) {
            while ($at -lt $chunks.Count -and $chunks[$at].Wide.Count -ge $PosternLimit) {
                $at += 1
            }
            if ($at -eq $chunks.Count) {
                while ($Taken.ContainsKey($Part.Prefix + $number.ToString('000'))) {
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

# First everything that grows, then everything that shrinks: in between both old and new are held.
# What is allowed before and after is allowed in between, what is blocked before and after is blocked.
function Get-PosternOperations($Parts, $Held, $Taken) {
    $growing = New-Object System.Collections.ArrayList
    $shrinking = New-Object System.Collections.ArrayList
    $clearing = New-Object System.Collections.ArrayList
    $used = @{}
    foreach ($part in $Parts) {
        foreach ($chunk in (Get-PosternChunkPlan $part $Held $Taken)) {
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
    return @{ Growing = $growing; Shrinking = $shrinking; Clearing = $clearing }
}
