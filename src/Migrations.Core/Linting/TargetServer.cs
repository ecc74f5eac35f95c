using System.Globalization;
using Migrations.Model;

namespace Migrations.Core.Linting;

/// <summary>Reads which server migrations are for, from a name such as <c>mysql:8.4</c>.</summary>
public static class TargetServer
{
    /// <summary>Names that are worth offering.</summary>
    public static IReadOnlyList<string> Known { get; } = ["mysql:8.0", "mysql:8.4", "mysql:9.7", "mariadb:10.6", "mariadb:10.11", "mariadb:11.4", "mariadb:11.8", "tidb:7.5", "tidb:8.5"];

    /// <summary>Reads a name; without a version it is a current one of that server.</summary>
    /// <param name="name">The server and its version: <c>mysql:8.4</c>, <c>mariadb:10.11</c>, <c>tidb</c>.</param>
    /// <exception cref="MigrationException"><c>ServerUnknown</c>.</exception>
    /// <returns>The server. A version without its third part stands for the newest of its series.</returns>
    public static ServerInfo Parse(string name)
    {
        var parts = name.Split(':');
        ServerFlavor? flavor = parts[0].Trim().ToLowerInvariant() switch
        {
            "mysql" or "percona" => ServerFlavor.MySql,
            "mariadb" => ServerFlavor.MariaDb,
            "tidb" => ServerFlavor.TiDb,
            _ => null,
        };
        var version = parts.Length switch
        {
            1 => flavor switch { ServerFlavor.MySql => new Version(8, 4), ServerFlavor.MariaDb => new Version(11, 4), _ => new Version(8, 5) },
            2 => VersionOf(parts[1]),
            _ => null,
        };
        if (flavor is null || version is null)
        {
            throw new MigrationException(
                ErrorIds.ServerUnknown, $"\"{name}\" names no server.",
                "Write mysql:8.4, mariadb:10.11 or tidb:8.5, with the version that you run.", target: name);
        }
        return new ServerInfo(flavor.Value, version, name);
    }

    private static Version? VersionOf(string text)
    {
        var numbers = text.Split('.');
        if (numbers.Length > 3) return null;
        var read = new int[numbers.Length];
        for (var i = 0; i < numbers.Length; i++)
        {
            if (!int.TryParse(numbers[i], NumberStyles.None, CultureInfo.InvariantCulture, out read[i])) return null;
        }
        return read.Length switch { 1 => new Version(read[0], 0), 2 => new Version(read[0], read[1]), _ => new Version(read[0], read[1], read[2]) };
    }
}
