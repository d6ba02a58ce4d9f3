
# The lists are resolved here, each time, and what was answered is remembered. A name that gives no
# answer keeps what it has, however old. An answer takes away only what none has named for as long as
# the set keeps. Too few entries hold what would go, too many what would come.

function Get-PosternTime($Hours) {
    return [System.DateTime]::UtcNow.AddHours(0 - $Hours).ToString('yyyy-MM-dd.HH:mm', [System.Globalization.CultureInfo]::InvariantCulture)
}

# Whether a range of one address lies in one that no host on the Internet has.
function Test-PosternSpecial($Range, $Special) {
    $hex = Get-PosternFirst $Range
    foreach ($one in $Special) {
        if ([string]::CompareOrdinal($hex, (Get-PosternFirst $one)) -ge 0 -and [string]::CompareOrdinal($hex, (Get-PosternLast $one)) -le 0) {
            return $true
        }
    }
    return $false
}

# What a name says now, without what no guard lets in; nothing when it does not answer. The final dot
# makes it the whole name: no suffix of the host's is tried behind it.
function Get-PosternHeard($Set, $Name, $Family) {
    $heard = @{ Ranges = @{}; Fresh = $false; Code = 0 }
    try {
        foreach ($text in (Get-PosternAnswer ($Name + '.') $Family)) {
            $range = Get-PosternRange $text
            if ($range.Length -ne 2 * (Get-PosternWidth $Family) + 1) {
                throw ('not an address of its family: ' + $text)
            }
            if (-not $Set.Special -and (Test-PosternSpecial $range (Select-PosternFamily $PosternSpecial $Family))) {
                Write-PosternWarning ('Postern: ' + $Name + ' names ' + $text + ', which is refused')
                $heard.Code = 6
            } else {
                $heard.Ranges[$range] = $true
            }
        }
        $heard.Fresh = $true
    } catch {
        Write-PosternWarning ('Postern: ' + $Name + ' gives no answer, the last good one stays: ' + (Get-PosternPlain ($_.Exception.Message)))
        $heard.Ranges = @{}
        $heard.Code = 6
    }
    return $heard
}

# The widest and the narrowest of a week.
function Get-PosternExtremes($State, $Set, $Family, $Now) {
    $widest = $Now
    $narrowest = $Now
    foreach ($sample in $State.Samples) {
        if ($sample[1] -eq $Set.Name -and $sample[2] -eq $Family) {
            $count = [int]$sample[4]
            if ($count -gt $widest) {
                $widest = $count
            }
            if ($count -lt $narrowest) {
                $narrowest = $count
            }
        }
    }
    return @{ Widest = $widest; Narrowest = $narrowest }
}

# What is held of one family of a set.
function Get-PosternHold($State, $Set, $Family, $Before, $Published, $AllPublished) {
    $extremes = Get-PosternExtremes $State $Set $Family $Before
    $hold = @{ Removals = $false; Additions = $false }
    if ($AllPublished -lt $Set.AtLeast) {
        $hold.Removals = $true
    }
    if ($Published * 100 -lt $extremes.Widest * (100 - $Set.Shrink)) {
        $hold.Removals = $true
    }
    if ($Published -gt $Set.AtMost) {
        $hold.Additions = $true
    }
    if ($Before -gt 0 -and ($Published - $Set.GrowSlack) * 100 -gt $extremes.Narrowest * (100 + $Set.Grow)) {
        $hold.Additions = $true
    }
    return $hold
}

function Get-PosternNames($Set, $Family) {
    if ($Family -eq 'v4') {
        return ,$Set.NamesV4
    }
    return ,$Set.NamesV6
}

function Get-PosternEntries($State, $Key) {
    if (-not $State.Entries.ContainsKey($Key)) {
        $State.Entries[$Key] = @{}
    }
    return $State.Entries[$Key]
}

# Changes the entries of one name, but for the half that is held. Answers whether anything was held.
function Update-PosternEntries($Entries, $Heard, $Hold, $KeepHours) {
    $now = Get-PosternTime 0
    $end = Get-PosternTime $KeepHours
    $held = $false
    foreach ($range in @($Heard.Keys)) {
        if ($Entries.ContainsKey($range) -or -not $Hold.Additions) {
            $Entries[$range] = $now
        } else {
            $held = $true
        }
    }
    foreach ($range in @($Entries.Keys)) {
        if (-not $Heard.ContainsKey($range) -and [string]::CompareOrdinal($Entries[$range], $end) -le 0) {
            if ($Hold.Removals) {
                $held = $true
            } else {
                $Entries.Remove($range)
            }
        }
    }
    return $held
}

# Where no address of a family may mean that the question failed, it takes none of the known ones away.
function Test-PosternSilence($Name, $Answer, $Entries) {
    if ($Answer.Fresh -and -not $PosternSure -and $Answer.Ranges.Keys.Count -eq 0 -and $Entries.Keys.Count -gt 0) {
        Write-PosternWarning ('Postern: ' + $Name + ' names no address of a family any more, the last good ones stay')
        $Answer.Fresh = $false
        $Answer.Code = 6
    }
}

# Asks for all names of a set, and brings its entries up to date.
function Update-PosternSet($State, $Set, $Codes) {
    $heard = @{}
    $before = @{ v4 = 0; v6 = 0 }
    $published = @{ v4 = 0; v6 = 0 }
    $complete = $true
    foreach ($family in @('v4', 'v6')) {
        foreach ($name in (Get-PosternNames $Set $family)) {
            $key = $Set.Name + ' ' + $name + ' ' + $family
            $answer = Get-PosternHeard $Set $name $family
            $known = $State.Entries.ContainsKey($key)
            $entries = Get-PosternEntries $State $key
            Test-PosternSilence $name $answer $entries
            [void]$Codes.Add($answer.Code)
            $before[$family] += $entries.Keys.Count
            $published[$family] += $answer.Ranges.Keys.Count
            if (-not $answer.Fresh) {
                $published[$family] += $entries.Keys.Count
                $complete = $complete -and $known
            }
            $heard[$key] = $answer
        }
    }
    $all = $published.v4 + $published.v6
    if ($before.v4 + $before.v6 -eq 0 -and $heard.Keys.Count -gt 0 -and $all -lt $Set.AtLeast) {
        Write-PosternWarning ('Postern: set ' + $Set.Name + ' has fewer entries than it must have')
        [void]$Codes.Add(6)
        return $false
    }
    foreach ($family in @('v4', 'v6')) {
        $hold = Get-PosternHold $State $Set $family ($before[$family]) ($published[$family]) $all
        $count = 0
        foreach ($name in (Get-PosternNames $Set $family)) {
            $key = $Set.Name + ' ' + $name + ' ' + $family
            $entries = Get-PosternEntries $State $key
            if ($heard[$key].Fresh -and (Update-PosternEntries $entries ($heard[$key].Ranges) $hold ($Set.KeepHours))) {
                Write-PosternWarning ('Postern: a guard holds a change of set ' + $Set.Name + ' (' + $family + ')')
                [void]$Codes.Add(6)
            }
            $count += $entries.Keys.Count
        }
        [void]$State.Samples.Add(@('sample', $Set.Name, $family, (Get-PosternTime 0), [string]$count))
    }
    return $complete
}

# All that a set holds: what is fixed, what its names say, and the sets that it includes.
function Get-PosternMembers($State, $Set, $Family, $Members) {
    $ranges = Select-PosternFamily ($Set.Fixed) $Family
    foreach ($name in (Get-PosternNames $Set $Family)) {
        foreach ($range in @((Get-PosternEntries $State ($Set.Name + ' ' + $name + ' ' + $Family)).Keys)) {
            [void]$ranges.Add($range)
        }
    }
    foreach ($other in $Set.Includes) {
        $ranges.AddRange($Members[$other + ' ' + $Family])
    }
    return ,(Remove-PosternRanges $ranges (Select-PosternFamily ($Set.Never) $Family) (Get-PosternWidth $Family))
}

function Get-PosternAccepted($Rule, $Family, $Members) {
    $ranges = New-Object System.Collections.ArrayList
    foreach ($set in $Rule.Sets) {
        $ranges.AddRange($Members[$set + ' ' + $Family])
    }
    return ,(Remove-PosternRanges $ranges (Select-PosternFamily ($Rule.Never) $Family) (Get-PosternWidth $Family))
}

# What each rule accepts, by its name and the family.
function Get-PosternRanges($State, $Members, $Codes) {
    $ranges = @{}
    $recovered = Get-PosternRecovered $State
    foreach ($rule in $PosternRules) {
        $sum = 0
        foreach ($family in @('v4', 'v6')) {
            $list = Add-PosternKept $State $rule $family (Get-PosternAccepted $rule $family $Members) $recovered
            $ranges[$rule.Name + ' ' + $family] = $list
            $sum += $list.Count
        }
        if ($sum -eq 0 -and $rule.Sets.Length -gt 0) {
            Write-PosternWarning ('Postern: rule ' + $rule.Name + ' would accept no peer')
            [void]$Codes.Add(6)
            return $null
        }
    }
    return $ranges
}

function Get-PosternLists {
    $state = Read-PosternState
    $codes = New-Object System.Collections.ArrayList
    [void]$codes.Add($state.Code)
    $complete = $true
    $members = @{}
    foreach ($set in $PosternSets) {
        if (-not (Update-PosternSet $state $set $codes)) {
            $complete = $false
        }
        foreach ($family in @('v4', 'v6')) {
            $members[$set.Name + ' ' + $family] = Get-PosternMembers $state $set $family $members
        }
    }
    $ranges = Get-PosternRanges $state $members $codes
    if (-not $complete -or $null -eq $ranges) {
        Write-PosternWarning 'Postern: without an answer to each name the rules stay as they are'
        [void]$codes.Add(6)
        $complete = $false
    }
    return @{ Ranges = $ranges; Code = (Select-PosternCode $codes); Complete = $complete; State = $state }
}
