
# The user.

function Get-PosternUser($Name) {
    if ($Name -notmatch '^[^@\\/ ]+@[^@\\/ ]+$') {
        throw 'name the user as NAME@DOMAIN; SYSTEM and local accounts may not change receive connectors'
    }
    $identity = New-Object System.Security.Principal.WindowsIdentity($Name)
    $sid = [string]$identity.User.Value
    if (@('S-1-5-18', 'S-1-5-19', 'S-1-5-20') -contains $sid) {
        throw 'the task never runs as SYSTEM or another account of a service'
    }
    $sids = New-Object System.Collections.ArrayList
    [void]$sids.Add($sid)
    foreach ($group in $identity.Groups) {
        [void]$sids.Add([string]$group.Value)
    }
    return @{ Name = [string]$identity.Name; Sid = $sid; Sids = $sids }
}

# What a program prints as an error stops no script; its code says whether it failed.
function Invoke-PosternProgram($Name, $Code) {
    if ($Code -ne 0) {
        throw ($Name + ' failed with ' + $Code)
    }
}

# The accounts that have a right, as secedit.exe writes them: '*' and a number, or a name.
function Get-PosternHolders($File, $Right) {
    $holders = New-Object System.Collections.ArrayList
    foreach ($line in [System.IO.File]::ReadAllLines($File)) {
        if ($line.StartsWith($Right + ' ')) {
            foreach ($holder in $line.Substring($line.IndexOf('=') + 1).Split(',')) {
                [void]$holders.Add($holder.Trim())
            }
        }
    }
    return ,$holders
}

function Test-PosternHolder($Holders, $User) {
    foreach ($sid in $User.Sids) {
        if ($Holders -contains ('*' + $sid)) {
            return $true
        }
    }
    return ($Holders -contains $User.Name)
}

# Whether the user may log on as a batch job; nothing is changed.
function Test-PosternBatch($User, $Folder) {
    $file = [System.IO.Path]::Combine($Folder, 'postern-rights.inf')
    $ErrorActionPreference = 'Continue'
    [void](secedit.exe '/export' '/areas' 'USER_RIGHTS' '/cfg' $file '/quiet')
    $ErrorActionPreference = 'Stop'
    Invoke-PosternProgram 'secedit.exe' $LASTEXITCODE
    try {
        $may = Test-PosternHolder (Get-PosternHolders $file 'SeBatchLogonRight') $User
        $denied = Test-PosternHolder (Get-PosternHolders $file 'SeDenyBatchLogonRight') $User
        return ($may -and -not $denied)
    } finally {
        [System.IO.File]::Delete($file)
    }
}

function Test-PosternGroup($User) {
    foreach ($name in @('Server Management', 'Organization Management', 'Exchange Organization Administrators')) {
        try {
            $group = New-Object System.Security.Principal.NTAccount($name)
            if ($User.Sids -contains [string]$group.Translate([System.Security.Principal.SecurityIdentifier]).Value) {
                return $true
            }
        } catch {
            continue
        }
    }
    return $false
}

function Get-PosternLacks($User, $Folder) {
    $lacks = New-Object System.Collections.ArrayList
    if (-not (Test-PosternBatch $User $Folder)) {
        [void]$lacks.Add('has no right to log on as a batch job: secpol.msc, Local Policies, User Rights Assignment')
    }
    if (-not (Test-PosternGroup $User)) {
        [void]$lacks.Add('is no member of Microsoft Exchange Security Groups\Server Management: add it there')
    }
    return ,$lacks
}
