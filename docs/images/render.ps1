# Draws the pictures of the README from real runs, in PowerShell 7:
#   pwsh -NoProfile -File docs/images/render.ps1 -ServerUrl mysql://user:password@host:port
# The account must be allowed to create databases. screens.md, beside this script, says what is run; NAME.svg comes out. Times are fixed, so that a
# picture changes only where what is printed does. No font, style or image is loaded from elsewhere: the pictures may stand on any page.
[CmdletBinding()]
param([Parameter(Mandatory)] [string] $ServerUrl)

$ErrorActionPreference = 'Stop'
. "$PSScriptRoot/../../tests/Examples/Examples.ps1"
Import-Module "$exampleRepository/out/Migrations/Migrations.psd1"
. "$PSScriptRoot/../../tests/Examples/Databases.ps1"

$columns = 120
$cellWidth = 8
$cellHeight = 18
$margin = 16
$palette = @{
    Back = '#14171f'; Plain = '#d5d9e0'; Prompt = '#8a93a3'
    # 30 to 37 and 90 to 97, on a dark ground: every one has a contrast of at least 4.5.
    30 = '#8a93a3'; 31 = '#ff7b72'; 32 = '#7ee787'; 33 = '#e3b341'; 34 = '#79c0ff'; 35 = '#d2a8ff'; 36 = '#76e3ea'; 37 = '#d5d9e0'
    90 = '#8a93a3'; 91 = '#ffa198'; 92 = '#a5f3b0'; 93 = '#f2cc60'; 94 = '#a5d6ff'; 95 = '#e2c5ff'; 96 = '#b3f0ff'; 97 = '#ffffff'
}
$titles = @{
    invoke = 'Get-Migration lists the migrations with their states, and Invoke-Migration applies the two that are pending.'
    preview = 'A preview shows what each statement will come to; a run that would drop a column is refused.'
    drift = 'A red drift check: two differences between schema.ts and the baseline, each with its line.'
}

# The same length as before, so that columns stay where they are.
function Set-Time([string] $Text) {
    $Text = [regex]::Replace($Text, '(?<=\s) *\d+(\.\d+)? (ms|s)\b', { param($m) '9 ms'.PadLeft($m.Length) })
    # What the setup made a moment ago; the demo project's own migrations have dates of their own.
    $now = [DateTime]::UtcNow
    foreach ($day in $now, $now.AddMinutes(-5)) { $Text = [regex]::Replace($Text, $day.ToString('yyyy-MM-dd') + ' \d\d:\d\d', '2026-01-29 12:00') }
    $Text
}

# The state that a sequence of numbers (ESC [ 31 ; 1 m) leads to.
function Step-Style([hashtable] $Style, [string] $Codes) {
    foreach ($code in $Codes.Split(';')) {
        switch ([int]('0' + $code)) {
            0 { $Style = @{} }
            1 { $Style.Bold = $true }
            2 { $Style.Dim = $true }
            3 { $Style.Italic = $true }
            22 { $Style.Remove('Bold'); $Style.Remove('Dim') }
            23 { $Style.Remove('Italic') }
            39 { $Style.Remove('Color') }
            { $_ -in 30..37 -or $_ -in 90..97 } { $Style.Color = $palette[$_] }
            default { throw "The pictures do not know ESC[$($_)m." }
        }
    }
    $Style
}

function ConvertTo-Span([string] $Text, [int] $Column, [hashtable] $Style) {
    # Wide gaps are cut out: what is behind them begins at its column whatever the reader's font is.
    foreach ($word in [regex]::Matches($Text, '\S+( \S+)*')) {
        $attributes = ' x="{0}"' -f ($margin + ($Column + $word.Index) * $cellWidth)
        if ($Style.Color) { $attributes += " fill=`"$($Style.Color)`"" }
        if ($Style.Bold) { $attributes += ' font-weight="bold"' }
        if ($Style.Italic) { $attributes += ' font-style="italic"' }
        if ($Style.Dim) { $attributes += ' fill-opacity="0.7"' }
        "<tspan$attributes>$([Security.SecurityElement]::Escape($word.Value))</tspan>"
    }
}

# A line that is longer than the screen goes on in the next, as in a terminal.
function Split-Line([string] $Line) {
    $piece = ''
    $length = 0
    foreach ($token in [regex]::Matches($Line, '\e\[[0-9;]*m|.')) {
        if ($token.Value[0] -ne "`e") {
            if ($length -eq $columns) { $piece; $piece = ''; $length = 0 }
            $length++
        }
        $piece += $token.Value
    }
    $piece
}

function ConvertTo-Svg([string] $Title, [string[]] $Lines) {
    $height = 2 * $margin + $Lines.Count * $cellHeight
    $width = 2 * $margin + $columns * $cellWidth
    "<svg xmlns=`"http://www.w3.org/2000/svg`" width=`"$width`" height=`"$height`" viewBox=`"0 0 $width $height`" role=`"img`" aria-labelledby=`"title`">"
    "<title id=`"title`">$([Security.SecurityElement]::Escape($Title))</title>"
    "<rect width=`"$width`" height=`"$height`" rx=`"8`" fill=`"$($palette.Back)`"/>"
    "<g font-family=`"Cascadia Mono, Consolas, Menlo, DejaVu Sans Mono, Liberation Mono, monospace`" font-size=`"13`" fill=`"$($palette.Plain)`">"
    $style = @{}
    $y = $margin + 13
    foreach ($line in $Lines) {
        $column = 0
        $spans = foreach ($part in [regex]::Split($line, '(\e\[[0-9;]*m)')) {
            if ($part -match '^\e\[([0-9;]*)m$') { $style = Step-Style $style $Matches[1] }
            else {
                ConvertTo-Span $part $column $style
                $column += $part.Length
            }
        }
        if ($spans) { "<text y=`"$y`">$(-join $spans)</text>" }
        $y += $cellHeight
    }
    '</g>'
    '</svg>'
}

$rendering = $PSStyle.OutputRendering
$PSStyle.OutputRendering = 'Ansi'
try {
    foreach ($example in Get-PageExample "$PSScriptRoot/screens.md") {
        $outputs = @(Invoke-Example $example (New-ExampleDatabase "picture_$PID") (New-ExampleDatabase "picturecopy_$PID"))
        $lines = for ($i = 0; $i -lt $outputs.Count; $i++) {
            if ($i) { '' }
            "`e[90mPS>`e[0m $($example.Steps[$i].Code)"
            ''
            # Views end with an empty line of their own; one is enough.
            (Set-Time $outputs[$i].Trim("`r", "`n").Replace("`r`n", "`n")).Split("`n")
        }
        $lines = @($lines | ForEach-Object { Split-Line $_ })
        [IO.File]::WriteAllText("$PSScriptRoot/$($example.Title).svg", ((ConvertTo-Svg $titles[$example.Title] $lines) -join "`n") + "`n")
        "$($example.Title).svg: $($lines.Count) lines"
    }
}
finally {
    $PSStyle.OutputRendering = $rendering
    Remove-ExampleDatabase "picture_$PID", "picturecopy_$PID"
}
