#!/usr/bin/env bash
# build | test | demo | bench | pack | clean. build.ps1 is its equal on Windows.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"

servers() { dotnet run --no-build -c Release --project tests/Migrations.TestServers -- "$@"; }

build() {
  command -v dotnet >/dev/null || { echo "Install the .NET SDK 10 (https://dot.net)." >&2; exit 1; }
  dotnet build -c Release -v quiet --nologo Migrations.sln
}

need_node() { command -v npm >/dev/null || { echo "Install Node.js 20 or later: drizzle's own tools are the reference that the tests compare with." >&2; exit 1; }; }

case "${1:-help}" in
  build)
    build
    echo "The module is in out/Migrations: Import-Module ./out/Migrations/Migrations.psd1"
    ;;
  test)
    need_node
    tests/Migrations.TestServers/install.sh
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
    build
    rm -rf out/Migrations && dotnet build -c Release -v quiet --nologo src/Migrations
    version=$(sed -nE "s/.*ModuleVersion *= *'([0-9.]+)'.*/\1/p" Migrations.psd1)
    (cd out && rm -f "Migrations-$version.tar.gz" && tar -czf "Migrations-$version.tar.gz" Migrations)
    echo "out/Migrations-$version.tar.gz"
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
