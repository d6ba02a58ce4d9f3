
# What stands against it: rules of others that let in what the list does not, profiles, group policy.

# The first and the last of the ports that '25' or '2500-2599' names.
function Get-PosternEdges($Text) {
    $ends = $Text.Split('-')
    return ,@([int]$ends[0], [int]$ends[$ends.Length - 1])
}

# Whether a rule for '25', '20-30', 'Any' or several of them has a port in common with ports of ours,
# such as '25,465,2500-2599'.
function Test-PosternPort($Texts, $Port) {
    foreach ($text in $Texts) {
        if ($text -eq 'Any' -or $text -eq '*' -or $text -eq '' -or $text -eq $Port) {
            return $true
        }
        if ($text -match '^[0-9]+(-[0-9]+)?$') {
            $theirs = Get-PosternEdges $text
            foreach ($one in $Port.Split(',')) {
                $ours = Get-PosternEdges $one
                if ($theirs[0] -le $ours[1] -and $ours[0] -le $theirs[1]) {
                    return $true
                }
            }
        }
    }
    return $false
}

function Test-PosternPorts($Texts, $Ports) {
    foreach ($port in $Ports) {
        if (Test-PosternPort $Texts $port) {
            return $true
        }
    }
    return $false
}

# What texts of a rule cover of a family, but for the loopback, which is not filtered. A word such as
# Any or LocalSubnet may cover all of it.
function Get-PosternReach($Texts, $Family) {
    $width = Get-PosternWidth $Family
    $loopback = '7f000000-7fffffff'
    if ($Family -eq 'v6') {
        $loopback = '1'.PadLeft(32, '0') + '-' + '1'.PadLeft(32, '0')
    }
    $ranges = New-Object System.Collections.ArrayList
    foreach ($text in $Texts) {
        $range = Find-PosternRange $text
        if ($range -eq '') {
            $range = ''.PadLeft($width, '0') + '-' + ''.PadLeft($width, 'f')
        }
        if ($range.Length -eq 2 * $width + 1) {
            [void]$ranges.Add($range)
        }
    }
    return ,(Remove-PosternRanges $ranges @($loopback) $width)
}

# Whether two lists of interfaces have one in common; an empty one means all of them.
function Test-PosternMeet($Names, $Others) {
    foreach ($name in $Names) {
        foreach ($other in $Others) {
            if ($name -eq $other) {
                return $true
            }
        }
    }
    return ($Names.Length -eq 0 -or $Others.Length -eq 0)
}

# Whether a rule of others lets a peer in to a server of the part that the part does not accept. A list
# may be long, so that this is asked last.
function Test-PosternWider($Other, $Part) {
    $width = Get-PosternWidth ($Part.Family)
    $servers = Get-PosternReach ($Other.Local) ($Part.Family)
    if ($Part.To.Count -gt 0) {
        $elsewhere = Remove-PosternRanges $servers ($Part.To) $width
        $servers = Remove-PosternRanges $servers $elsewhere $width
    }
    $peers = Remove-PosternRanges (Get-PosternReach ($Other.Remote) ($Part.Family)) ($Part.Ranges) $width
    return ($servers.Count -gt 0 -and (Select-PosternTaken $peers).Count -gt 0)
}

# The numbers of the processes that listen on a port: Windows writes another end that is none as port 0.
function Get-PosternListening($Port) {
    $found = New-Object System.Collections.ArrayList
    $lines = @(netstat.exe '-ano')
    if ($LASTEXITCODE -ne 0) {
        throw 'netstat.exe failed'
    }
    foreach ($line in $lines) {
        $words = ($line.Trim() -replace '\s+', ' ').Split(' ')
        if ($words[0] -eq 'TCP' -and $words.Length -ge 5 -and $words[2].EndsWith(':0')) {
            $local = $words[1].Substring($words[1].LastIndexOf(':') + 1)
            if (Test-PosternPort @($local) $Port) {
                [void]$found.Add([int]$words[$words.Length - 1])
            }
        }
    }
    return ,$found
}

# The services that a process runs.
function Get-PosternServices($Process) {
    $lines = @(tasklist.exe '/svc' '/fi' ('PID eq ' + $Process) '/fo' 'csv' '/nh')
    if ($LASTEXITCODE -ne 0) {
        throw 'tasklist.exe failed'
    }
    $services = New-Object System.Collections.ArrayList
    foreach ($line in $lines) {
        $fields = $line.Split('"')
        if ($fields.Length -gt 5) {
            $services.AddRange($fields[5].Split(','))
        }
    }
    return ,$services
}

# What listens on a port.
function Get-PosternListeners($Port) {
    $found = New-Object System.Collections.ArrayList
    foreach ($number in (Get-PosternListening $Port)) {
        $process = Get-Process -Id $number -ErrorAction Stop
        $path = ''
        try {
            $path = [string]$process.Path
        } catch {
            $path = ''
        }
        [void]$found.Add(@{
            Path = $path
            Name = [string]$process.ProcessName
            Services = Get-PosternServices $number
        })
    }
    return ,$found
}

# Whether a process is the program of a rule. Some do not tell where they lie.
function Test-PosternProgram($Program, $Process) {
    $path = [System.Environment]::ExpandEnvironmentVariables($Program)
    $leaf = $path.Substring($path.LastIndexOf('\') + 1)
    return ($Program -eq 'Any' -or $Program -eq '' -or $path -eq $Process.Path -or
        ($Process.Path -eq '' -and ($leaf -eq $Process.Name -or $leaf -eq $Process.Name + '.exe')))
}

function Test-PosternService($Service, $Process) {
    if ($Service -eq 'Any' -or $Service -eq '' -or $Service -eq '*') {
        return $true
    }
    foreach ($one in $Process.Services) {
        if ($one -eq $Service) {
            return $true
        }
    }
    return $false
}

# What listens on a port, found out once; nothing where it cannot be told.
function Get-PosternKnownListeners($Known, $Port) {
    if (-not $Known.ContainsKey($Port)) {
        $Known[$Port] = $null
        try {
            $Known[$Port] = Get-PosternListeners $Port
        } catch {
            [System.Console]::Error.WriteLine('what listens on port ' + $Port + ' cannot be told: ' + $_.Exception.Message)
        }
    }
    return ,$Known[$Port]
}

# Whether a rule of others is bound to what does not listen on the port: a package, an owner, or a
# program or service that is another. What cannot be told is taken for bound to nothing.
function Test-PosternBound($Other, $Port, $Known) {
    if ($Other.Bound) {
        return $true
    }
    if (($Other.Program -eq 'Any' -or $Other.Program -eq '') -and ($Other.Service -eq 'Any' -or $Other.Service -eq '')) {
        return $false
    }
    $listeners = Get-PosternKnownListeners $Known $Port
    if ($null -eq $listeners) {
        return $false
    }
    foreach ($process in $listeners) {
        if ((Test-PosternProgram ($Other.Program) $process) -and (Test-PosternService ($Other.Service) $process)) {
            return $false
        }
    }
    return $true
}

# The rules of others that make a part void, and those that would if they were not bound.
function Get-PosternRivals($Parts, $Held) {
    $found = @{ Rivals = New-Object System.Collections.ArrayList; Remarks = New-Object System.Collections.ArrayList }
    $ports = New-Object System.Collections.ArrayList
    $own = @{}
    foreach ($part in $Parts) {
        if ($part.Action -eq 'Allow') {
            [void]$ports.Add($part.Port)
        }
    }
    if ($ports.Count -eq 0) {
        return $found
    }
    foreach ($one in $Held) {
        $own[$one.Name] = $true
    }
    $met = @{}
    $listeners = @{}
    foreach ($other in (Get-PosternOthers $ports $own)) {
        foreach ($part in $Parts) {
            $key = $part.Port + ' ' + $other.Name
            if ($part.Action -ne 'Allow' -or $met.ContainsKey($key) -or -not (Test-PosternPort ($other.Ports) ($part.Port))) {
                continue
            }
            if (-not (Test-PosternMeet ($part.In) ($other.In))) {
                continue
            }
            $bound = Test-PosternBound $other ($part.Port) $listeners
            if ($bound -or (Test-PosternWider $other $part)) {
                $met[$key] = $true
                $list = $found.Rivals
                if ($bound) {
                    $list = $found.Remarks
                }
                [void]$list.Add(@{ Rule = $part.Rule; Port = $part.Port; Name = Get-PosternPlain ($other.Name) })
            }
        }
    }
    return $found
}

# Every Windows has such rules; they are named in one line.
function Write-PosternRemarks($Remarks) {
    $names = New-Object System.Collections.ArrayList
    foreach ($one in $Remarks) {
        [void]$names.Add($one.Name + ' (' + $one.Port + ')')
    }
    if ($names.Count -gt 0) {
        Write-PosternLine ('remark: asks for IPsec, or is bound to a package, an owner, or a program or service that does not listen on the port: ' + ($names.ToArray() -join ', '))
    }
}

function Write-PosternRivals($Found) {
    foreach ($one in $Found.Rivals) {
        Write-PosternWarning ('Postern: rule ' + $one.Rule + ' has no effect: ' + $one.Name + ' also allows port ' + $one.Port)
    }
    Write-PosternRemarks ($Found.Remarks)
    return ($Found.Rivals.Count -gt 0)
}

function Write-PosternProfiles($Profiles) {
    $found = $false
    if ($Profiles.Count -eq 0) {
        throw 'the profiles of the firewall cannot be read'
    }
    foreach ($one in $Profiles) {
        if (-not $one.Enabled) {
            Write-PosternWarning ('Postern: the firewall is off in profile ' + $one.Name)
            $found = $true
        }
        if ($one.Inbound -ne 'Block') {
            Write-PosternWarning ('Postern: profile ' + $one.Name + ' allows what no rule blocks')
            $found = $true
        }
        if (-not $one.Merges) {
            Write-PosternWarning ('Postern: group policy leaves local rules out in profile ' + $one.Name)
            $found = $true
        }
    }
    return $found
}
