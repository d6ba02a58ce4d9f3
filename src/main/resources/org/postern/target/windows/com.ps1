
# The firewall through its COM objects, for Server 2008 and 2008 R2 and PowerShell 2.0. They tell what
# is in force with group policy, not where it is stored. A property that cannot be read is nothing to
# PowerShell, and no error: what must be there is asked for.

function Get-PosternFirewall {
    return (New-Object -ComObject 'HNetCfg.FwPolicy2' -ErrorAction Stop)
}

function Get-PosternAll {
    $firewall = Get-PosternFirewall
    $rules = $firewall.Rules
    if ($null -eq $rules) {
        throw 'the rules of the firewall cannot be read: does its service run?'
    }
    $all = New-Object System.Collections.ArrayList
    foreach ($rule in $rules) {
        if ($null -eq $rule.Direction -or $null -eq $rule.Action -or $null -eq $rule.Enabled) {
            throw 'a rule of the firewall cannot be read'
        }
        [void]$all.Add($rule)
    }
    return ,$all
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

# The values of a list but for the sign that means all.
function Get-PosternSaid($List) {
    $said = New-Object System.Collections.ArrayList
    foreach ($value in ([string]$List).Split(',')) {
        if ($value -ne '*') {
            [void]$said.Add($value)
        }
    }
    return ,$said.ToArray()
}

function Get-PosternFaces($Rule) {
    $names = New-Object System.Collections.ArrayList
    if ($null -ne $Rule.Interfaces) {
        foreach ($name in @($Rule.Interfaces)) {
            [void]$names.Add([string]$name)
        }
    }
    return ,$names.ToArray()
}

function Get-PosternRule($Rule) {
    $action = 'Block'
    if ($Rule.Action -eq 1) {
        $action = 'Allow'
    }
    return (Get-PosternChunk @{
        Name = $Rule.Name
        Enabled = $Rule.Enabled
        Action = $action
        Port = [string]$Rule.LocalPorts
        Remote = ([string]$Rule.RemoteAddresses).Split(',')
        Local = Get-PosternSaid ($Rule.LocalAddresses)
        In = Get-PosternFaces $Rule
        Oddity = Get-PosternOddity $Rule
    })
}

function Get-PosternHeld {
    $held = New-Object System.Collections.ArrayList
    foreach ($rule in (Get-PosternAll)) {
        if (Test-PosternOurs ($rule.Name) ([string]$rule.Grouping)) {
            [void]$held.Add((Get-PosternRule $rule))
        }
    }
    return ,$held
}

# Names that a rule of ours cannot be given, because one has it, and how many have it.
function Get-PosternTaken {
    $taken = @{}
    foreach ($rule in (Get-PosternAll)) {
        $name = [string]$rule.Name
        if (-not $taken.ContainsKey($name)) {
            $taken[$name] = 0
        }
        $taken[$name] += 1
    }
    return $taken
}

# Rules are found by their names, and two may have one: then ours gets another.
function Repair-PosternNames {
    $taken = Get-PosternTaken
    foreach ($rule in (Get-PosternAll)) {
        $name = [string]$rule.Name
        if ((Test-PosternOurs $name ([string]$rule.Grouping)) -and $taken[$name] -gt 1) {
            $number = 1
            while ($taken.ContainsKey((Get-PosternPrefix $name) + $number.ToString('000'))) {
                $number += 1
            }
            $other = (Get-PosternPrefix $name) + $number.ToString('000')
            $rule.Name = $other
            $taken[$name] -= 1
            $taken[$other] = 1
        }
    }
}

# What is read is what is in force.
function Get-PosternIneffective {
    return ,(New-Object System.Collections.ArrayList)
}

# What Windows 8 and later bind a rule to beside programs and services; Server 2008 knows none of it.
function Test-PosternOwned($Rule) {
    try {
        return ([string]$Rule.LocalAppPackageId -ne '' -or [string]$Rule.LocalUserOwner -ne '' -or [int]$Rule.SecureFlags -gt 0)
    } catch {
        return $false
    }
}

# Inbound rules of others that allow TCP at one of these ports.
function Get-PosternOthers($Ports, $Own) {
    $others = New-Object System.Collections.ArrayList
    foreach ($rule in (Get-PosternAll)) {
        $ours = (Test-PosternOurs ($rule.Name) ([string]$rule.Grouping)) -and $Own.ContainsKey($rule.Name)
        if ($ours -or $rule.Direction -ne 1 -or $rule.Action -ne 1 -or -not $rule.Enabled) {
            continue
        }
        $texts = ([string]$rule.LocalPorts).Split(',')
        if (($rule.Protocol -eq 6 -or $rule.Protocol -eq 256) -and (Test-PosternPorts $texts $Ports)) {
            [void]$others.Add(@{
                Name = [string]$rule.Name
                Ports = $texts
                Remote = ([string]$rule.RemoteAddresses).Split(',')
                Local = ([string]$rule.LocalAddresses).Split(',')
                In = Get-PosternFaces $rule
                Bound = Test-PosternOwned $rule
                Program = [string]$rule.ApplicationName
                Service = [string]$rule.ServiceName
            })
        }
    }
    return ,$others
}

function Get-PosternProfiles {
    $found = New-Object System.Collections.ArrayList
    $firewall = Get-PosternFirewall
    $state = $firewall.LocalPolicyModifyState
    if ($null -eq $state) {
        throw 'the state of the firewall cannot be read'
    }
    foreach ($pair in @(@('Domain', 1), @('Private', 2), @('Public', 4))) {
        $inbound = 'Allow'
        if ($firewall.DefaultInboundAction($pair[1]) -eq 0) {
            $inbound = 'Block'
        }
        [void]$found.Add(@{
            Name = $pair[0]
            Enabled = $firewall.FirewallEnabled($pair[1])
            Inbound = $inbound
            Merges = ($state -ne 1)
        })
    }
    return ,$found
}

# It is complete before it is added.
function Add-PosternRule($Name, $Part, $Addresses) {
    $rule = New-Object -ComObject 'HNetCfg.FWRule' -ErrorAction Stop
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
        $rule.LocalAddresses = (Get-PosternTexts ($Part.To)).ToArray() -join ','
    }
    if ($Part.In.Length -gt 0) {
        $rule.Interfaces = $Part.In
    }
    $rule.Enabled = $true
    $firewall = Get-PosternFirewall
    [void]$firewall.Rules.Add($rule)
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
    [void]$firewall.Rules.Remove($Name)
}
