
# What is remembered lies beside this script, in a folder that only administrators may write to:
#
#   name SET NAME FAMILY                 a name that has answered
#   entry SET NAME FAMILY RANGE DATE     an address, and when an answer last named it
#   sample SET FAMILY DATE COUNT         how many were in force, for a week
#   kept RULE FAMILY RANGE DATE          an address of a lost memory that the firewall still had, and since when
#   end SUM                              the checksum of all lines before

function Get-PosternFile($Ending) {
    if ([string]$PosternPath -eq '') {
        throw 'run this script from a file: what it remembers lies beside it'
    }
    return [System.IO.Path]::Combine([System.IO.Path]::GetDirectoryName($PosternPath), 'postern-last-good.' + $Ending)
}

function New-PosternState {
    return @{ Entries = @{}; Samples = New-Object System.Collections.ArrayList; Kept = @{}; Code = 0; Lost = $false }
}

function Get-PosternSum($Lines) {
    $text = ($Lines.ToArray() -join [System.Environment]::NewLine)
    $hash = [System.Security.Cryptography.SHA1]::Create()
    return [System.BitConverter]::ToString($hash.ComputeHash([System.Text.Encoding]::UTF8.GetBytes($text))).Replace('-', '').ToLowerInvariant()
}

# How many hours the set that keeps longest keeps an address that no answer names.
function Get-PosternLongest {
    $hours = 0
    foreach ($set in $PosternSets) {
        if ($set.KeepHours -gt $hours) {
            $hours = $set.KeepHours
        }
    }
    return $hours
}

# One line, which must be one of those that are written. A week of samples is enough.
function Read-PosternLine($Line, $State) {
    $words = $Line.Split(' ')
    $range = '([0-9a-f]{8}-[0-9a-f]{8}|[0-9a-f]{32}-[0-9a-f]{32})'
    $date = '[0-9]{4}-[0-9]{2}-[0-9]{2}\.[0-9]{2}:[0-9]{2}'
    if ($Line -cmatch ('^entry [^ ]+ [^ ]+ v[46] ' + $range + ' ' + $date + '$')) {
        $State.Entries[$words[1] + ' ' + $words[2] + ' ' + $words[3]][$words[4]] = $words[5]
    } elseif ($Line -cmatch '^name [^ ]+ [^ ]+ v[46]$') {
        $State.Entries[$words[1] + ' ' + $words[2] + ' ' + $words[3]] = @{}
    } elseif ($Line -cmatch ('^kept [^ ]+ v[46] ' + $range + ' ' + $date + '$')) {
        $key = $words[1] + ' ' + $words[2]
        if (-not $State.Kept.ContainsKey($key)) {
            $State.Kept[$key] = @{}
        }
        if ([string]::CompareOrdinal($words[4], (Get-PosternTime (Get-PosternLongest))) -gt 0) {
            $State.Kept[$key][$words[3]] = $words[4]
        }
    } elseif ($Line -cmatch ('^sample [^ ]+ v[46] ' + $date + ' [0-9]{1,9}$')) {
        if ([string]::CompareOrdinal($words[3], (Get-PosternTime 168)) -ge 0) {
            [void]$State.Samples.Add($words)
        }
    } else {
        throw ('it has a line that makes no sense: ' + (Get-PosternPlain $Line))
    }
}

# All of a file, or a fault. Those of earlier versions end without a checksum.
function Read-PosternFile($File) {
    $state = New-PosternState
    $lines = New-Object System.Collections.ArrayList
    $last = ''
    foreach ($line in [System.IO.File]::ReadAllLines($File)) {
        if ($last -ne '') {
            [void]$lines.Add($last)
        }
        $last = $line
    }
    if ($last -cnotmatch '^end( [0-9a-f]{40})?$') {
        throw 'it is cut off'
    }
    if ($last -ne 'end' -and $last -ne 'end ' + (Get-PosternSum $lines)) {
        throw 'its checksum is wrong'
    }
    foreach ($line in $lines) {
        Read-PosternLine $line $state
    }
    return $state
}

# What is remembered: the file, or the one before it. Where neither can be used the names are asked as on
# a first run, and what the firewall has is kept for a while.
function Read-PosternState {
    $code = 0
    foreach ($ending in @('txt', 'old')) {
        $file = Get-PosternFile $ending
        if ([System.IO.File]::Exists($file)) {
            try {
                $state = Read-PosternFile $file
                $state.Code = $code
                return $state
            } catch {
                Write-PosternWarning ('Postern: postern-last-good.' + $ending + ' is damaged: ' + $_.Exception.Message)
                $code = 6
            }
        } elseif ($ending -eq 'txt' -and [System.IO.File]::Exists((Get-PosternFile 'old'))) {
            Write-PosternWarning 'Postern: postern-last-good.txt is missing, the one before it is used'
            $code = 6
        }
    }
    $state = New-PosternState
    $state.Code = $code
    $state.Lost = ($code -ne 0)
    return $state
}

function Get-PosternStateLines($State) {
    $lines = New-Object System.Collections.ArrayList
    foreach ($key in @($State.Entries.Keys)) {
        [void]$lines.Add('name ' + $key)
        foreach ($range in @($State.Entries[$key].Keys)) {
            [void]$lines.Add('entry ' + $key + ' ' + $range + ' ' + $State.Entries[$key][$range])
        }
    }
    foreach ($key in @($State.Kept.Keys)) {
        foreach ($range in @($State.Kept[$key].Keys)) {
            [void]$lines.Add('kept ' + $key + ' ' + $range + ' ' + $State.Kept[$key][$range])
        }
    }
    # A name comes before its entries.
    $lines.Sort([System.StringComparer]::Ordinal)
    $lines.Reverse()
    foreach ($sample in $State.Samples) {
        [void]$lines.Add($sample -join ' ')
    }
    [void]$lines.Add('end ' + (Get-PosternSum $lines))
    return ,$lines
}

# It is on the disk before it takes the place of the old one, which stays beside it.
function Write-PosternState($State) {
    $new = Get-PosternFile 'new'
    $file = Get-PosternFile 'txt'
    $text = ((Get-PosternStateLines $State).ToArray() -join [System.Environment]::NewLine) + [System.Environment]::NewLine
    $bytes = [System.Text.Encoding]::UTF8.GetBytes($text)
    $stream = New-Object System.IO.FileStream($new, [System.IO.FileMode]::Create, [System.IO.FileAccess]::Write, [System.IO.FileShare]::None, 4096, [System.IO.FileOptions]::WriteThrough)
    try {
        $stream.Write($bytes, 0, $bytes.Length)
    } finally {
        $stream.Close()
    }
    if ([System.IO.File]::Exists($file)) {
        [System.IO.File]::Replace($new, $file, (Get-PosternFile 'old'))
    } else {
        [System.IO.File]::Move($new, $file)
    }
}

# Whether it could be remembered, and removals may go on.
function Save-PosternLists($Lists) {
    try {
        Write-PosternState ($Lists.State)
        return $true
    } catch {
        Write-PosternWarning ('Postern: the answers cannot be remembered, so nothing is taken away: ' + $_.Exception.Message)
        return $false
    }
}

# Whether a range is no larger than the addresses of a filter that lie side by side: within a /24 or /64.
# A larger one was never the answer of a name.
function Test-PosternSmall($Range, $Family) {
    $length = 6
    if ($Family -eq 'v6') {
        $length = 16
    }
    return (Get-PosternFirst $Range).Substring(0, $length) -eq (Get-PosternLast $Range).Substring(0, $length)
}

# What no set may hold, whatever was in force.
function Get-PosternNever($Rule, $Family) {
    $never = Select-PosternFamily ($Rule.Never) $Family
    foreach ($set in $PosternSets) {
        $never.AddRange((Select-PosternFamily ($set.Never) $Family))
    }
    return ,$never
}

# A list and what is kept beside it of a lost memory, for as long as an address that no answer names.
function Add-PosternKept($State, $Rule, $Family, $List, $Recovered) {
    $width = Get-PosternWidth $Family
    $key = $Rule.Name + ' ' + $Family
    $never = Get-PosternNever $Rule $Family
    if (-not $State.Kept.ContainsKey($key)) {
        $State.Kept[$key] = @{}
    }
    if ($Recovered.Count -gt 0) {
        $known = Join-PosternRanges $List
        $known.AddRange($never)
        $small = New-Object System.Collections.ArrayList
        foreach ($range in (Get-PosternInForce $Rule $Family $Recovered)) {
            if (Test-PosternSmall $range $Family) {
                [void]$small.Add($range)
            }
        }
        foreach ($range in (Remove-PosternRanges $small $known $width)) {
            $State.Kept[$key][$range] = Get-PosternTime 0
        }
    }
    if ($State.Kept[$key].Keys.Count -eq 0) {
        return ,$List
    }
    $all = Remove-PosternRanges @($State.Kept[$key].Keys) $never $width
    $all.AddRange($List)
    return ,(Join-PosternRanges $all)
}
