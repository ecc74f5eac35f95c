# build | test | demo | bench | pack | clean. build.sh is its equal on Linux and macOS.
[CmdletBinding()]
param(
    [Parameter(Position = 0)]
    [ValidateSet('build', 'test', 'demo', 'bench', 'pack', 'clean')]
    [string] $Task = 'build',

    [Parameter(ValueFromRemainingArguments)]
    [string[]] $Rest = @()
)

$ErrorActionPreference = 'Stop'
Set-Location -LiteralPath $PSScriptRoot

# No param block: with one, PowerShell would take the tool's own -c and -v for parameters of the function.
function Invoke-Tool {
    $tool = $args[0]
    $arguments = @($args | Select-Object -Skip 1)
    & $tool @arguments
    if ($LASTEXITCODE -ne 0) { exit $LASTEXITCODE }
}

function Invoke-Build {
    if (-not (Get-Command dotnet -ErrorAction SilentlyContinue)) { throw 'Install the .NET SDK 10 (https://dot.net).' }
    Invoke-Tool dotnet build -c Release -v quiet --nologo Migrations.sln
}

function Invoke-WithServer {
    Invoke-Tool dotnet run --no-build -c Release --project tests/Migrations.TestServers '--' @args
}

function Install-Server {
    if ($env:MIGRATIONS_TEST_SERVERS) { return }
    if ($IsLinux) { Invoke-Tool bash tests/Migrations.TestServers/install.sh; return }
    if (Get-Command docker -ErrorAction SilentlyContinue) {
        docker info *> $null
        if ($LASTEXITCODE -eq 0) { return }
    }
    throw 'Start Docker Desktop, or set MIGRATIONS_TEST_SERVERS to name=mysql://user:password@host:port of a MySQL or MariaDB server for tests.'
}

function Install-Oracle {
    if (-not (Get-Command npm -ErrorAction SilentlyContinue)) { throw "Install Node.js 20 or later: drizzle's own tools are the reference that the tests compare with." }
    if (Test-Path tests/oracle/node_modules/drizzle-kit) { return }
    Push-Location tests/oracle
    try { Invoke-Tool npm ci --silent } finally { Pop-Location }
}

switch ($Task) {
    'build' {
        Invoke-Build
        'The module is in out/Migrations: Import-Module ./out/Migrations/Migrations.psd1'
    }
    'test' {
        Install-Server
        Install-Oracle
        Invoke-Build
        Invoke-WithServer dotnet test -c Release --no-build --solution Migrations.sln @Rest
    }
    'demo' {
        Install-Server
        Invoke-Build
        $project = Join-Path ([IO.Path]::GetTempPath()) "migrations-demo-$([guid]::NewGuid().ToString('N'))"
        Copy-Item -Recurse examples/bookings $project
        try {
            Invoke-WithServer --database bookings dotnet run --no-build -c Release --project src/Migrations.Host '--' -File examples/demo.ps1 -Path $project
        }
        finally { Remove-Item -Recurse -Force $project }
    }
    'bench' {
        Install-Server
        Install-Oracle
        Invoke-Build
        Invoke-Tool dotnet run --no-build -c Release --project bench/Migrations.Bench '--' @Rest
    }
    'pack' {
        if (Test-Path out/Migrations) { Remove-Item -Recurse -Force out/Migrations }
        Invoke-Build
        $version = (Select-String -Path Migrations.psd1 -Pattern "ModuleVersion\s*=\s*'([0-9.]+)'").Matches[0].Groups[1].Value
        Compress-Archive -Force -Path out/Migrations -DestinationPath "out/Migrations-$version.zip"
        "out/Migrations-$version.zip"
    }
    'clean' {
        Get-ChildItem -Recurse -Directory -Include bin, obj | Where-Object FullName -NotMatch 'node_modules' | Remove-Item -Recurse -Force
        if (Test-Path out) { Remove-Item -Recurse -Force out }
    }
}
