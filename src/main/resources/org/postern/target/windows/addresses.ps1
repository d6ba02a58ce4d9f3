
# Addresses. One is written as its bytes in hexadecimal, so that the order of text is the order of
# addresses, and a range as first-last. All ranges of a family are of one width.

function Get-PosternHex($Text) {
    $bytes = [System.Net.IPAddress]::Parse($Text).GetAddressBytes()
    return [System.BitConverter]::ToString($bytes).Replace('-', '').ToLowerInvariant()
}

# '24' or '255.255.255.0' as bits
function Get-PosternMask($Text, $Width) {
    if ($Text.IndexOf('.') -ge 0 -or $Text.IndexOf(':') -ge 0) {
        return (Get-PosternHex $Text)
    }
    $length = [int]$Text
    $rest = $length % 4
    $mask = ''.PadLeft([int](($length - $rest) / 4), 'f')
    if ($rest -gt 0) {
        $mask = $mask + '08ce'.Substring($rest, 1)
    }
    return $mask.PadRight($Width, '0')
}

# '192.0.2.1', '192.0.2.0/24', '192.0.2.0/255.255.255.0' or '192.0.2.1-192.0.2.9' as a range
function Get-PosternRange($Text) {
    $dash = $Text.IndexOf('-')
    if ($dash -ge 0) {
        return (Get-PosternHex ($Text.Substring(0, $dash))) + '-' + (Get-PosternHex ($Text.Substring($dash + 1)))
    }
    $slash = $Text.IndexOf('/')
    if ($slash -lt 0) {
        $hex = Get-PosternHex $Text
        return $hex + '-' + $hex
    }
    $hex = Get-PosternHex ($Text.Substring(0, $slash))
    $mask = Get-PosternMask ($Text.Substring($slash + 1)) ($hex.Length)
    $from = ''
    $to = ''
    for ($i = 0; $i -lt $hex.Length; $i += 4) {
        $bits = [System.Convert]::ToInt32($mask.Substring($i, 4), 16)
        $word = [System.Convert]::ToInt32($hex.Substring($i, 4), 16)
        $from = $from + ($word -band $bits).ToString('x4')
        $to = $to + ($word -bor (65535 - $bits)).ToString('x4')
    }
    return $from + '-' + $to
}

function Get-PosternFirst($Range) {
    return $Range.Substring(0, [int](($Range.Length - 1) / 2))
}

function Get-PosternLast($Range) {
    return $Range.Substring([int](($Range.Length + 1) / 2))
}

# The next address; nothing after the last one.
function Get-PosternNext($Hex) {
    for ($i = $Hex.Length - 4; $i -ge 0; $i -= 4) {
        $word = [System.Convert]::ToInt32($Hex.Substring($i, 4), 16)
        if ($word -lt 65535) {
            return $Hex.Substring(0, $i) + ($word + 1).ToString('x4') + ''.PadRight($Hex.Length - $i - 4, '0')
        }
    }
    return ''
}

# The address before; nothing before the first one.
function Get-PosternPrevious($Hex) {
    for ($i = $Hex.Length - 4; $i -ge 0; $i -= 4) {
        $word = [System.Convert]::ToInt32($Hex.Substring($i, 4), 16)
        if ($word -gt 0) {
            return $Hex.Substring(0, $i) + ($word - 1).ToString('x4') + ''.PadRight($Hex.Length - $i - 4, 'f')
        }
    }
    return ''
}

function Get-PosternAddress($Hex) {
    $parts = New-Object System.Collections.ArrayList
    if ($Hex.Length -eq 8) {
        for ($i = 0; $i -lt 8; $i += 2) {
            [void]$parts.Add([System.Convert]::ToInt32($Hex.Substring($i, 2), 16).ToString())
        }
        return $parts.ToArray() -join '.'
    }
    for ($i = 0; $i -lt 32; $i += 4) {
        [void]$parts.Add([System.Convert]::ToInt32($Hex.Substring($i, 4), 16).ToString('x'))
    }
    return $parts.ToArray() -join ':'
}

# A range in the words of the firewall.
function Get-PosternText($Range) {
    $first = Get-PosternFirst $Range
    $last = Get-PosternLast $Range
    if ($first -eq $last) {
        return (Get-PosternAddress $first)
    }
    return (Get-PosternAddress $first) + '-' + (Get-PosternAddress $last)
}

function Get-PosternTexts($Ranges) {
    $texts = New-Object System.Collections.ArrayList
    foreach ($range in $Ranges) {
        [void]$texts.Add((Get-PosternText $range))
    }
    return ,$texts
}

# The same addresses as sorted ranges that neither overlap nor touch.
function Join-PosternRanges($Ranges) {
    $sorted = New-Object System.Collections.ArrayList
    foreach ($range in $Ranges) {
        [void]$sorted.Add($range)
    }
    $sorted.Sort([System.StringComparer]::Ordinal)
    $joined = New-Object System.Collections.ArrayList
    $first = ''
    $last = ''
    $next = ''
    foreach ($range in $sorted) {
        $from = Get-PosternFirst $range
        $to = Get-PosternLast $range
        if ($first -eq '') {
            $first = $from
            $last = $to
            $next = Get-PosternNext $to
        } elseif ($next -eq '' -or [string]::CompareOrdinal($from, $next) -le 0) {
            if ([string]::CompareOrdinal($to, $last) -gt 0) {
                $last = $to
                $next = Get-PosternNext $to
            }
        } else {
            [void]$joined.Add($first + '-' + $last)
            $first = $from
            $last = $to
            $next = Get-PosternNext $to
        }
    }
    if ($first -ne '') {
        [void]$joined.Add($first + '-' + $last)
    }
    return ,$joined
}

# All other addresses of the family, of joined ranges.
function Get-PosternComplement($Ranges, $Width) {
    $rest = New-Object System.Collections.ArrayList
    $open = ''.PadLeft($Width, '0')
    foreach ($range in $Ranges) {
        $from = Get-PosternFirst $range
        if ([string]::CompareOrdinal($open, $from) -lt 0) {
            [void]$rest.Add($open + '-' + (Get-PosternPrevious $from))
        }
        $open = Get-PosternNext (Get-PosternLast $range)
    }
    if ($open -ne '') {
        [void]$rest.Add($open + '-' + ''.PadLeft($Width, 'f'))
    }
    return ,$rest
}

# The ranges as Windows takes them. It refuses ::1 alone, and filters the loopback nowhere; it refuses
# a single multicast address of IPv6, which no connection comes from.
function Select-PosternTaken($Ranges) {
    $loopback = '1'.PadLeft(32, '0')
    $taken = New-Object System.Collections.ArrayList
    foreach ($range in $Ranges) {
        if ($range.Length -eq 17) {
            [void]$taken.Add($range)
            continue
        }
        $first = Get-PosternFirst $range
        $last = Get-PosternLast $range
        if ($first -eq $loopback) {
            $first = Get-PosternNext $first
        }
        if ($last -eq $loopback) {
            $last = Get-PosternPrevious $last
        }
        $multicast = $first.StartsWith('ff')
        if ([string]::CompareOrdinal($first, $last) -le 0 -and -not ($multicast -and $first -eq $last)) {
            [void]$taken.Add($first + '-' + $last)
        }
    }
    return ,$taken
}

# The whole of a family as one range might be kept as 'any', which is both families: so it is two.
function Split-PosternWhole($Ranges, $Width) {
    $all = ''.PadLeft($Width, '0') + '-' + ''.PadLeft($Width, 'f')
    $split = New-Object System.Collections.ArrayList
    foreach ($range in $Ranges) {
        if ($range -eq $all) {
            [void]$split.Add(''.PadLeft($Width, '0') + '-' + '7'.PadRight($Width, 'f'))
            [void]$split.Add('8'.PadRight($Width, '0') + '-' + ''.PadLeft($Width, 'f'))
        } else {
            [void]$split.Add($range)
        }
    }
    return ,$split
}

function Get-PosternWidth($Family) {
    if ($Family -eq 'v4') {
        return 8
    }
    return 32
}

# Those of a family, of addresses as text.
function Select-PosternFamily($Texts, $Family) {
    $ranges = New-Object System.Collections.ArrayList
    foreach ($text in $Texts) {
        if (($text.IndexOf(':') -ge 0) -eq ($Family -eq 'v6')) {
            [void]$ranges.Add((Get-PosternRange $text))
        }
    }
    return ,$ranges
}

# An address, prefix or range as a range; nothing for a word such as Any or LocalSubnet.
function Find-PosternRange($Text) {
    if ($Text -notmatch '^[0-9a-f:][0-9a-f.:/-]*$') {
        return ''
    }
    try {
        return (Get-PosternRange $Text)
    } catch {
        return ''
    }
}

# The ranges without what is never to be among them.
function Remove-PosternRanges($Ranges, $Never, $Width) {
    $gone = Get-PosternComplement (Join-PosternRanges $Ranges) $Width
    $gone.AddRange($Never)
    return ,(Get-PosternComplement (Join-PosternRanges $gone) $Width)
}
