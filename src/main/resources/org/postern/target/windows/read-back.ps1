
# For a program: one fact a line, and a last line that says that nothing is missing. All is read before
# anything is printed.

# What is allowed, as parts: of one rule and family all that is held.
function Get-PosternAllowed($Held) {
    $parts = @{}
    $allowed = New-Object System.Collections.ArrayList
    foreach ($one in $Held) {
        if (-not $one.Enabled -or $one.Action -ne 'Allow' -or $one.Odd) {
            continue
        }
        $prefix = Get-PosternPrefix ($one.Name)
        $key = $prefix + $one.Frame
        if (-not $parts.ContainsKey($key)) {
            $parts[$key] = @{
                Rule = $prefix
                Family = $prefix.Substring($prefix.Length - 3, 2)
                Action = 'Allow'
                Port = $one.Port
                To = $one.To
                In = $one.In
                Ranges = New-Object System.Collections.ArrayList
            }
            [void]$allowed.Add($parts[$key])
        }
        foreach ($range in $one.Ranges) {
            if ($range.Length -eq 2 * (Get-PosternWidth ($parts[$key].Family)) + 1) {
                [void]$parts[$key].Ranges.Add($range)
            }
        }
    }
    return ,$allowed
}

function Write-PosternReadBack {
    $held = Get-PosternHeld
    $lines = New-Object System.Collections.ArrayList
    [void]$lines.Add('postern-read-back 2')
    foreach ($one in $held) {
        $state = 'disabled'
        if ($one.Enabled) {
            $state = 'enabled'
        }
        [void]$lines.Add('chunk ' + $one.Name + ' ' + $state + ' ' + $one.Frame)
        foreach ($range in $one.Ranges) {
            [void]$lines.Add('range ' + $range)
        }
    }
    foreach ($name in (Get-PosternIneffective)) {
        [void]$lines.Add('ineffective ' + $name)
    }
    foreach ($rival in (Get-PosternRivals (Get-PosternAllowed $held) $held).Rivals) {
        [void]$lines.Add('rival ' + $rival.Port + ' ' + $rival.Name)
    }
    foreach ($one in (Get-PosternProfiles)) {
        [void]$lines.Add('profile ' + $one.Name + ' ' + $one.Enabled + ' ' + $one.Inbound + ' ' + $one.Merges)
    }
    [void]$lines.Add('end')
    foreach ($line in $lines) {
        Write-PosternLine $line
    }
}
