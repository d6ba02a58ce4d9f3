
function Test-PosternAdministrator {
    $identity = [System.Security.Principal.WindowsIdentity]::GetCurrent()
    $principal = New-Object System.Security.Principal.WindowsPrincipal($identity)
    return $principal.IsInRole([System.Security.Principal.WindowsBuiltInRole]::Administrator)
}

# Output goes to the console; warnings go to the event log too, for a run by the task has no console.

function Write-PosternLine($Text) {
    [System.Console]::Out.WriteLine($Text)
}

function Write-PosternWarning($Text) {
    [System.Console]::Error.WriteLine($Text)
    if ($WhatIf -or $ReadBack) {
        return
    }
    try {
        if (-not [System.Diagnostics.EventLog]::SourceExists('Postern')) {
            [System.Diagnostics.EventLog]::CreateEventSource('Postern', 'Application')
        }
        [System.Diagnostics.EventLog]::WriteEntry('Postern', $Text, 'Warning', 1)
    } catch {
        [System.Console]::Error.WriteLine('the event log cannot be written')
    }
}

# Names that others gave to rules may hold anything.
function Get-PosternPlain($Text) {
    return ($Text -creplace '[^ -~]', '?')
}

# A name as one word of ASCII: other characters as \u and four digits.
function ConvertTo-PosternWord($Text) {
    $word = ''
    foreach ($character in $Text.ToCharArray()) {
        if ([string]$character -cmatch '^[A-Za-z0-9._-]$') {
            $word = $word + [string]$character
        } else {
            $word = $word + '\u' + ([int]$character).ToString('x4')
        }
    }
    return $word
}

# A rule of ours has a name of this form and is in our group; a name alone is no mark.
function Test-PosternOurs($Name, $Group) {
    return ($Group -ceq 'Postern' -and $Name -cmatch '^Postern-[a-z0-9-]+-(allow|block)-v[46]-[0-9]+\z')
}

# The code of what is most in need of attention.
function Select-PosternCode($Codes) {
    foreach ($code in @(4, 3, 7, 6, 5, 2)) {
        foreach ($one in $Codes) {
            if ($one -eq $code) {
                return $code
            }
        }
    }
    return 0
}

# What comes and what goes, a line each.
function Write-PosternDifference($Before, $After) {
    $had = @{}
    $has = @{}
    foreach ($range in $Before) {
        $had[$range] = $true
    }
    foreach ($range in $After) {
        $has[$range] = $true
    }
    foreach ($range in $After) {
        if (-not $had.ContainsKey($range)) {
            Write-PosternLine ('  + ' + (Get-PosternText $range))
        }
    }
    foreach ($range in $Before) {
        if (-not $has.ContainsKey($range)) {
            Write-PosternLine ('  - ' + (Get-PosternText $range))
        }
    }
}
