# Reads, runs and compares the examples of the README, docs/cmdlets and docs/guides in a user's shell. Dot-sourced by tests/Pester/Examples.Tests.ps1 and by
# Update-Examples.ps1. tests/Migrations.Module.Tests/Help does the same in the bare engine, by the same rules.json and Setup.ps1.

$exampleRules = [IO.File]::ReadAllText("$PSScriptRoot/rules.json") | ConvertFrom-Json
$exampleRepository = [IO.Path]::GetFullPath("$PSScriptRoot/../..")

# The addresses that stand in the pages; the examples run against those of a test's own server.
$shownServer = 'mysql://app:secret@db.example.com:3306'
$shownFolder = '/src'

# The pages whose examples run. HelpPages of tests/Migrations.Module.Tests has the same.
function Get-ExamplePage {
    Get-Item (Join-Path $exampleRepository README.md)
    Get-ChildItem (Join-Path $exampleRepository docs/cmdlets) -Filter *.md | Where-Object Name -Match '-|^about_'
    Get-ChildItem (Join-Path $exampleRepository docs/guides), (Join-Path $exampleRepository docs/images) -Filter *.md
}

# The examples of a page: sections below EXAMPLES of a cmdlet's page; of a topic, a guide or the README any section that holds commands.
function Get-PageExample([string] $Path) {
    $lines = [IO.File]::ReadAllText($Path).Replace("`r`n", "`n").Split("`n")
    $isTopic = [IO.Path]::GetFileName($Path) -notlike '*-*'
    $inExamples = $isTopic
    $example = $null
    for ($i = 0; $i -lt $lines.Count; $i++) {
        $line = $lines[$i]
        if ($line -match '^(#+) (.*)$') {
            if ($example -and $example.Steps.Count) { $example }
            $example = $null
            if (-not $isTopic -and $Matches[1] -eq '##') { $inExamples = $Matches[2] -eq 'EXAMPLES' }
            elseif ($inExamples) { $example = [pscustomobject]@{ Page = [IO.Path]::GetFileNameWithoutExtension($Path); Title = $Matches[2]; Setup = ''; Steps = [Collections.Generic.List[object]]::new() } }
        }
        elseif ($line -match '^<!-- setup:(.*)$') {
            $setup = @($Matches[1])
            while ($setup[-1] -notmatch '-->\s*$') { $i++; $setup += $lines[$i] }
            if ($example) { $example.Setup = ($setup -join "`n") -replace '-->\s*$', '' }
        }
        elseif ($line -match '^```(\w+)$') {
            $kind = $Matches[1]
            $start = $i
            $block = @()
            while ($lines[++$i] -ne '```') { $block += $lines[$i] }
            if (-not $example) { continue }
            if ($kind -eq 'powershell') { $example.Steps.Add([pscustomobject]@{ Code = $block -join "`n"; Output = ''; Start = $i + 1; End = $i + 1 }) }
            elseif ($kind -eq 'output') { $step = $example.Steps[-1]; $step.Output = $block -join "`n"; $step.Start = $start; $step.End = $i + 1 }
        }
    }
    if ($example -and $example.Steps.Count) { $example }
}

# What two outputs must agree in.
function ConvertTo-Comparable([string] $Text) {
    $Text = $Text.Replace("`r`n", "`n")
    if ([IO.Path]::DirectorySeparatorChar -eq '\') { $Text = $Text.Replace('\', '/') }
    foreach ($rule in $exampleRules) { $Text = $Text -replace $rule.pattern, $rule.replacement }
    $Text.Trim()
}

# Runs an example in a copy of the demo project; gives the text that each step prints, with the shown addresses.
function Invoke-Example($Example, [string] $Url, [string] $CopyUrl) {
    # A folder around the project, for examples that make another one beside it.
    $folder = Join-Path ([IO.Path]::GetTempPath()) ('ex' + [guid]::NewGuid().ToString('N').Substring(0, 10))
    $root = Join-Path $folder bookings
    $null = New-Item -ItemType Directory $folder
    Copy-Item -Recurse (Join-Path $exampleRepository 'examples/bookings') $root
    [IO.File]::WriteAllText((Join-Path $root '.env'), "DATABASE_URL=$Url`n")
    $uri = [Uri] $Url
    $server = $Url.Substring(0, $Url.LastIndexOf('/'))
    $real = {
        param([string] $Code)
        $Code.Replace("$shownServer/copy", $CopyUrl).Replace("$shownServer/bookings", $Url).Replace($shownServer, $server)
    }
    $shown = {
        param([string] $Text)
        $user = [Uri]::UnescapeDataString($uri.UserInfo.Split(':')[0])
        # First the copy's name: the other may be its beginning.
        if ($CopyUrl) { $Text = $Text.Replace(([Uri] $CopyUrl).AbsolutePath.Trim('/'), 'copy') }
        $Text.Replace($folder, $shownFolder).Replace("$($uri.Host):$($uri.Port)", 'db.example.com:3306').Replace($uri.AbsolutePath.Trim('/'), 'bookings') -creplace "\b$user@", 'app@'
    }
    Push-Location $root
    try { Invoke-ExampleStep $Example $Url $real $shown }
    finally {
        Pop-Location
        Remove-Item -Recurse -Force $folder
    }
}

function Invoke-ExampleStep($Example, [string] $ExampleUrl, [scriptblock] $Real, [scriptblock] $Shown) {
    $ErrorActionPreference = 'Stop'
    $ExampleRepository = $exampleRepository
    . "$PSScriptRoot/Setup.ps1"
    if ($Example.Setup) { . ([scriptblock]::Create((& $Real $Example.Setup))) *>&1 | Out-Null }
    $ErrorActionPreference = 'Continue'
    foreach ($exampleStep in $Example.Steps) {
        # Statement by statement, as at a prompt.
        $exampleStatements = [Management.Automation.Language.Parser]::ParseInput((& $Real $exampleStep.Code), [ref] $null, [ref] $null).EndBlock.Statements
        $exampleText = foreach ($exampleStatement in $exampleStatements) {
            $exampleRecords = try { . ([scriptblock]::Create($exampleStatement.Extent.Text)) 2>&1 3>&1 4>&1 } catch { $_ }
            $exampleRecords | ForEach-Object {
                if ($_ -is [Management.Automation.WarningRecord]) { "WARNING: $_" }
                elseif ($_ -is [Management.Automation.VerboseRecord]) { "VERBOSE: $_" }
                else { $_ }
            } | Out-String -Width 120
        }
        & $Shown (($exampleText -join '').TrimEnd())
    }
}
