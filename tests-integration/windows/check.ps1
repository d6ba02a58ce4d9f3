# Postern, Windows Firewall: checks the scripts of this checkout on a real Windows, before a release and
# for a new version of Windows. Run it as an administrator, from a copy of the checkout:
#
#   powershell.exe -NoProfile -ExecutionPolicy Bypass -File tests-integration\windows\check.ps1
#
#   -Form com      through the COM objects, as on Server 2008
#   -Model FILE    over a model of the cmdlets, which FILE defines, instead of this Windows
#
# It applies two lists, edits by hand, repairs, fails in the middle, reads back and removes all of its
# own again. Its rules are called PosternCheck-..., lie in a group of that name and are for TCP port 25025,
# so that those of Postern and of others stay as they are; that they do is the last thing it looks at.
#
# It prints what held and what did not, and ends with 0 when all held, else with 1.

param([string] $Model, [string] $Form)

# Nothing is preferred here of what becomes of errors: started with -File, this script would prefer it
# for all, and the cmdlets that the scripts call are to see nothing of that.
$CheckPath = $MyInvocation.MyCommand.Path
Set-StrictMode -Version 2.0
if ($Form -eq '') {
    $Form = 'netsecurity'
}

$CheckResults = @{ Failed = 0; Held = 0 }

function Get-CheckPath($Folder, $Names) {
    foreach ($name in $Names) {
        $Folder = [System.IO.Path]::Combine($Folder, $name)
    }
    return $Folder
}

$CheckHere = [System.IO.Path]::GetDirectoryName($CheckPath)
$CheckParts = Get-CheckPath $CheckHere @('..', '..', 'src', 'main', 'resources', 'org', 'postern', 'target', 'windows')
$CheckScript = Get-CheckPath ([System.IO.Path]::GetTempPath()) @('postern-check.ps1')

. (Get-CheckPath $CheckParts @('addresses.ps1'))
if ($Model -ne '') {
    if ($Model.IndexOf('/') -lt 0 -and $Model.IndexOf('\') -lt 0) {
        $Model = [System.IO.Path]::Combine('.', $Model)
    }
    . $Model
}

# What is said of each step.

function Write-Check($Held, $Text) {
    if ($Held) {
        $CheckResults.Held += 1
        [System.Console]::Out.WriteLine('held    ' + $Text)
    } else {
        $CheckResults.Failed += 1
        [System.Console]::Out.WriteLine('FAILED  ' + $Text)
    }
}

# The script for a list, of the same parts and in the same order as Postern compiles it.

function Get-CheckPart($Name) {
    return [System.IO.File]::ReadAllText((Get-CheckPath $CheckParts @($Name + '.ps1'))).Replace([string][char]13, '')
}

function Get-CheckList($Texts) {
    if ($Texts.Length -eq 0) {
        return '@()'
    }
    $lines = New-Object System.Collections.ArrayList
    foreach ($text in $Texts) {
        [void]$lines.Add('            ''' + $text + '''')
    }
    $end = [string][char]10
    return '@(' + $end + ($lines.ToArray() -join (',' + $end)) + $end + '        )'
}

function Get-CheckData($Kind, $Texts, $Interfaces) {
    $lines = New-Object System.Collections.ArrayList
    foreach ($line in @('', '# The data.', '', '$PosternLimit = 1000', '$PosternTask = ''Postern''', '$PosternCompiled = ''''', '$PosternAlarmHours = 0', '$PosternRules = @(')) {
        [void]$lines.Add($line)
    }
    if ($Texts.Length -gt 0) {
        [void]$lines.Add('    @{')
        [void]$lines.Add('        Name = ''smtp''')
        [void]$lines.Add('        Form = ''' + $Kind + '''')
        [void]$lines.Add('        Port = ''25025''')
        [void]$lines.Add('        To = @()')
        [void]$lines.Add('        In = ' + (Get-CheckList $Interfaces))
        [void]$lines.Add('        Addresses = ' + (Get-CheckList $Texts))
        [void]$lines.Add('    }')
    }
    [void]$lines.Add(')')
    return ($lines.ToArray() -join [string][char]10) + [string][char]10
}

function Get-CheckText($Kind, $Texts, $Interfaces) {
    $text = (Get-CheckPart 'head').Replace('@@TITLE@@', 'a fixed list') + (Get-CheckData $Kind $Texts $Interfaces)
    foreach ($part in @('addresses', 'say', 'plan', 'change', 'obstacles', 'read-back', $Form, 'fixed', 'main')) {
        $text = $text + (Get-CheckPart $part)
    }
    return $text.Replace([string][char]10, [string][char]13 + [string][char]10)
}

# Runs a script as another script does, and not by its own process: so the cmdlets do not see what it
# prefers. What it prints is caught. It works on rules of the check's own name, group and event source.

function Invoke-Check($Text, $Switch) {
    $own = $Text.Replace('Postern-', 'PosternCheck-').Replace('''Postern''', '''PosternCheck''')
    if ($Model -ne '') {
        $own = $own.Replace('(Test-PosternAdministrator)', '($true)')
    }
    [System.IO.File]::WriteAllText($CheckScript, $own)
    $out = [System.Console]::Out
    $errors = [System.Console]::Error
    $printed = New-Object System.IO.StringWriter
    $said = New-Object System.IO.StringWriter
    [System.Console]::SetOut($printed)
    [System.Console]::SetError($said)
    try {
        if ($Switch -eq 'ReadBack') {
            & $CheckScript -ReadBack
        } else {
            & $CheckScript
        }
    } finally {
        [System.Console]::SetOut($out)
        [System.Console]::SetError($errors)
    }
    return @{ Code = $LASTEXITCODE; Lines = Get-CheckLines $printed; Said = (Get-CheckLines $said) -join ' / ' }
}

function Get-CheckLines($Writer) {
    $lines = New-Object System.Collections.ArrayList
    foreach ($line in $Writer.ToString().Split([string][char]10)) {
        if ($line.Trim() -ne '') {
            [void]$lines.Add($line.TrimEnd())
        }
    }
    return ,$lines.ToArray()
}

# What is held, as joined ranges of each family; nothing where it cannot be read as a whole.

function Get-CheckHeld {
    $read = Invoke-Check (Get-CheckText 'allow' @() @()) 'ReadBack'
    if ($read.Code -ne 0 -or $read.Lines[$read.Lines.Length - 1] -ne 'end') {
        return 'cannot be read: ' + $read.Said
    }
    $found = @{ v4 = New-Object System.Collections.ArrayList; v6 = New-Object System.Collections.ArrayList }
    $state = ''
    foreach ($line in $read.Lines) {
        if ($line.StartsWith('chunk ') -and -not $line.Contains(' enabled ')) {
            $state = ' disabled'
        }
        if ($line.StartsWith('range ') -and $line.Length -eq 23) {
            [void]$found.v4.Add($line.Substring(6))
        } elseif ($line.StartsWith('range ')) {
            [void]$found.v6.Add($line.Substring(6))
        }
    }
    return (((Join-PosternRanges ($found.v4)).ToArray() + (Join-PosternRanges ($found.v6)).ToArray()) -join ' ') + $state
}

# What is to be held of a list.

function Get-CheckMeant($Kind, $Texts) {
    $meant = New-Object System.Collections.ArrayList
    foreach ($family in @('v4', 'v6')) {
        $ranges = Select-PosternTaken (Join-PosternRanges (Select-PosternFamily $Texts $family))
        if ($Texts.Length -gt 0 -and ($Kind -eq 'block' -or $ranges.Count -eq 0)) {
            $ranges = Select-PosternTaken (Get-PosternComplement $ranges (Get-PosternWidth $family))
        }
        $meant.AddRange($ranges)
    }
    return $meant.ToArray() -join ' '
}

# Applies a list. What stands against it elsewhere, such as a profile that is off, is no fault of it.

function Test-CheckApply($What, $Kind, $Texts, $Interfaces) {
    $run = Invoke-Check (Get-CheckText $Kind $Texts $Interfaces) ''
    Write-Check ($run.Code -eq 0 -or $run.Code -eq 7) ($What + ': applied (' + $run.Code + ') ' + $run.Said)
    $held = Get-CheckHeld
    Write-Check ($held -eq (Get-CheckMeant $Kind $Texts)) ($What + ': held as it is meant')
    $again = Invoke-Check (Get-CheckText $Kind $Texts $Interfaces) ''
    $changes = 0
    foreach ($line in $again.Lines) {
        if ($line -cmatch '^(add|set|disable|remove) ') {
            $changes += 1
        }
    }
    Write-Check ($again.Code -eq $run.Code -and $changes -eq 0) ($What + ': a second run changes nothing')
}

# Makes the change of a number fail, by an error of the firewall itself, until none is left to fail.

function Test-CheckFailures($What, $Kind, $From, $To) {
    $before = Get-CheckMeant $Kind $From
    $place = 'function Invoke-PosternOperation($Operation) {'
    for ($number = 0; $number -lt 50; $number += 1) {
        $fault = '$CheckLeft = @{ Left = ' + $number + ' }' + [string][char]13 + [string][char]10
        $fault = $fault + $place + ' if ($CheckLeft.Left -eq 0) { Set-PosternEnabled ''PosternCheck-missing'' $true }; $CheckLeft.Left -= 1'
        $run = Invoke-Check ((Get-CheckText $Kind $To @()).Replace($place, $fault)) ''
        if ($run.Code -eq 0 -or $run.Code -eq 7) {
            Write-Check ($number -gt 1) ($What + ': ' + $number + ' changes failed in turn')
            return
        }
        Write-Check ($run.Code -eq 3 -and (Get-CheckHeld) -eq $before) ($What + ': change ' + $number + ' failed (' + $run.Code + '), what was found before is back')
    }
    Write-Check $false ($What + ': changes go on failing')
}

# What others see and do.

function Get-CheckRules {
    if ($Form -eq 'com') {
        $firewall = New-Object -ComObject 'HNetCfg.FwPolicy2' -ErrorAction Stop
        return ,@($firewall.Rules)
    }
    return ,@(Get-NetFirewallRule -PolicyStore 'PersistentStore' -ErrorAction Stop)
}

function Get-CheckOthers {
    $names = New-Object System.Collections.ArrayList
    foreach ($rule in (Get-CheckRules)) {
        [void]$names.Add([string]$rule.Name + ' ' + [string]$rule.Enabled + ' ' + [string]$rule.Action)
    }
    $names.Sort([System.StringComparer]::Ordinal)
    return $names.ToArray() -join ', '
}

# What Windows makes of addresses: nothing depends on it, and a model of it does.

function Get-CheckGiven($Texts) {
    $name = 'PosternCheck-smtp-allow-v4-001'
    try {
        if ($Form -eq 'com') {
            $firewall = New-Object -ComObject 'HNetCfg.FwPolicy2' -ErrorAction Stop
            $rule = $firewall.Rules.Item($name)
            $rule.RemoteAddresses = $Texts -join ','
            return [string]$rule.RemoteAddresses
        }
        Set-NetFirewallRule -PolicyStore 'PersistentStore' -Name $name -RemoteAddress $Texts -ErrorAction Stop
        foreach ($rule in (Get-CheckRules)) {
            if ($rule.Name -eq $name) {
                $filter = Get-NetFirewallAddressFilter -AssociatedNetFirewallRule $rule -ErrorAction Stop
                return @($filter.RemoteAddress) -join ','
            }
        }
        return 'lost'
    } catch {
        return 'refused: ' + $_.Exception.Message
    }
}

function Write-CheckGiven {
    foreach ($texts in @(@('::1', ''), @('ff02::1', ''), @('::/127', ''), @('::2-ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff', ''),
            @('2001:db8::9', ''), @('192.0.2.7', ''), @('13.110.224.0/20', '13.110.230.0/24'))) {
        $given = @($texts[0])
        if ($texts[1] -ne '') {
            $given = $texts
        }
        [System.Console]::Out.WriteLine('note    ' + ($given -join ',') + ' is ' + (Get-CheckGiven $given))
    }
}

# Edits by hand: other addresses in one rule, and another disabled.

function Edit-Check($Kind) {
    $first = 'PosternCheck-smtp-' + $Kind + '-v4-001'
    $second = 'PosternCheck-smtp-' + $Kind + '-v6-001'
    if ($Form -eq 'com') {
        $firewall = New-Object -ComObject 'HNetCfg.FwPolicy2' -ErrorAction Stop
        $rule = $firewall.Rules.Item($first)
        $rule.RemoteAddresses = '203.0.113.99'
        $rule = $firewall.Rules.Item($second)
        $rule.Enabled = $false
    } else {
        Set-NetFirewallRule -PolicyStore 'PersistentStore' -Name $first -RemoteAddress @('203.0.113.99') -ErrorAction Stop
        Set-NetFirewallRule -PolicyStore 'PersistentStore' -Name $second -Enabled 'False' -ErrorAction Stop
    }
}

# A list that takes more than one rule.

function Get-CheckMany {
    $texts = New-Object System.Collections.ArrayList
    for ($number = 0; $number -lt 1100; $number += 1) {
        [void]$texts.Add('198.18.' + [string](($number - $number % 100) / 100) + '.' + [string](2 * ($number % 100)))
    }
    return ,$texts.ToArray()
}

# An interface of this host, by its own name, escaped as in the data of a script.

function Get-CheckInterface {
    foreach ($one in [System.Net.NetworkInformation.NetworkInterface]::GetAllNetworkInterfaces()) {
        $name = ''
        if ([string]$one.NetworkInterfaceType -eq 'Loopback' -or [string]$one.NetworkInterfaceType -eq 'Tunnel') {
            continue
        }
        foreach ($character in ([string]$one.Name).ToCharArray()) {
            $name = $name + '\u' + ([int]$character).ToString('x4')
        }
        return ,@($name)
    }
    return ,@()
}

$CheckOne = @('192.0.2.1', '198.51.100.0/24', '::1', '2001:db8::/32', '2001:db9::9')
$CheckTwo = @('0.0.0.0-126.255.255.255', '192.0.2.1', '192.0.2.3', '203.0.113.0/25', '::', '2001:db8::/33', '2001:db9::9')

function Invoke-CheckAll {
    $before = Get-CheckOthers
    foreach ($kind in @('allow', 'block')) {
        Test-CheckApply ($kind + ', list one') $kind $CheckOne @()
        Test-CheckApply ($kind + ', list two') $kind $CheckTwo @()
        Edit-Check $kind
        Write-Check ((Get-CheckHeld) -ne (Get-CheckMeant $kind $CheckTwo)) ($kind + ': an edit by hand is seen')
        Test-CheckApply ($kind + ', repaired') $kind $CheckTwo @()
        Test-CheckFailures ($kind + ', from two to one') $kind $CheckTwo $CheckOne
        Test-CheckApply ($kind + ', an interface') $kind $CheckTwo (Get-CheckInterface)
    }
    Test-CheckApply 'allow, list two' 'allow' $CheckTwo @()
    Write-CheckGiven
    Test-CheckApply 'allow, more than a rule holds' 'allow' (Get-CheckMany) @()
    Test-CheckApply 'all removed' 'allow' @() @()
    Write-Check ((Get-CheckOthers) -eq $before) 'all other rules are as they were'
}

try {
    Invoke-CheckAll
} catch {
    Write-Check $false ('the check itself: ' + $_.Exception.Message)
    [void](Invoke-Check (Get-CheckText 'allow' @() @()) '')
}
[System.IO.File]::Delete($CheckScript)
[System.Console]::Out.WriteLine([string]$CheckResults.Held + ' held, ' + [string]$CheckResults.Failed + ' failed')
if ($CheckResults.Failed -gt 0) {
    exit 1
}
exit 0
