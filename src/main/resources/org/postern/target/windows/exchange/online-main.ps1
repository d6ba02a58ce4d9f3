
# The inbound connector.

# The commands: there already, or of the module, which asks who is there unless the policy names an
# application and its certificate.
function Import-PosternExchange {
    if (Test-PosternCommand 'Get-InboundConnector') {
        return
    }
    Import-Module -Name 'ExchangeOnlineManagement' -ErrorAction Stop
    $arguments = @{ ShowBanner = $false }
    if ($PosternApplication -ne '') {
        $arguments['AppId'] = $PosternApplication
        $arguments['CertificateThumbprint'] = $PosternThumbprint
        $arguments['Organization'] = $PosternOrganization
    }
    Connect-ExchangeOnline @arguments -ErrorAction Stop
    if (-not (Test-PosternCommand 'Get-InboundConnector')) {
        throw 'the session has no right to see inbound connectors: it takes the role Organization Management or Exchange Administrator'
    }
}

# The connectors of our name: one or none.
function Find-PosternConnector {
    $found = $null
    foreach ($one in @(Get-InboundConnector -ErrorAction Stop)) {
        if ([string]$one.Name -eq $PosternConnector) {
            $ranges = New-Object System.Collections.ArrayList
            foreach ($text in @($one.SenderIPAddresses)) {
                [void]$ranges.Add((Get-PosternRange ([string]$text)))
            }
            $found = @{
                Name = [string]$one.Name
                Comment = [string]$one.Comment
                Ranges = (Join-PosternRanges $ranges)
                Effective = ($one.Enabled -and $one.RestrictDomainsToIPAddresses -and ([string]$one.ConnectorType -eq 'Partner') -and (($one.SenderDomains -join ',') -match '^(smtp:)?\*(;1)?$'))
            }
        }
    }
    return $found
}

# What is meant: the rule's entries, each one address or a prefix of 24 to 32 bits. Nothing without a rule.
function Get-PosternMeant {
    foreach ($rule in $PosternRules) {
        $ranges = New-Object System.Collections.ArrayList
        foreach ($entry in $rule.Entries) {
            [void]$ranges.Add((Get-PosternRange $entry))
        }
        return @{ Rule = $rule; Ranges = (Join-PosternRanges $ranges); Mark = '[Postern ' + $PosternTarget + ' ' + $rule.Name + ' 25]' }
    }
    return $null
}

function Test-PosternDone($Found, $Meant) {
    if ($null -eq $Found) {
        return ($null -eq $Meant)
    }
    if ($null -eq $Meant) {
        return ((Get-PosternMark ($Found.Comment)).Length -eq 0)
    }
    return ($Found.Effective -and $Found.Comment -ceq (Join-PosternComment ($Found.Comment) ($Meant.Mark)) -and (Test-PosternSame ($Found.Ranges) ($Meant.Ranges)))
}

function Set-PosternConnector($Found, $Meant) {
    $arguments = @{
        SenderDomains = @('*')
        SenderIPAddresses = $Meant.Rule.Entries
        RestrictDomainsToIPAddresses = $true
        ConnectorType = 'Partner'
        Enabled = $true
    }
    if ($null -eq $Found) {
        $arguments['Name'] = $PosternConnector
        $arguments['Comment'] = $Meant.Mark
        [void](New-InboundConnector @arguments -ErrorAction Stop)
    } else {
        $arguments['Identity'] = $PosternConnector
        $arguments['Comment'] = Join-PosternComment ($Found.Comment) ($Meant.Mark)
        Set-InboundConnector @arguments -ErrorAction Stop
    }
}

# A failed write may have been carried out: what was found is written again.
function Undo-PosternChange($Found) {
    try {
        $now = Find-PosternConnector
        if ($null -eq $Found -and $null -ne $now) {
            Remove-PosternConnector
        } elseif ($null -ne $Found -and $null -ne $now -and -not (Test-PosternSame ($now.Ranges) ($Found.Ranges))) {
            $arguments = @{ Identity = $PosternConnector; Comment = $Found.Comment; SenderIPAddresses = (Get-PosternPrefixes ($Found.Ranges)).ToArray() }
            Set-InboundConnector @arguments -ErrorAction Stop
        }
    } catch {
        Write-PosternWarning ('Postern: it could not be put back: ' + (Get-PosternPlain ($_.Exception.Message)))
        return 4
    }
    Write-PosternLine 'what was found before is back in place'
    return 3
}

# Ranges of IPv4 as single addresses and prefixes of 24 to 32 bits.
function Get-PosternPrefixes($Ranges) {
    $texts = New-Object System.Collections.ArrayList
    foreach ($range in $Ranges) {
        $at = Get-PosternFirst $range
        $last = Get-PosternLast $range
        while ($at -ne '' -and [string]::CompareOrdinal($at, $last) -le 0) {
            $length = 32
            $end = $at
            foreach ($bits in @(31, 30, 29, 28, 27, 26, 25, 24)) {
                $whole = Get-PosternRange ((Get-PosternAddress $at) + '/' + $bits)
                if ((Get-PosternFirst $whole) -eq $at -and [string]::CompareOrdinal((Get-PosternLast $whole), $last) -le 0) {
                    $length = $bits
                    $end = Get-PosternLast $whole
                }
            }
            [void]$texts.Add((Get-PosternAddress $at) + '/' + $length)
            $at = Get-PosternNext $end
        }
    }
    return ,$texts
}

function Remove-PosternConnector {
    $arguments = @{ Identity = $PosternConnector; Confirm = $false }
    Remove-InboundConnector @arguments -ErrorAction Stop
}

function Invoke-PosternChange($Found, $Meant) {
    try {
        if ($null -eq $Meant) {
            Remove-PosternConnector
        } else {
            Set-PosternConnector $Found $Meant
        }
    } catch {
        Write-PosternWarning ('Postern: the change failed: ' + (Get-PosternPlain ($_.Exception.Message)))
        return (Undo-PosternChange $Found)
    }
    try {
        if (-not (Test-PosternDone (Find-PosternConnector) $Meant)) {
            Write-PosternWarning 'Postern: what is held afterwards is not what is meant'
            return 4
        }
    } catch {
        Write-PosternWarning ('Postern: it was carried out, but not confirmed: ' + (Get-PosternPlain ($_.Exception.Message)))
        return 4
    }
    return 0
}

function Invoke-Postern {
    $codes = New-Object System.Collections.ArrayList
    [void]$codes.Add((Get-PosternLists).Code)
    $found = Find-PosternConnector
    $meant = Get-PosternMeant
    if ($null -ne $found -and $null -ne $meant -and (Get-PosternMark ($found.Comment)).Length -eq 0) {
        throw ('others made inbound connector ' + (Get-PosternPlain $PosternConnector) + ': name another in the policy, connector: NAME')
    }
    if (Test-PosternDone $found $meant) {
        return (Select-PosternCode $codes)
    }
    $before = New-Object System.Collections.ArrayList
    $after = New-Object System.Collections.ArrayList
    if ($null -ne $found) {
        $before = $found.Ranges
    }
    if ($null -ne $meant) {
        $after = $meant.Ranges
        Write-PosternLine ('set inbound connector ' + (Get-PosternPlain $PosternConnector))
    } else {
        Write-PosternLine ('remove inbound connector ' + (Get-PosternPlain $PosternConnector))
    }
    Write-PosternDifference $before $after
    if ($WhatIf) {
        [void]$codes.Add(2)
    } else {
        [void]$codes.Add((Invoke-PosternChange $found $meant))
    }
    return (Select-PosternCode $codes)
}

function Write-PosternList {
    foreach ($one in @(Get-InboundConnector -ErrorAction Stop)) {
        $line = '  ' + (Get-PosternPlain ([string]$one.Name)) + ': ' + [string]$one.ConnectorType + ', ' + @($one.SenderIPAddresses).Length + ' addresses'
        if ([string]$one.Name -eq $PosternConnector) {
            $line = $line + '   <- the one that is meant'
        }
        Write-PosternLine $line
    }
}

# For a program: one fact a line, and a last line that says that nothing is missing.
function Write-PosternReadBack {
    $found = Find-PosternConnector
    $lines = New-Object System.Collections.ArrayList
    [void]$lines.Add('postern-exchange 1')
    if ($null -ne $found) {
        $mark = Get-PosternMark ($found.Comment)
        if ($mark.Length -ge 4) {
            [void]$lines.Add('held ' + $mark[2] + ' ' + $mark[3])
            foreach ($range in $found.Ranges) {
                [void]$lines.Add('range ' + $range)
            }
            if (-not $found.Effective) {
                [void]$lines.Add('idle ' + (Get-PosternPlain $found.Name))
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
    if ($List) {
        Write-PosternList
        exit 0
    }
    if ($ReadBack) {
        Write-PosternReadBack
        exit 0
    }
    exit (Invoke-Postern)
} catch {
    Write-PosternWarning ('Postern: nothing was changed: ' + (Get-PosternPlain ($_.Exception.Message)))
    exit 1
}
