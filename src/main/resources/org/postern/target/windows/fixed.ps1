
# The lists are those of the day of compiling. Age alone never takes anything away.

function Get-PosternLists {
    $ranges = @{}
    foreach ($rule in $PosternRules) {
        foreach ($family in @('v4', 'v6')) {
            $ranges[$rule.Name + ' ' + $family] = Select-PosternFamily ($rule.Addresses) $family
        }
    }
    $code = 0
    if ($PosternAlarmHours -gt 0) {
        $compiled = [System.DateTime]::ParseExact($PosternCompiled, 'yyyy-MM-dd HH:mm', [System.Globalization.CultureInfo]::InvariantCulture)
        if ([System.DateTime]::UtcNow.Subtract($compiled).TotalHours -gt $PosternAlarmHours) {
            Write-PosternWarning ('Postern: the list is of ' + $PosternCompiled + ' UTC; compile it again')
            $code = 5
        }
    }
    return @{ Ranges = $ranges; Code = $code; Complete = $true; State = $null }
}

# There is nothing to remember.
function Save-PosternLists($Lists) {
    return $true
}
