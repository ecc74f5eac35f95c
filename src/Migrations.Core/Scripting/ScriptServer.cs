using Migrations.Core.Servers;
using Migrations.Model;

namespace Migrations.Core.Scripting;

/// <summary>Reads a server that is named by hand: <c>mysql:9.7</c>, <c>mariadb:11</c>.</summary>
public static class ScriptServer
{
    /// <summary>Reads the name of a server.</summary>
    /// <param name="text">A family and, behind a colon, a version.</param>
    /// <exception cref="MigrationException"><c>ServerUnknown</c>.</exception>
    public static ServerInfo Parse(string text)
    {
        var parts = text.Split(':');
        var version = parts.Length == 2 ? parts[1] : "";
        var named = parts[0].Trim().ToLowerInvariant() switch
        {
            "mysql" => ServerVersion.Parse(version),
            "mariadb" => ServerVersion.Parse(version + "-MariaDB"),
            _ => null,
        };
        if (named is not null && parts.Length <= 2 && named.Version.Major > 0) return named with { VersionText = version };
        throw new MigrationException(
            ErrorIds.ServerUnknown, $"'{text}' names no server that a script can be written for.",
            "Write the family and the version, for example mysql:8.4, mysql:9.7, mariadb:10.11 or mariadb:11.4.", target: text);
    }
}
