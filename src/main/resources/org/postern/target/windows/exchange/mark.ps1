
# The mark.

# Our mark in a comment, as its words: Postern, target, rule, and what else stands there. No words where
# there is none.
function Get-PosternMark($Comment) {
    $from = $Comment.IndexOf('[Postern ' + $PosternTarget + ' ')
    if ($from -lt 0) {
        return ,@()
    }
    $mark = $Comment.Substring($from + 1)
    $to = $mark.IndexOf(']')
    if ($to -lt 0) {
        return ,@()
    }
    return ,@($mark.Substring(0, $to).Split(' '))
}

# A comment without our mark, as it was before.
function Remove-PosternMark($Comment) {
    $mark = Get-PosternMark $Comment
    if ($mark.Length -eq 0) {
        return $Comment
    }
    return $Comment.Replace('[' + ($mark -join ' ') + ']', '').TrimEnd()
}

# A comment with a mark behind what it says.
function Join-PosternComment($Comment, $Mark) {
    $text = Remove-PosternMark $Comment
    if ($text -eq '') {
        return $Mark
    }
    return $text + ' ' + $Mark
}

function Test-PosternCommand($Name) {
    try {
        [void](Get-Command -Name $Name -ErrorAction Stop)
        return $true
    } catch {
        return $false
    }
}

function Test-PosternSame($Ranges, $Others) {
    return (($Ranges.ToArray() -join ' ') -eq ($Others.ToArray() -join ' '))
}
