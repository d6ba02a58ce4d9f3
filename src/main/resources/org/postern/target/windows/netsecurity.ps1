
# The firewall through the NetSecurity cmdlets: Windows 8, Server 2012 and later. Rules are written to
# the local store; what is in force is what the active store holds. They are functions of a module, which
# do not see what this script prefers: each call says itself that an error stops.

# What a rule asks beside action, port, servers and interfaces; nothing when it is as we write it.
function Get-PosternOddity($Rule, $Ports) {
    $program = Get-NetFirewallApplicationFilter -AssociatedNetFirewallRule $Rule -ErrorAction Stop
    $service = Get-NetFirewallServiceFilter -AssociatedNetFirewallRule $Rule -ErrorAction Stop
    $kind = Get-NetFirewallInterfaceTypeFilter -AssociatedNetFirewallRule $Rule -ErrorAction Stop
    $safety = Get-NetFirewallSecurityFilter -AssociatedNetFirewallRule $Rule -ErrorAction Stop
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
    $addresses = Get-NetFirewallAddressFilter -AssociatedNetFirewallRule $Rule -ErrorAction Stop
    $ports = Get-NetFirewallPortFilter -AssociatedNetFirewallRule $Rule -ErrorAction Stop
    $face = Get-NetFirewallInterfaceFilter -AssociatedNetFirewallRule $Rule -ErrorAction Stop
    return (Get-PosternChunk @{
        Name = $Rule.Name
        Enabled = ([string]$Rule.Enabled -eq 'True')
        Action = [string]$Rule.Action
        Port = @($ports.LocalPort) -join ','
        Remote = @($addresses.RemoteAddress)
        Local = Select-PosternSaid @($addresses.LocalAddress)
        In = Select-PosternSaid @($face.InterfaceAlias)
        Oddity = Get-PosternOddity $Rule $ports
    })
}

# The values of a filter but for the word that means all.
function Select-PosternSaid($Values) {
    $said = New-Object System.Collections.ArrayList
    foreach ($value in $Values) {
        if ($value -ne 'Any') {
            [void]$said.Add([string]$value)
        }
    }
    return ,$said.ToArray()
}

function Get-PosternStored($Store) {
    $held = New-Object System.Collections.ArrayList
    foreach ($rule in @(Get-NetFirewallRule -PolicyStore $Store -ErrorAction Stop)) {
        if (Test-PosternOurs ($rule.Name) ($rule.Group)) {
            [void]$held.Add((Get-PosternRule $rule))
        }
    }
    return ,$held
}

function Get-PosternHeld {
    return ,(Get-PosternStored 'PersistentStore')
}

# Names that a rule of ours cannot be given, because one has it.
function Get-PosternTaken {
    $taken = @{}
    foreach ($rule in @(Get-NetFirewallRule -PolicyStore 'PersistentStore' -ErrorAction Stop)) {
        $taken[[string]$rule.Name] = $true
    }
    return $taken
}

# No two rules of the store have one name.
function Repair-PosternNames {
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

# Filters by the rule that they belong to. A local rule and one of group policy may go by one identity.
function Get-PosternIndex($Filters) {
    $index = @{}
    foreach ($filter in $Filters) {
        $key = [string]$filter.InstanceID
        if (-not $index.ContainsKey($key)) {
            $index[$key] = New-Object System.Collections.ArrayList
        }
        [void]$index[$key].Add($filter)
    }
    return $index
}

# One property of the filters of a rule, as texts. A rule without one asks nothing of it.
function Get-PosternTextsOf($Index, $Rule, $Property) {
    $texts = New-Object System.Collections.ArrayList
    $key = [string]$Rule.InstanceID
    if (-not $Index.ContainsKey($key)) {
        return ,@('Any')
    }
    foreach ($filter in $Index[$key]) {
        foreach ($value in @($filter.$Property)) {
            [void]$texts.Add([string]$value)
        }
    }
    return ,$texts.ToArray()
}

# What a rule is bound to; where several filters go by its identity, to nothing.
function Get-PosternBinding($Index, $Rule, $Property) {
    $texts = Get-PosternTextsOf $Index $Rule $Property
    if ($texts.Length -eq 1 -and $texts[0] -ne 'Any') {
        return $texts[0]
    }
    return ''
}

# The ports at which a rule judges TCP.
function Get-PosternPorts($Index, $Rule) {
    $texts = New-Object System.Collections.ArrayList
    $key = [string]$Rule.InstanceID
    if (-not $Index.ContainsKey($key)) {
        return ,@('Any')
    }
    foreach ($filter in $Index[$key]) {
        if (@('TCP', '6', 'Any', '256') -contains [string]$filter.Protocol) {
            $texts.AddRange(@($filter.LocalPort))
        }
    }
    return ,$texts.ToArray()
}

# Inbound rules of others that are in force and allow TCP at one of these ports.
function Get-PosternCandidates($Ports, $Own) {
    $index = Get-PosternIndex @(Get-NetFirewallPortFilter -PolicyStore 'ActiveStore' -ErrorAction Stop)
    $found = New-Object System.Collections.ArrayList
    foreach ($rule in @(Get-NetFirewallRule -PolicyStore 'ActiveStore' -ErrorAction Stop)) {
        $ours = (Test-PosternOurs ($rule.Name) ($rule.Group)) -and $Own.ContainsKey($rule.Name)
        if ($ours -or [string]$rule.Direction -ne 'Inbound' -or [string]$rule.Action -ne 'Allow' -or [string]$rule.Enabled -ne 'True') {
            continue
        }
        $texts = Get-PosternPorts $index $rule
        if (Test-PosternPorts $texts $Ports) {
            [void]$found.Add(@{ Rule = $rule; Ports = $texts })
        }
    }
    return ,$found
}

function Get-PosternOthers($Ports, $Own) {
    $others = New-Object System.Collections.ArrayList
    $candidates = Get-PosternCandidates $Ports $Own
    if ($candidates.Count -eq 0) {
        return ,$others
    }
    $addresses = Get-PosternIndex @(Get-NetFirewallAddressFilter -PolicyStore 'ActiveStore' -ErrorAction Stop)
    $faces = Get-PosternIndex @(Get-NetFirewallInterfaceFilter -PolicyStore 'ActiveStore' -ErrorAction Stop)
    $programs = Get-PosternIndex @(Get-NetFirewallApplicationFilter -PolicyStore 'ActiveStore' -ErrorAction Stop)
    $services = Get-PosternIndex @(Get-NetFirewallServiceFilter -PolicyStore 'ActiveStore' -ErrorAction Stop)
    $safeties = Get-PosternIndex @(Get-NetFirewallSecurityFilter -PolicyStore 'ActiveStore' -ErrorAction Stop)
    foreach ($candidate in $candidates) {
        $rule = $candidate.Rule
        $package = Get-PosternBinding $programs $rule 'Package'
        $safety = Get-PosternBinding $safeties $rule 'Authentication'
        [void]$others.Add(@{
            Name = [string]$rule.DisplayName
            Ports = $candidate.Ports
            Remote = Get-PosternTextsOf $addresses $rule 'RemoteAddress'
            Local = Get-PosternTextsOf $addresses $rule 'LocalAddress'
            In = Select-PosternSaid (Get-PosternTextsOf $faces $rule 'InterfaceAlias')
            Bound = ([string]$rule.Owner -ne '' -or $package -ne '' -or $safety -eq 'Required')
            Program = Get-PosternBinding $programs $rule 'Program'
            Service = Get-PosternBinding $services $rule 'Service'
        })
    }
    return ,$others
}

function Get-PosternProfiles {
    $found = New-Object System.Collections.ArrayList
    foreach ($one in @(Get-NetFirewallProfile -PolicyStore 'ActiveStore' -ErrorAction Stop)) {
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
        LocalPort = ($Part.Port).Split(',')
        RemoteAddress = $Addresses.ToArray()
        Enabled = 'True'
    }
    if ($Part.To.Count -gt 0) {
        $settings['LocalAddress'] = (Get-PosternTexts ($Part.To)).ToArray()
    }
    if ($Part.In.Length -gt 0) {
        $settings['InterfaceAlias'] = $Part.In
    }
    [void](New-NetFirewallRule @settings -ErrorAction Stop)
}

function Set-PosternAddresses($Name, $Addresses) {
    if ($Addresses.Count -eq 0) {
        throw 'an empty list would be everybody'
    }
    Set-NetFirewallRule -PolicyStore 'PersistentStore' -Name $Name -RemoteAddress ($Addresses.ToArray()) -ErrorAction Stop
}

function Set-PosternEnabled($Name, $Enabled) {
    Set-NetFirewallRule -PolicyStore 'PersistentStore' -Name $Name -Enabled ([string]$Enabled) -ErrorAction Stop
}

function Remove-PosternRule($Name) {
    Remove-NetFirewallRule -PolicyStore 'PersistentStore' -Name $Name -ErrorAction Stop
}
