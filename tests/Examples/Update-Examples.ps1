# Runs the examples of the README, docs/cmdlets and docs/guides in this shell and writes what they print into the pages, where it differs by more than times:
#   pwsh -NoProfile -File tests/Examples/Update-Examples.ps1 -ServerUrl mysql://user:password@host:port [-Page Get-Migration]
# The account must be allowed to create databases. Read the changes before they are committed: what is written is what is promised.
[CmdletBinding()]
param(
    [Parameter(Mandatory)] [string] $ServerUrl,
    [string[]] $Page = '*'
)

$ErrorActionPreference = 'Stop'
$PSStyle.OutputRendering = 'PlainText'
. "$PSScriptRoot/Examples.ps1"
Import-Module "$exampleRepository/out/Migrations/Migrations.psd1"
. "$PSScriptRoot/Databases.ps1"

$pages = Get-ExamplePage | Where-Object { $name = $_.BaseName; $Page | Where-Object { $name -like $_ } }
foreach ($file in $pages) {
    foreach ($example in @(Get-PageExample $file.FullName) | Sort-Object { -$_.Steps[0].Start }) {
        $outputs = @(Invoke-Example $example (New-ExampleDatabase "example_$PID") (New-ExampleDatabase "examplecopy_$PID"))
        $lines = [Collections.Generic.List[string]] [IO.File]::ReadAllText($file.FullName).Replace("`r`n", "`n").Split("`n")
        for ($i = $example.Steps.Count - 1; $i -ge 0; $i--) {
            $step = $example.Steps[$i]
            if ((ConvertTo-Comparable $outputs[$i]) -ceq (ConvertTo-Comparable $step.Output)) { continue }
            "$($file.BaseName): $($example.Title): step $($i + 1)"
            $lines.RemoveRange($step.Start, $step.End - $step.Start)
            if ($outputs[$i]) {
                $shown = @($outputs[$i].Trim("`r", "`n").Replace("`r`n", "`n").Split("`n") | ForEach-Object { $_.TrimEnd() })
                # A block that is new stands apart from what is before it.
                $block = @(if ($step.Start -eq $step.End) { '' }) + @('```output') + $shown + @('```')
                $lines.InsertRange($step.Start, [string[]] $block)
            }
        }
        [IO.File]::WriteAllText($file.FullName, $lines -join "`n")
    }
}
Remove-ExampleDatabase "example_$PID", "examplecopy_$PID"
