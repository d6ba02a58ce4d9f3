
# The rights that let others write into a file or folder or take it over, and those that let them put
# another folder in the place of one below: as bits, with the generic ones (FileSystemRights, winnt.h).
$PosternWrite = 1343029590
$PosternReplace = 269287488

# Administrators, SYSTEM, the installer of Windows, domain and enterprise administrators; and those who
# stand for the owner, who is looked at for himself; and the user as whom the task runs.
function Test-PosternTrusted($Sid) {
    $known = @('S-1-5-32-544', 'S-1-5-18', 'S-1-3-0', 'S-1-3-1', 'S-1-3-4',
        'S-1-5-80-956008885-3418522649-1831038044-1853292631-2271478464')
    return ($known -contains $Sid -or $Sid -eq $PosternUserSid -or $Sid -match '^S-1-5-21-[0-9-]+-(500|512|519)$')
}

# Who is more than a reader here, beside administrators.
function Get-PosternStrangers($Path, $Rights, $Inheritable) {
    $acl = Get-Acl -Path ([System.Management.Automation.WildcardPattern]::Escape($Path)) -ErrorAction Stop
    $kind = [System.Security.Principal.SecurityIdentifier]
    $found = New-Object System.Collections.ArrayList
    $owner = [string]$acl.GetOwner($kind).Value
    if (-not (Test-PosternTrusted $owner)) {
        [void]$found.Add($owner + ' owns it')
    }
    foreach ($entry in $acl.GetAccessRules($true, $true, $kind)) {
        $sid = [string]$entry.IdentityReference.Value
        $below = ([int]$entry.PropagationFlags -band 2) -ne 0
        $writes = ([int]$entry.FileSystemRights -band $Rights) -ne 0
        if ([string]$entry.AccessControlType -eq 'Allow' -and $writes -and ($Inheritable -or -not $below) -and -not (Test-PosternTrusted $sid)) {
            [void]$found.Add($sid + ' has ' + [string]$entry.FileSystemRights)
        }
    }
    return ,$found
}

# A name beside the number of an account, where there is one.
function Get-PosternAccount($Text) {
    $sid = $Text.Substring(0, $Text.IndexOf(' '))
    try {
        $identifier = New-Object System.Security.Principal.SecurityIdentifier($sid)
        $name = $identifier.Translate([System.Security.Principal.NTAccount]).Value
        return $name + ' (' + $sid + ')' + $Text.Substring($sid.Length)
    } catch {
        return $Text
    }
}

# The folders from this one up to the root.
function Get-PosternFolders($Folder) {
    $found = New-Object System.Collections.ArrayList
    while ([string]$Folder -ne '') {
        [void]$found.Add([string]$Folder)
        $Folder = [System.IO.Path]::GetDirectoryName($Folder)
    }
    return ,$found
}

# What is wrong with the place, each with how to mend it.
function Get-PosternFaults($Folder) {
    $faults = New-Object System.Collections.ArrayList
    if ($Folder.StartsWith('\\')) {
        [void]$faults.Add($Folder + ' is not on a disk of this computer: copy the folder to one')
        return ,$faults
    }
    $drive = New-Object System.IO.DriveInfo([System.IO.Path]::GetPathRoot($Folder))
    if (@('Network', 'Removable', 'CDRom', 'NoRootDirectory') -contains [string]$drive.DriveType) {
        [void]$faults.Add($Folder + ' is not on a fixed disk of this computer: copy the folder to one')
    }
    $paths = New-Object System.Collections.ArrayList
    foreach ($name in @('apply.ps1', 'register.ps1', 'uninstall.ps1', 'last-good.txt', 'last-good.new', 'last-good.old')) {
        $path = [System.IO.Path]::Combine($Folder, 'postern-' + $name)
        if ([System.IO.File]::Exists($path)) {
            [void]$paths.Add($path)
        }
    }
    $paths.AddRange((Get-PosternFolders $Folder))
    foreach ($path in $paths) {
        if (([int][System.IO.File]::GetAttributes($path) -band 1024) -ne 0) {
            [void]$faults.Add($path + ' is a link, which may lead elsewhere tomorrow: use the path that it leads to')
            continue
        }
        $rights = $PosternWrite
        if ($Folder.Length -gt $path.Length) {
            $rights = $PosternReplace
        }
        foreach ($stranger in (Get-PosternStrangers $path $rights ($path -eq $Folder))) {
            [void]$faults.Add($path + ': ' + (Get-PosternAccount $stranger))
        }
    }
    return ,$faults
}

function Write-PosternFaults($Folder, $Faults) {
    $grant = ''
    if ($PosternUserSid -ne '') {
        $grant = ' "*' + $PosternUserSid + ':(OI)(CI)M"'
    }
    $say = [System.Console]::Error
    $say.WriteLine('Postern: no task is registered. The task would run what others may put here:')
    foreach ($fault in $Faults) {
        $say.WriteLine('  ' + $fault)
    }
    $say.WriteLine('Copy the scripts afresh to a folder below C:\Program Files, and run them there. Or take the rights away,')
    $say.WriteLine('in this order, and copy the scripts afresh after that:')
    $say.WriteLine('  icacls "' + $Folder + '" /setowner "*S-1-5-32-544" /t')
    $say.WriteLine('  icacls "' + $Folder + '" /reset')
    $say.WriteLine('  icacls "' + $Folder + '" /inheritance:r /grant:r "*S-1-5-18:(OI)(CI)F" "*S-1-5-32-544:(OI)(CI)F"' + $grant)
    $say.WriteLine('  icacls "' + $Folder + '\*" /reset /t')
}
