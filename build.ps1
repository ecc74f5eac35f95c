# build | test | demo | bench | pack | clean. build.sh is its equal on Linux and macOS. pack makes out/*.nupkg: see docs/packaging.md.
[CmdletBinding()]
param(
    [Parameter(Position = 0)]
    [ValidateSet('build', 'test', 'demo', 'bench', 'pack', 'clean')]
    [string] $Task = 'build',

    # pack: a PFX file, or the thumbprint of a certificate in the Windows store, to sign with.
    [string] $Certificate,

    # pack: the password of the PFX file.
    [securestring] $CertificatePassword,

    # pack: the time stamp server whose word makes a signature outlive its certificate.
    [string] $TimestampServer,

    # pack: the project's address, while the manifest names none.
    [string] $ProjectUri,

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
    if ($IsLinux) { Invoke-Tool bash tests/Migrations.TestServers/install.sh @(if ($Task -eq 'test') { 'tests' }); return }
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

# Authenticode for the scripts, manifests and views of a folder, and for its assemblies that nobody has signed; nothing without a certificate.
function Add-Signature([string] $Folder) {
    if (-not $Certificate) { return }
    if (-not (Get-Command Set-AuthenticodeSignature -ErrorAction SilentlyContinue)) { throw 'Set-AuthenticodeSignature exists on Windows only: use ./build.sh pack --certificate, which signs with osslsigncode.' }
    $with = @{ HashAlgorithm = 'SHA256'; IncludeChain = 'NotRoot' }
    if ($TimestampServer) { $with.TimestampServer = $TimestampServer }
    $with.Certificate = if (Test-Path -LiteralPath $Certificate -PathType Leaf) {
        [System.Security.Cryptography.X509Certificates.X509Certificate2]::new((Resolve-Path -LiteralPath $Certificate).Path, $CertificatePassword)
    } else {
        Get-ChildItem Cert:\CurrentUser\My, Cert:\LocalMachine\My | Where-Object Thumbprint -EQ $Certificate | Select-Object -First 1
    }
    if (-not $with.Certificate) { throw "No certificate has the thumbprint $Certificate, and there is no such file." }
    Get-ChildItem $Folder -Recurse -File -Include *.ps1, *.psd1, *.psm1, *.ps1xml, *.dll, *.exe | Where-Object { (Get-AuthenticodeSignature $_.FullName).Status -eq 'NotSigned' } | ForEach-Object {
        $signature = Set-AuthenticodeSignature -FilePath $_.FullName @with
        if (-not $signature.SignerCertificate) { throw "$($_.FullName) was not signed: $($signature.StatusMessage)" }
    }
}

# Reproducible: the same sources, SDK and system give the same bytes (see docs/packaging.md).
function Invoke-Pack {
    $packaging = 'src/Migrations.Packaging/bin/Release/net10.0/Migrations.Packaging.dll'
    $module = 'out/package/Migrations'
    $assets = 'src/Migrations/obj/project.assets.json'
    $hostAssets = 'src/Migrations.Host/obj/project.assets.json'
    if (Test-Path out) { Remove-Item -Recurse -Force out }
    Invoke-Tool dotnet build -c Release -v quiet --nologo src/Migrations
    Invoke-Tool dotnet build -c Release -v quiet --nologo src/Migrations.Packaging
    $null = New-Item -ItemType Directory -Force out/package
    Copy-Item -Recurse out/Migrations $module
    Invoke-Tool dotnet $packaging stage $module $assets CHANGELOG.md src/Migrations.Packaging/icon.png @(if ($ProjectUri) { $ProjectUri })
    Add-Signature $module
    Invoke-Tool dotnet $packaging pack $module $assets out

    Invoke-Tool dotnet pack -c Release -v quiet --nologo src/Migrations.Host "-p:PackagedModule=$((Resolve-Path $module).Path)" '-p:ToolForEachSystem=true' '-o' out
    foreach ($package in Get-ChildItem out/Migrations.Host.*.nupkg | ForEach-Object FullName) {
        Invoke-Tool dotnet $packaging open-tool $package out/package/tool $hostAssets LICENSE
        Add-Signature out/package/tool
        Invoke-Tool dotnet $packaging close-tool $package out/package/tool $hostAssets $module
    }
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
    'pack' { Invoke-Pack }
    'clean' {
        Get-ChildItem -Recurse -Directory -Include bin, obj | Where-Object FullName -NotMatch 'node_modules' | Remove-Item -Recurse -Force
        if (Test-Path out) { Remove-Item -Recurse -Force out }
    }
}
