# A model of the NetSecurity cmdlets for check.ps1 -Model, where there is no Windows. As those do, they
# refuse some addresses, give others back in other words, and report an error without stopping unless the
# call says that it stops. The arithmetic of addresses is that of check.ps1.

$ModelRules = @{}

function Write-ModelError($Text, $Action) {
    if ($Action -eq 'Stop') {
        throw $Text
    }
    [System.Console]::Error.WriteLine($Text)
}

# Ranges as the firewall keeps them; what it does not take is an error.
function Get-ModelRanges($Texts) {
    $ranges = New-Object System.Collections.ArrayList
    foreach ($text in $Texts) {
        $range = Get-PosternRange $text
        $single = (Get-PosternFirst $range) -eq (Get-PosternLast $range)
        if ($single -and $range.Length -eq 65 -and ($range.StartsWith('ff') -or $range.EndsWith('-' + '1'.PadLeft(32, '0')))) {
            throw ('An invalid parameter was passed (0xD000000D): ' + $text)
        }
        [void]$ranges.Add($range)
    }
    if ($ranges.Count -gt 1000) {
        throw 'The array bounds are invalid.'
    }
    return ,(Select-ModelOutermost $ranges)
}

# Without those that lie in another.
function Select-ModelOutermost($Ranges) {
    $kept = New-Object System.Collections.ArrayList
    $Ranges.Sort([System.StringComparer]::Ordinal)
    $reach = ''
    $length = 0
    foreach ($range in $Ranges) {
        $last = Get-PosternLast $range
        if ($range.Length -ne $length -or [string]::CompareOrdinal($last, $reach) -gt 0) {
            if ($range.Length -eq $length -and $kept.Count -gt 0 -and (Get-PosternFirst $range) -eq (Get-PosternFirst ($kept[$kept.Count - 1]))) {
                $kept.RemoveAt($kept.Count - 1)
            }
            [void]$kept.Add($range)
            $reach = $last
            $length = $range.Length
        }
    }
    return ,$kept
}

# One value is none in an array, and none is a word.
function Get-ModelTexts($Ranges) {
    $texts = New-Object System.Collections.ArrayList
    foreach ($range in $Ranges) {
        $text = Get-PosternText $range
        if ($text.IndexOf('-') -lt 0 -and $text.IndexOf(':') -ge 0) {
            $text = $text + '-' + $text
        } elseif ($text.IndexOf('-') -lt 0) {
            $text = $text + '/255.255.255.255'
        }
        [void]$texts.Add($text)
    }
    if ($texts.Count -eq 0) {
        return 'Any'
    }
    return $texts.ToArray()
}

function Get-NetFirewallRule($PolicyStore, $ErrorAction) {
    foreach ($name in @($ModelRules.Keys)) {
        $ModelRules[$name].Clone()
    }
}

# The filters of one rule, or of all.
function Get-ModelFilters($Associated) {
    if ($null -ne $Associated) {
        return $Associated
    }
    foreach ($name in @($ModelRules.Keys)) {
        $ModelRules[$name].Clone()
    }
}

function Get-NetFirewallAddressFilter($PolicyStore, $AssociatedNetFirewallRule, $ErrorAction) {
    Get-ModelFilters $AssociatedNetFirewallRule
}

function Get-NetFirewallPortFilter($PolicyStore, $AssociatedNetFirewallRule, $ErrorAction) {
    Get-ModelFilters $AssociatedNetFirewallRule
}

function Get-NetFirewallInterfaceFilter($PolicyStore, $AssociatedNetFirewallRule, $ErrorAction) {
    Get-ModelFilters $AssociatedNetFirewallRule
}

function Get-NetFirewallApplicationFilter($PolicyStore, $AssociatedNetFirewallRule, $ErrorAction) {
    Get-ModelFilters $AssociatedNetFirewallRule
}

function Get-NetFirewallServiceFilter($PolicyStore, $AssociatedNetFirewallRule, $ErrorAction) {
    Get-ModelFilters $AssociatedNetFirewallRule
}

function Get-NetFirewallInterfaceTypeFilter($PolicyStore, $AssociatedNetFirewallRule, $ErrorAction) {
    Get-ModelFilters $AssociatedNetFirewallRule
}

function Get-NetFirewallSecurityFilter($PolicyStore, $AssociatedNetFirewallRule, $ErrorAction) {
    Get-ModelFilters $AssociatedNetFirewallRule
}

function Get-NetFirewallProfile($PolicyStore, $ErrorAction) {
    foreach ($name in @('Domain', 'Private', 'Public')) {
        @{ Name = $name; Enabled = 'True'; DefaultInboundAction = 'NotConfigured'; AllowLocalFirewallRules = 'NotConfigured' }
    }
}

function New-NetFirewallRule($PolicyStore, $Name, $DisplayName, $Group, $Description, $Direction, $Action, $Profile, $Protocol, $LocalPort, $RemoteAddress, $LocalAddress, $InterfaceAlias, $Enabled, $ErrorAction) {
    if ($ModelRules.ContainsKey($Name)) {
        Write-ModelError 'Cannot create a file when that file already exists.' $ErrorAction
        return
    }
    $local = 'Any'
    try {
        $remote = Get-ModelTexts (Get-ModelRanges $RemoteAddress)
        if ($null -ne $LocalAddress) {
            $local = Get-ModelTexts (Get-ModelRanges $LocalAddress)
        }
    } catch {
        Write-ModelError ($_.Exception.Message) $ErrorAction
        return
    }
    $faces = 'Any'
    if ($null -ne $InterfaceAlias) {
        $faces = $InterfaceAlias
    }
    $ModelRules[$Name] = @{
        Name = $Name
        InstanceID = $Name
        DisplayName = $DisplayName
        Group = $Group
        Owner = ''
        Direction = $Direction
        Action = $Action
        Profile = $Profile
        Enabled = $Enabled
        Protocol = $Protocol
        LocalPort = $LocalPort
        RemotePort = 'Any'
        RemoteAddress = $remote
        LocalAddress = $local
        InterfaceAlias = $faces
        InterfaceType = 'Any'
        Program = 'Any'
        Package = ''
        Service = 'Any'
        Authentication = 'NotRequired'
    }
    return $ModelRules[$Name].Clone()
}

function Set-NetFirewallRule($PolicyStore, $Name, $RemoteAddress, $Enabled, $ErrorAction) {
    if (-not $ModelRules.ContainsKey($Name)) {
        Write-ModelError ('No MSFT_NetFirewallRule objects found: ' + $Name) $ErrorAction
        return
    }
    try {
        if ($null -ne $RemoteAddress) {
            $ModelRules[$Name].RemoteAddress = Get-ModelTexts (Get-ModelRanges $RemoteAddress)
        }
        if ($null -ne $Enabled) {
            $ModelRules[$Name].Enabled = $Enabled
        }
    } catch {
        Write-ModelError ($_.Exception.Message) $ErrorAction
    }
}

function Remove-NetFirewallRule($PolicyStore, $Name, $ErrorAction) {
    if (-not $ModelRules.ContainsKey($Name)) {
        Write-ModelError ('No MSFT_NetFirewallRule objects found: ' + $Name) $ErrorAction
        return
    }
    $ModelRules.Remove($Name)
}
