
# The change: one write for each connector, and what it was before.

# The addresses of all servers of the organisation; those of a server that no name gives stay as they are.
function Get-PosternOwn {
    $own = @{ Ranges = New-Object System.Collections.ArrayList; Code = 0 }
    foreach ($server in @(Get-ExchangeServer -ErrorAction Stop)) {
        try {
            foreach ($address in [System.Net.Dns]::GetHostAddresses([string]$server.Fqdn + '.')) {
                $text = $address.ToString()
                if ($text.IndexOf('%') -ge 0) {
                    $text = $text.Substring(0, $text.IndexOf('%'))
                }
                [void]$own.Ranges.Add((Get-PosternRange $text))
            }
        } catch {
            Write-PosternWarning ('Postern: the addresses of server ' + (Get-PosternPlain ([string]$server.Fqdn)) + ' are not known: ' + (Get-PosternPlain ($_.Exception.Message)))
            $own.Code = 6
        }
    }
    return $own
}

# What a rule accepts, and the loopback, which no rule judges.
function Get-PosternListed($Rule, $Lists) {
    $ranges = New-Object System.Collections.ArrayList
    foreach ($family in @('v4', 'v6')) {
        $ranges.AddRange($Lists[$Rule.Name + ' ' + $family])
    }
    [void]$ranges.Add('7f000000-7fffffff')
    [void]$ranges.Add('1'.PadLeft(32, '0') + '-' + '1'.PadLeft(32, '0'))
    return ,(Join-PosternFamilies $ranges)
}

# Addresses that are not in the ranges.
function Select-PosternMissing($Addresses, $Ranges) {
    $missing = New-Object System.Collections.ArrayList
    foreach ($family in @('v4', 'v6')) {
        $rest = Remove-PosternRanges (Select-PosternWide $Addresses $family) (Select-PosternWide $Ranges $family) (Get-PosternWidth $family)
        foreach ($range in $rest) {
            $missing.AddRange((Split-PosternAddresses $range))
        }
    }
    return ,$missing
}

# Neighbours that were joined, one by one again.
function Split-PosternAddresses($Range) {
    $single = New-Object System.Collections.ArrayList
    $at = Get-PosternFirst $Range
    while ($at -ne '' -and [string]::CompareOrdinal($at, (Get-PosternLast $Range)) -le 0) {
        [void]$single.Add($at + '-' + $at)
        $at = Get-PosternNext $at
    }
    return ,$single
}

# Own servers that the list does not have: those of now, and while one of them is not known, of before.
function Get-PosternBeside($Connector, $Listed, $Own) {
    $servers = New-Object System.Collections.ArrayList
    $servers.AddRange($Own.Ranges)
    if ($Own.Code -ne 0) {
        $mark = Get-PosternMark ($Connector.Comment)
        for ($i = 4; $i -lt $mark.Length; $i += 1) {
            [void]$servers.Add((Get-PosternRange ($mark[$i])))
        }
    }
    return ,(Select-PosternMissing $servers $Listed)
}

function New-PosternChange($Connector, $Ranges, $Comment) {
    return @{ Connector = $Connector; Ranges = $Ranges; Comment = $Comment }
}

# The connector of a rule as it is meant.
function Get-PosternWanted($Connector, $Rule, $Lists, $Own) {
    $listed = Get-PosternListed $Rule $Lists
    $beside = Get-PosternBeside $Connector $listed $Own
    $mark = '[Postern ' + $PosternTarget + ' ' + $Rule.Name + ' ' + $Rule.Port
    foreach ($range in $beside) {
        $mark = $mark + ' ' + (Get-PosternText $range)
    }
    $ranges = New-Object System.Collections.ArrayList
    $ranges.AddRange($listed)
    $ranges.AddRange($beside)
    $comment = Join-PosternComment ($Connector.Comment) ($mark + ']')
    if ($comment.Length -gt 256) {
        throw ('the comment of ' + (Get-PosternPlain $Connector.Name) + ' has no room for the mark: shorten it, and accept the addresses of own servers in the rule')
    }
    return (New-PosternChange $Connector (Join-PosternFamilies $ranges) $comment)
}

function Test-PosternDone($Change) {
    return ($Change.Comment -ceq $Change.Connector.Comment -and (Test-PosternSame ($Change.Ranges) ($Change.Connector.Ranges)))
}

# Ranges that others gave to a connector are theirs.
function Confirm-PosternAdoption($Change) {
    $connector = $Change.Connector
    $ours = (Get-PosternMark ($connector.Comment)).Length -gt 0
    if (-not $ours -and -not $Adopt -and -not (Test-PosternSame ($connector.Ranges) (Get-PosternDefault)) -and -not (Test-PosternSame ($connector.Ranges) ($Change.Ranges))) {
        throw ('receive connector ' + (Get-PosternPlain $connector.Name) + ' has ranges of its own: ' + ((Get-PosternTexts ($connector.Ranges)).ToArray() -join ', ') + '. -Adopt replaces them; no removal brings them back')
    }
}

# What is to be changed: the connector that is meant, and those that were ours and no longer are.
function Get-PosternChanges($Connectors, $Server, $Lists) {
    $found = @{ Changes = New-Object System.Collections.ArrayList; Meant = $null; Code = 0 }
    $meant = ''
    foreach ($rule in $PosternRules) {
        $connector = Select-PosternConnector $Connectors $Server
        $refusal = Get-PosternRefusal $connector $Server $rule
        if ($refusal -ne '') {
            throw $refusal
        }
        $own = Get-PosternOwn
        $found.Code = $own.Code
        $change = Get-PosternWanted $connector $rule $Lists $own
        Confirm-PosternAdoption $change
        $found.Meant = $change
        $meant = $connector.Identity
        if (-not (Test-PosternDone $change)) {
            [void]$found.Changes.Add($change)
        }
    }
    foreach ($one in $Connectors) {
        if ($one.Identity -ne $meant -and (Get-PosternMark ($one.Comment)).Length -gt 0) {
            [void]$found.Changes.Add((New-PosternChange $one (Get-PosternDefault) (Remove-PosternMark ($one.Comment))))
        }
    }
    return $found
}

# One write to the directory; the same server of the directory is read afterwards.
function Set-PosternConnector($Connector, $Ranges, $Comment) {
    $arguments = @{
        Identity = $Connector.Identity
        RemoteIPRanges = (Get-PosternTexts $Ranges).ToArray()
        Comment = $Comment
    }
    if ($Connector.Controller -ne '' -and -not $PosternOnEdge) {
        $arguments['DomainController'] = $Connector.Controller
    }
    Set-ReceiveConnector @arguments -ErrorAction Stop
}

function Write-PosternChange($Change) {
    Write-PosternLine ('set receive connector ' + (Get-PosternPlain $Change.Connector.Name))
    Write-PosternDifference ($Change.Connector.Ranges) ($Change.Ranges)
}

# The one that failed may have been carried out as well.
function Invoke-PosternChanges($Changes) {
    $begun = New-Object System.Collections.ArrayList
    try {
        foreach ($change in $Changes) {
            [void]$begun.Add($change)
            Set-PosternConnector ($change.Connector) ($change.Ranges) ($change.Comment)
        }
    } catch {
        Write-PosternWarning ('Postern: a change failed: ' + (Get-PosternPlain ($_.Exception.Message)))
        return (Undo-PosternChanges $begun)
    }
    return 0
}

function Undo-PosternChanges($Begun) {
    $Begun.Reverse()
    try {
        foreach ($change in $Begun) {
            Set-PosternConnector ($change.Connector) ($change.Connector.Ranges) ($change.Connector.Comment)
        }
    } catch {
        Write-PosternWarning ('Postern: not all could be put back: ' + (Get-PosternPlain ($_.Exception.Message)))
        return 4
    }
    Write-PosternLine 'what was found before is back in place'
    return 3
}
