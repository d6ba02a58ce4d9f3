
# The firewall through its COM objects, for Server 2008 and 2008 R2 and PowerShell 2.0. They tell what
# is in force with group policy, not where it is stored.

function Get-PosternFirewall {
    return (New-Object -ComObject 'HNetCfg.FwPolicy2')
}

# What a rule asks beside action, port, servers and interfaces; nothing when it is as we write it.
function Get-PosternOddity($Rule) {
    $odd = ''
    foreach ($pair in @(
            @([string]$Rule.Direction, '1'), @([string]$Rule.Profiles, '2147483647'),
            @([string]$Rule.Protocol, '6'), @([string]$Rule.RemotePorts, '*'),
            @([string]$Rule.ApplicationName, ''), @([string]$Rule.ServiceName, ''),
            @([string]$Rule.InterfaceTypes, 'All'))) {
        if ($pair[0] -ne $pair[1]) {
            $odd = $odd + ' odd=' + (Get-PosternPlain ($pair[0])).Replace(' ', '')
        }
    }
    return $odd
}

function Get-PosternRule($Rule) {
    $ranges = New-Object System.Collections.ArrayList
    $to = New-Object System.Collections.ArrayList
    $in = New-Object System.Collections.ArrayList
    $odd = Get-PosternOddity $Rule
    foreach ($text in ([string]$Rule.RemoteAddresses).Split(',')) {
        if (Test-PosternAddress $text) {
            [void]$ranges.Add((Get-PosternRange $text))
        } else {
            $odd = $odd + ' odd=' + (Get-PosternPlain $text).Replace(' ', '')
        }
    }
    foreach ($text in ([string]$Rule.LocalAddresses).Split(',')) {
        if (Test-PosternAddress $text) {
            [void]$to.Add((Get-PosternRange $text))
        } elseif ($text -ne '*') {
            $odd = $odd + ' odd=' + (Get-PosternPlain $text).Replace(' ', '')
        }
    }
    if ($null -ne $Rule.Interfaces) {
        foreach ($name in @($Rule.Interfaces)) {
            [void]$in.Add((Get-PosternPlain $name).Replace(' ', '?'))
        }
    }
    $action = 'Block'
    if ($Rule.Action -eq 1) {
        $action = 'Allow'
    }
    $port = (Get-PosternPlain ([string]$Rule.LocalPorts)).Replace(' ', '')
    return @{
        Name = $Rule.Name
        Enabled = $Rule.Enabled
        Frame = (Get-PosternFrame $action $port $to $in) + $odd
        Ranges = $ranges
    }
}

function Get-PosternHeld {
    $held = New-Object System.Collections.ArrayList
    $firewall = Get-PosternFirewall
    foreach ($rule in $firewall.Rules) {
        if ($rule.Name -match '^Postern-[a-z0-9-]+-(allow|block)-v[46]-[0-9]+$') {
            [void]$held.Add((Get-PosternRule $rule))
        }
    }
    return ,$held
}

# What is read is what is in force.
function Get-PosternIneffective {
    return ,(New-Object System.Collections.ArrayList)
}

function Get-PosternRivals {
    $rivals = New-Object System.Collections.ArrayList
    $firewall = Get-PosternFirewall
    foreach ($rule in $firewall.Rules) {
        if ($rule.Direction -ne 1 -or $rule.Action -ne 1 -or -not $rule.Enabled -or $rule.Name.StartsWith('Postern-')) {
            continue
        }
        if ($rule.Protocol -eq 6 -or $rule.Protocol -eq 256) {
            [void]$rivals.Add(@{ Name = [string]$rule.Name; Ports = ([string]$rule.LocalPorts).Split(',') })
        }
    }
    return ,$rivals
}

function Get-PosternProfiles {
    $found = New-Object System.Collections.ArrayList
    $firewall = Get-PosternFirewall
    foreach ($pair in @(@('Domain', 1), @('Private', 2), @('Public', 4))) {
        $inbound = 'Allow'
        if ($firewall.DefaultInboundAction($pair[1]) -eq 0) {
            $inbound = 'Block'
        }
        [void]$found.Add(@{
            Name = $pair[0]
            Enabled = $firewall.FirewallEnabled($pair[1])
            Inbound = $inbound
            Merges = ($firewall.LocalPolicyModifyState -ne 1)
        })
    }
    return ,$found
}

# It is complete before it is added.
function Add-PosternRule($Name, $Part, $Addresses) {
    $rule = New-Object -ComObject 'HNetCfg.FWRule'
    $rule.Name = $Name
    $rule.Description = 'Written by Postern, which puts right what is changed here.'
    $rule.Grouping = 'Postern'
    $rule.Protocol = 6
    $rule.LocalPorts = $Part.Port
    $rule.Direction = 1
    $rule.Action = 0
    if ($Part.Action -eq 'Allow') {
        $rule.Action = 1
    }
    $rule.Profiles = 2147483647
    $rule.RemoteAddresses = $Addresses.ToArray() -join ','
    if ($Part.To.Count -gt 0) {
        $rule.LocalAddresses = $Part.To.ToArray() -join ','
    }
    if ($Part.In.Length -gt 0) {
        $rule.Interfaces = $Part.In
    }
    $rule.Enabled = $true
    $firewall = Get-PosternFirewall
    $firewall.Rules.Add($rule)
}

function Set-PosternAddresses($Name, $Addresses) {
    if ($Addresses.Count -eq 0) {
        throw 'an empty list would be everybody'
    }
    $firewall = Get-PosternFirewall
    $rule = $firewall.Rules.Item($Name)
    $rule.RemoteAddresses = $Addresses.ToArray() -join ','
}

function Set-PosternEnabled($Name, $Enabled) {
    $firewall = Get-PosternFirewall
    $rule = $firewall.Rules.Item($Name)
    $rule.Enabled = $Enabled
}

function Remove-PosternRule($Name) {
    $firewall = Get-PosternFirewall
    $firewall.Rules.Remove($Name)
}
