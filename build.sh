#!/usr/bin/env bash
# build | test | demo | bench | pack | clean. build.ps1 is its equal on Windows. pack makes out/*.nupkg: see docs/packaging.md.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"

servers() { dotnet run --no-build -c Release --project tests/Migrations.TestServers -- "$@"; }

build() {
  command -v dotnet >/dev/null || { echo "Install the .NET SDK 10 (https://dot.net)." >&2; exit 1; }
  dotnet build -c Release -v quiet --nologo Migrations.sln
}

need_node() { command -v npm >/dev/null || { echo "Install Node.js 20 or later: drizzle's own tools are the reference that the tests compare with." >&2; exit 1; }; }

# Authenticode for the scripts, manifests and views of a folder, and for its assemblies that nobody has signed; nothing without a certificate.
sign() {
  [ -n "$certificate" ] || return 0
  command -v osslsigncode >/dev/null || { echo "Install osslsigncode (2.9 or later signs PowerShell's files), or run build.ps1 pack on Windows." >&2; exit 1; }
  find "$1" \( -name '*.ps1' -o -name '*.psd1' -o -name '*.psm1' -o -name '*.ps1xml' -o -name '*.dll' -o -name '*.exe' \) -print0 | while IFS= read -r -d '' file; do
    if osslsigncode extract-signature -in "$file" -out "$file.signature" >/dev/null 2>&1; then
      rm "$file.signature"
      continue
    fi
    osslsigncode sign -pkcs12 "$certificate" ${password:+-readpass "$password"} ${timestamp:+-ts "$timestamp"} -h sha256 -n Migrations -in "$file" -out "$file.signed" >/dev/null
    mv "$file.signed" "$file"
  done
}

# Reproducible: the same sources, SDK and system give the same bytes (see docs/packaging.md).
pack() {
  tool() { dotnet src/Migrations.Packaging/bin/Release/net10.0/Migrations.Packaging.dll "$@"; }
  rm -rf out
  dotnet build -c Release -v quiet --nologo src/Migrations
  dotnet build -c Release -v quiet --nologo src/Migrations.Packaging
  mkdir -p out/package && cp -R out/Migrations out/package/Migrations
  module=out/package/Migrations
  assets=src/Migrations/obj/project.assets.json
  tool stage $module $assets CHANGELOG.md src/Migrations.Packaging/icon.png "$project"
  sign $module
  tool pack $module $assets out

  dotnet pack -c Release -v quiet --nologo src/Migrations.Host -p:PackagedModule="$PWD/$module" -p:ToolForEachSystem=true -o out
  assets=src/Migrations.Host/obj/project.assets.json
  for package in out/Migrations.Host.*.nupkg; do
    tool open-tool "$package" out/package/tool $assets LICENSE
    sign out/package/tool
    tool close-tool "$package" out/package/tool $assets $module
  done
}

case "${1:-help}" in
  build)
    build
    echo "The module is in out/Migrations: Import-Module ./out/Migrations/Migrations.psd1"
    ;;
  test)
    need_node
    tests/Migrations.TestServers/install.sh tests
    (cd tests/oracle && [ -d node_modules/drizzle-kit ] || npm ci --silent)
    build
    servers dotnet test -c Release --no-build --solution Migrations.sln "${@:2}"
    ;;
  demo)
    tests/Migrations.TestServers/install.sh
    build
    project=$(mktemp -d)
    trap 'rm -rf "$project"' EXIT
    cp -R examples/bookings/. "$project"
    servers --database bookings dotnet run --no-build -c Release --project src/Migrations.Host -- -File examples/demo.ps1 -Path "$project"
    ;;
  bench)
    need_node
    tests/Migrations.TestServers/install.sh
    build
    dotnet run --no-build -c Release --project bench/Migrations.Bench -- "${@:2}"
    ;;
  pack)
    certificate= password= timestamp= project=
    while [ $# -gt 1 ]; do
      case "$2" in
        --certificate) certificate=$3 ;;
        --password-file) password=$3 ;;
        --timestamp) timestamp=$3 ;;
        --project-uri) project=$3 ;;
        *) echo "pack knows --certificate PFX [--password-file FILE] [--timestamp URL] and --project-uri URL; not $2" >&2; exit 1 ;;
      esac
      shift 2
    done
    pack
    ;;
  clean)
    rm -rf out
    find . -type d \( -name bin -o -name obj \) -not -path '*/node_modules/*' -prune -exec rm -rf {} +
    ;;
  *)
    echo "usage: ./build.sh build | test | demo | bench | pack | clean"
    [ "${1:-help}" = help ]
    ;;
esac
