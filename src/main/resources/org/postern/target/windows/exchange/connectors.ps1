
# The server and its receive connectors.

# The commands of Exchange: there already, or in the snapin of Exchange 2007, 2010, or 2013 and later.
function Import-PosternExchange {
    if (Test-PosternCommand 'Get-ReceiveConnector') {
        return
    }
    foreach ($snapin in @(Get-PSSnapin -Registered -ErrorAction Stop)) {
        if ([string]$snapin.Name -match '^Microsoft\.Exchange\.Management\.PowerShell\.(Admin|E2010|SnapIn)$') {
            Add-PSSnapin -Name ([string]$snapin.Name) -ErrorAction Stop
        }
    }
    if (-not (Test-PosternCommand 'Get-ReceiveConnector')) {
        throw 'the commands of Exchange are not on this computer: run this on the server itself'
    }
}

# The server: version 8 is Exchange 2007, 14 is 2010, 15 is 2013 and later.
function Get-PosternServer {
    $name = $PosternServer
    if ($name -eq '') {
        $name = [System.Environment]::MachineName
    }
    $found = Get-ExchangeServer -Identity $name -ErrorAction Stop
    $version = [string]$found.AdminDisplayVersion
    if ($version -notmatch '^Version [0-9]+\.') {
        throw ('the version of ' + $name + ' cannot be told from ' + (Get-PosternPlain $version))
    }
    $major = $version.Substring(8)
    return @{
        Name = [string]$found.Name
        Version = $version
        Major = [int]$major.Substring(0, $major.IndexOf('.'))
        Roles = [string]$found.ServerRole
        Edge = ([string]$found.ServerRole -match 'Edge')
    }
}

# Connectors have a role of their own since Exchange 2013.
function New-PosternConnector($Found, $Server) {
    $role = 'HubTransport'
    if ($Server.Major -ge 15) {
        $role = [string]$Found.TransportRole
    }
    $ports = New-Object System.Collections.ArrayList
    foreach ($binding in $Found.Bindings) {
        $text = [string]$binding
        [void]$ports.Add($text.Substring($text.LastIndexOf(':') + 1))
    }
    $ranges = New-Object System.Collections.ArrayList
    foreach ($range in $Found.RemoteIPRanges) {
        [void]$ranges.Add((Get-PosternRange ([string]$range)))
    }
    return @{
        Identity = [string]$Found.Identity
        Name = [string]$Found.Name
        Role = $role
        Ports = $ports
        Bindings = ($Found.Bindings -join ', ')
        Ranges = (Join-PosternFamilies $ranges)
        Enabled = $Found.Enabled
        Comment = [string]$Found.Comment
        Controller = [string]$Found.OriginatingServer
    }
}

function Get-PosternConnectors($Server) {
    $connectors = New-Object System.Collections.ArrayList
    foreach ($found in @(Get-ReceiveConnector -Server ($Server.Name) -ErrorAction Stop)) {
        [void]$connectors.Add((New-PosternConnector $found $Server))
    }
    return ,$connectors
}

# Ranges of both families, joined, those of IPv4 first.
function Join-PosternFamilies($Ranges) {
    $all = New-Object System.Collections.ArrayList
    foreach ($family in @('v4', 'v6')) {
        $all.AddRange((Join-PosternRanges (Select-PosternWide $Ranges $family)))
    }
    return ,$all
}

# Those of a family, of ranges.
function Select-PosternWide($Ranges, $Family) {
    $length = 2 * (Get-PosternWidth $Family) + 1
    $found = New-Object System.Collections.ArrayList
    foreach ($range in $Ranges) {
        if ($range.Length -eq $length) {
            [void]$found.Add($range)
        }
    }
    return ,$found
}

# What an unrestricted connector has.
function Get-PosternDefault {
    $default = New-Object System.Collections.ArrayList
    foreach ($family in @('v4', 'v6')) {
        $width = Get-PosternWidth $family
        [void]$default.Add(''.PadLeft($width, '0') + '-' + ''.PadLeft($width, 'f'))
    }
    return ,$default
}

function Get-PosternDefaultName($Server) {
    if ($Server.Edge) {
        return 'Default internal receive connector ' + $Server.Name
    }
    if ($Server.Major -ge 15) {
        return 'Default Frontend ' + $Server.Name
    }
    return 'Default ' + $Server.Name
}

# The connector that is meant: by its name, or the one that takes mail from the Internet by default.
function Select-PosternConnector($Connectors, $Server) {
    $name = $PosternConnector
    if ($name -eq '') {
        $name = Get-PosternDefaultName $Server
    }
    foreach ($one in $Connectors) {
        if ($one.Name -eq $name) {
            return $one
        }
    }
    throw ('there is no receive connector ' + (Get-PosternPlain $name) + ' on ' + $Server.Name + ': -List prints those that there are; name one in the policy, connector: NAME')
}

# Nothing, or why a connector must not be restricted to the list of a rule.
function Get-PosternRefusal($Connector, $Server, $Rule) {
    $name = 'receive connector ' + (Get-PosternPlain $Connector.Name)
    if ($Server.Major -ge 15 -and -not $Server.Edge -and $Connector.Role -eq 'HubTransport' -and $Connector.Ports -contains '2525') {
        return $name + ' takes the mail of the front end and of other servers at port 2525: a list would stop mail inside. From outside mail comes to ' + (Get-PosternDefaultName $Server)
    }
    if (-not $Connector.Enabled) {
        return $name + ' is disabled'
    }
    $ports = $Rule.Port.Split(',')
    foreach ($port in $ports) {
        if (-not ($Connector.Ports -contains $port)) {
            return $name + ' does not listen at port ' + $port + ' of rule ' + $Rule.Name
        }
    }
    foreach ($port in $Connector.Ports) {
        if (-not ($ports -contains $port)) {
            return $name + ' also listens at port ' + $port + ', which rule ' + $Rule.Name + ' does not name'
        }
    }
    return ''
}

# Other connectors of the server at the same ports, and the ranges that they take mail from beside a list.
function Get-PosternOthers($Connectors, $Connector, $Ranges) {
    $others = New-Object System.Collections.ArrayList
    foreach ($one in $Connectors) {
        $shared = $false
        foreach ($port in $one.Ports) {
            $shared = $shared -or ($Connector.Ports -contains $port)
        }
        if (-not $shared -or -not $one.Enabled -or $one.Identity -eq $Connector.Identity) {
            continue
        }
        $other = @{ Name = $one.Name; Beside = New-Object System.Collections.ArrayList; Everywhere = $false; Crosses = $false }
        foreach ($family in @('v4', 'v6')) {
            $width = Get-PosternWidth $family
            $ours = Select-PosternWide $Ranges $family
            $theirs = Select-PosternWide ($one.Ranges) $family
            $other.Beside.AddRange((Remove-PosternRanges $theirs $ours $width))
            $together = New-Object System.Collections.ArrayList
            $together.AddRange($ours)
            $together.AddRange($theirs)
            if ($theirs.Count -gt 0 -and (Get-PosternComplement (Join-PosternRanges $together) $width).Count -eq 0) {
                $other.Everywhere = $true
            }
            $other.Crosses = $other.Crosses -or (Test-PosternCrossing $ours $theirs)
        }
        [void]$others.Add($other)
    }
    return ,$others
}

# Whether some range of the one and some of the other share addresses, and neither lies in the other:
# Exchange may refuse such a list.
function Test-PosternCrossing($Ranges, $Others) {
    foreach ($range in $Ranges) {
        $first = Get-PosternFirst $range
        $last = Get-PosternLast $range
        foreach ($other in $Others) {
            $from = Get-PosternFirst $other
            $to = Get-PosternLast $other
            $starts = [string]::CompareOrdinal($first, $from)
            $ends = [string]::CompareOrdinal($last, $to)
            $meet = [string]::CompareOrdinal($first, $to) -le 0 -and [string]::CompareOrdinal($from, $last) -le 0
            if ($meet -and (($starts -lt 0 -and $ends -lt 0) -or ($starts -gt 0 -and $ends -gt 0))) {
                return $true
            }
        }
    }
    return $false
}

# What other connectors let in, told; 7 where one of them takes mail from everywhere.
function Write-PosternOthers($Others) {
    $code = 0
    foreach ($other in $Others) {
        $name = Get-PosternPlain $other.Name
        if ($other.Everywhere) {
            Write-PosternWarning ('Postern: the list has no effect: receive connector ' + $name + ' takes mail from everywhere at the same port')
            $code = 7
        } elseif ($other.Beside.Count -gt 0) {
            Write-PosternLine ('receive connector ' + $name + ' also takes mail from ' + ((Get-PosternTexts ($other.Beside)).ToArray() -join ', '))
        }
        if ($other.Crosses) {
            Write-PosternLine ('receive connector ' + $name + ' has ranges that overlap the list in part, which Exchange may refuse')
        }
    }
    return $code
}
