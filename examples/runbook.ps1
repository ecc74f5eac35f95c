<#
.SYNOPSIS
Applies the pending migrations in a maintenance window, with an operator at the prompt.

.DESCRIPTION
Shows first what would run, asks, applies it, and looks whether it landed. Everything that is shown goes to a transcript. Runs on Windows
PowerShell 5.1 and on PowerShell 7.

Exit codes: 0 done, or nothing to do; 1 failed; 2 refused before anything was changed (outside the window, not confirmed, destructive
statements, another session in the way); 3 applied, and the database is not as schema.ts has it.

.PARAMETER Path
The project, or a folder under it.

.PARAMETER DatabaseUrl
The database, best without a password in it: mysql://migrator@db.example.com:3306/shop. Default: $env:DATABASE_URL.

.PARAMETER Credential
User and password. Without it: the secret of -SecretName, where SecretManagement is installed; else, where the URL has no password, you are asked.

.PARAMETER SecretName
The name of a PSCredential in the default vault of Microsoft.PowerShell.SecretManagement.

.PARAMETER WindowStart
When the maintenance window begins, local time of day: 22:00. Without a window it may run at any time.

.PARAMETER WindowEnd
When it ends; before WindowStart for a window over midnight.

.PARAMETER WaitMinutes
How long to wait for another runner, and for sessions that use the tables, before it is given up.

.PARAMETER AllowDestructive
Lets statements run that take something from tables which are in use.

.PARAMETER Unattended
Does not ask: for a scheduled task.

.PARAMETER LogFolder
Where the transcript goes. Default: the folder "migrations-logs" beside the project's drizzle.config.

.EXAMPLE
.\runbook.ps1 -Path C:\shop -DatabaseUrl mysql://migrator@db.example.com:3306/shop -WindowStart 22:00 -WindowEnd 04:00
#>
[CmdletBinding()]
param(
    [string] $Path = '.',
    [string] $DatabaseUrl = $env:DATABASE_URL,
    [System.Management.Automation.PSCredential] $Credential,
    [string] $SecretName,
    [Nullable[TimeSpan]] $WindowStart,
    [Nullable[TimeSpan]] $WindowEnd,
    [ValidateRange(0, 1440)] [int] $WaitMinutes = 5,
    [switch] $AllowDestructive,
    [switch] $Unattended,
    [string] $LogFolder
)

$ErrorActionPreference = 'Stop'
Set-StrictMode -Version 2

function Test-Window([TimeSpan] $Now) {
    if ($null -eq $WindowStart -and $null -eq $WindowEnd) { return $true }
    if ($null -eq $WindowStart -or $null -eq $WindowEnd) { throw 'Give -WindowStart and -WindowEnd, or neither.' }
    if ($WindowStart -le $WindowEnd) { return $Now -ge $WindowStart -and $Now -lt $WindowEnd }
    return $Now -ge $WindowStart -or $Now -lt $WindowEnd
}

# What was refused before anything was changed.
function Stop-Runbook([string] $Reason) {
    $script:exitCode = 2
    throw $Reason
}

function Assert-Window {
    if (-not (Test-Window (Get-Date).TimeOfDay)) { Stop-Runbook "It is $((Get-Date).ToString('HH:mm')), outside the maintenance window from $WindowStart to $WindowEnd." }
}

function Get-Login {
    if ($Credential) { return $Credential }
    if ($SecretName) {
        if (-not (Get-Command Get-Secret -ErrorAction SilentlyContinue)) { throw '-SecretName needs the module Microsoft.PowerShell.SecretManagement and a vault.' }
        return Get-Secret -Name $SecretName
    }
    # mysql://user@host: a user without a password.
    if (-not $Unattended -and $DatabaseUrl -match '^\w+://([^/@:]+)@') { return Get-Credential -UserName ([uri]::UnescapeDataString($Matches[1])) -Message "Password for $DatabaseUrl" }
    return $null
}

if (-not (Get-Command Invoke-Migration -ErrorAction SilentlyContinue)) { Import-Module Migrations }
$exitCode = 1
if (-not $LogFolder) { $LogFolder = Join-Path $Path 'migrations-logs' }
$null = New-Item -ItemType Directory -Path $LogFolder -Force
$log = Join-Path $LogFolder ('migrations-{0:yyyyMMdd-HHmmss}-{1}.log' -f (Get-Date), $PID)
$null = Start-Transcript -Path $log

try {
    Assert-Window
    $target = @{ Path = $Path }
    if ($DatabaseUrl) { $target.DatabaseUrl = $DatabaseUrl }
    $login = Get-Login
    if ($login) { $target.Credential = $login }

    '1. What would run. Nothing is changed.' | Out-Host
    $preview = @(Invoke-Migration @target -WhatIf -AllowDestructive)
    if ($preview.Count -eq 0) {
        'Nothing is pending.' | Out-Host
    }
    else {
        $preview | Out-Host
        $preview | ForEach-Object { $_.Statements } | Out-Host
        $destructive = @($preview | ForEach-Object { $_.Statements } | Where-Object { $_.IsDestructive })
        if ($destructive.Count -gt 0 -and -not $AllowDestructive) {
            $places = $destructive | ForEach-Object { '  {0}:{1}' -f $_.File, $_.Line }
            Stop-Runbook ("These statements take something from tables that are in use; make sure of a backup and give -AllowDestructive:`n" + ($places -join "`n"))
        }
        if (-not $Unattended) {
            $answer = $Host.UI.PromptForChoice('Apply', "Apply these $($preview.Count) migrations?", [System.Management.Automation.Host.ChoiceDescription[]] @('&Yes', '&No'), 1)
            if ($answer -ne 0) { Stop-Runbook 'Not confirmed. Nothing was changed.' }
        }

        # The operator may have thought about it for long.
        Assert-Window
        '2. Apply.' | Out-Host
        $wait = @{ LockTimeout = $WaitMinutes * 60; LockRetry = [Math]::Max(0, $WaitMinutes * 6 - 1); LockWaitTimeout = 10 }
        try {
            Invoke-Migration @target @wait -AllowDestructive:$AllowDestructive -Confirm:$false | Out-Host
        }
        catch {
            # Another runner holds the run lock: nothing was done.
            if ($_.FullyQualifiedErrorId -like 'LockTimeout,*') { $exitCode = 2 }
            throw
        }
    }

    '3. Verify.' | Out-Host
    $exitCode = 3
    $pending = @(Get-Migration @target -Pending)
    if ($pending.Count -gt 0) {
        $pending | Out-Host
        throw 'Migrations are still pending.'
    }
    Test-SchemaDrift @target -Against Database -ErrorOnDrift | Out-Host
    Get-Migration @target | Out-Host
    $exitCode = 0
    "Done. The database is as schema.ts has it. Transcript: $log" | Out-Host
}
catch {
    # As text: a 5.1 transcript has no error stream, and the exit code is decided here.
    ($_ | Out-String) | Out-Host
    if ($_.ErrorDetails -and $_.ErrorDetails.RecommendedAction) { "What to do: $($_.ErrorDetails.RecommendedAction)" | Out-Host }
    "Ended with exit code $exitCode. Transcript: $log" | Out-Host
}
finally {
    $null = Stop-Transcript
}
exit $exitCode
