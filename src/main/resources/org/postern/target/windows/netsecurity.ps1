
# The firewall through the NetSecurity cmdlets: Windows 8, Server 2012 and later. Rules are written to
# the local store; what is in force is what the active store holds.

# What a rule asks beside action, port, servers and interfaces; nothing when it is as we write it.
function Get-PosternOddity($Rule, $Ports) {
    $program = Get-NetFirewallApplicationFilter -AssociatedNetFirewallRule $Rule
    $service = Get-NetFirewallServiceFilter -AssociatedNetFirewallRule $Rule
    $kind = Get-NetFirewallInterfaceTypeFilter -AssociatedNetFirewallRule $Rule
    $safety = Get-NetFirewallSecurityFilter -AssociatedNetFirewallRule $Rule
    $odd = ''
    foreach ($pair in @(
            @([string]$Rule.Direction, 'Inbound'), @([string]$Rule.Profile, 'Any'),
            @([string]$Ports.Protocol, 'TCP'), @((@($Ports.RemotePort) -join ','), 'Any'),
            @([string]$program.Program, 'Any'), @([string]$service.Service, 'Any'),
            @([string]$kind.InterfaceType, 'Any'), @([string]$safety.Authentication, 'NotRequired'))) {
        if ($pair[0] -ne $pair[1]) {
            $odd = $odd + ' odd=' + (Get-PosternPlain ($pair[0])).Replace(' ', '')
        }
    }
    return $odd
}

function Get-PosternRule($Rule) {
    $addresses = Get-NetFirewallAddressFilter -AssociatedNetFirewallRule $Rule
    $ports = Get-NetFirewallPortFilter -AssociatedNetFirewallRule $Rule
    $face = Get-NetFirewallInterfaceFilter -AssociatedNetFirewallRule $Rule
    $ranges = New-Object System.Collections.ArrayList
    $to = New-Object System.Collections.ArrayList
    $in = New-Object System.Collections.ArrayList
    $odd = Get-PosternOddity $Rule $ports
    foreach ($text in @($addresses.RemoteAddress)) {
        if (Test-PosternAddress $text) {
            [void]$ranges.Add((Get-PosternRange $text))
        } else {
            $odd = $odd + ' odd=' + (Get-PosternPlain $text).Replace(' ', '')
        }
    }
    foreach ($text in @($addresses.LocalAddress)) {
        if (Test-PosternAddress $text) {
            [void]$to.Add((Get-PosternRange $text))
        } elseif ($text -ne 'Any') {
            $odd = $odd + ' odd=' + (Get-PosternPlain $text).Replace(' ', '')
        }
    }
    foreach ($name in @($face.InterfaceAlias)) {
        if ($name -ne 'Any') {
            [void]$in.Add((Get-PosternPlain $name).Replace(' ', '?'))
        }
    }
    $port = (Get-PosternPlain (@($ports.LocalPort) -join ',')).Replace(' ', '')
    return @{
        Name = $Rule.Name
        Enabled = ([string]$Rule.Enabled -eq 'True')
        Frame = (Get-PosternFrame ([string]$Rule.Action) $port $to $in) + $odd
        Ranges = $ranges
    }
}

function Get-PosternStored($Store) {
    $held = New-Object System.Collections.ArrayList
    foreach ($rule in @(Get-NetFirewallRule -PolicyStore $Store)) {
        if ($rule.Name -match '^Postern-[a-z0-9-]+-(allow|block)-v[46]-[0-9]+$') {
            [void]$held.Add((Get-PosternRule $rule))
        }
    }
    return ,$held
}

function Get-PosternHeld {
    return ,(Get-PosternStored 'PersistentStore')
}

# Rules of ours that the local store holds and the active store does not, or not in this way.
function Get-PosternIneffective {
    $active = @{}
    foreach ($one in (Get-PosternStored 'ActiveStore')) {
        if ($one.Enabled) {
            $active[$one.Name] = $one.Frame + ' ' + ((Join-PosternRanges ($one.Ranges)).ToArray() -join ' ')
        }
    }
    $missing = New-Object System.Collections.ArrayList
    foreach ($one in (Get-PosternHeld)) {
        $text = $one.Frame + ' ' + ((Join-PosternRanges ($one.Ranges)).ToArray() -join ' ')
        if ($one.Enabled -and -not ($active.ContainsKey($one.Name) -and $active[$one.Name] -eq $text)) {
            [void]$missing.Add($one.Name)
        }
    }
    return ,$missing
}

function Get-PosternRivals {
    $filters = @{}
    foreach ($filter in @(Get-NetFirewallPortFilter -PolicyStore 'ActiveStore')) {
        $filters[$filter.InstanceID] = $filter
    }
    $rivals = New-Object System.Collections.ArrayList
    foreach ($rule in @(Get-NetFirewallRule -PolicyStore 'ActiveStore')) {
        if ([string]$rule.Direction -ne 'Inbound' -or [string]$rule.Action -ne 'Allow' -or [string]$rule.Enabled -ne 'True') {
            continue
        }
        if ($rule.Name.StartsWith('Postern-') -or -not $filters.ContainsKey($rule.InstanceID)) {
            continue
        }
        $filter = $filters[$rule.InstanceID]
        if ([string]$filter.Protocol -eq 'TCP' -or [string]$filter.Protocol -eq 'Any') {
            [void]$rivals.Add(@{ Name = [string]$rule.DisplayName; Ports = @($filter.LocalPort) })
        }
    }
    return ,$rivals
}

function Get-PosternProfiles {
    $found = New-Object System.Collections.ArrayList
    foreach ($one in @(Get-NetFirewallProfile -PolicyStore 'ActiveStore')) {
        [void]$found.Add(@{
            Name = [string]$one.Name
            Enabled = ([string]$one.Enabled -eq 'True')
            Inbound = ([string]$one.DefaultInboundAction).Replace('NotConfigured', 'Block')
            Merges = ([string]$one.AllowLocalFirewallRules -ne 'False')
        })
    }
    return ,$found
}

function Add-PosternRule($Name, $Part, $Addresses) {
    $settings = @{
        PolicyStore = 'PersistentStore'
        Name = $Name
        DisplayName = $Name
        Group = 'Postern'
        Description = 'Written by Postern, which puts right what is changed here.'
        Direction = 'Inbound'
        Action = $Part.Action
        Profile = 'Any'
        Protocol = 'TCP'
        LocalPort = $Part.Port
        RemoteAddress = $Addresses.ToArray()
        Enabled = 'True'
    }
    if ($Part.To.Count -gt 0) {
        $settings['LocalAddress'] = $Part.To.ToArray()
    }
    if ($Part.In.Length -gt 0) {
        $settings['InterfaceAlias'] = $Part.In
    }
    [void](New-NetFirewallRule @settings)
}

function Set-PosternAddresses($Name, $Addresses) {
    if ($Addresses.Count -eq 0) {
        throw 'an empty list would be everybody'
    }
    Set-NetFirewallRule -PolicyStore 'PersistentStore' -Name $Name -RemoteAddress ($Addresses.ToArray())
}

function Set-PosternEnabled($Name, $Enabled) {
    Set-NetFirewallRule -PolicyStore 'PersistentStore' -Name $Name -Enabled ([string]$Enabled)
}

function Remove-PosternRule($Name) {
    Remove-NetFirewallRule -PolicyStore 'PersistentStore' -Name $Name
}
