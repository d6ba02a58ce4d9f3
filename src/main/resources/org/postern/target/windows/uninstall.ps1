
# Nothing is wanted any more: no rule, no task, nothing remembered.

function Get-PosternLists {
    if (-not $WhatIf) {
        [void](schtasks.exe '/query' '/tn' 'Postern')
        if ($LASTEXITCODE -eq 0) {
            [void](schtasks.exe '/delete' '/f' '/tn' 'Postern')
        }
    }
    return @{ Ranges = @{}; Code = 0; Complete = $true; State = $null }
}

function Save-PosternLists($Lists) {
    $folder = [System.IO.Path]::GetDirectoryName($PosternPath)
    foreach ($name in @('postern-last-good.txt', 'postern-last-good.new', 'postern-last-good.old')) {
        [System.IO.File]::Delete([System.IO.Path]::Combine($folder, $name))
    }
}
