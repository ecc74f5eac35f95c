using System.Globalization;
using Migrations.Model;

namespace Migrations.Core.Servers;

/// <summary>Reads what <c>VERSION()</c> says.</summary>
public static class ServerVersion
{
    /// <summary>Recognises the server's family and version.</summary>
    /// <param name="version"><c>VERSION()</c>, for example <c>10.11.19-MariaDB-0+deb12u1</c>, <c>9.7.4</c>, <c>8.0.11-TiDB-v7.5.0</c>.</param>
    /// <param name="comment"><c>@@version_comment</c>.</param>
    public static ServerInfo Parse(string version, string comment = "")
    {
        var tiDb = version.IndexOf("TiDB-v", StringComparison.OrdinalIgnoreCase);
        if (tiDb >= 0) return new ServerInfo(ServerFlavor.TiDb, Numbers(version.Substring(tiDb + 6)), version);
        var isMariaDb = version.IndexOf("MariaDB", StringComparison.OrdinalIgnoreCase) >= 0 || comment.IndexOf("MariaDB", StringComparison.OrdinalIgnoreCase) >= 0;
        // Behind a proxy MariaDB may put "5.5.5-" before its version, as it does in the handshake for old replicas.
        var text = isMariaDb && version.StartsWith("5.5.5-", StringComparison.Ordinal) ? version.Substring(6) : version;
        return new ServerInfo(isMariaDb ? ServerFlavor.MariaDb : ServerFlavor.MySql, Numbers(text), version);
    }

    private static Version Numbers(string text)
    {
        var parts = new List<int>();
        foreach (var part in text.Split('.', '-', '+'))
        {
            if (parts.Count == 3 || !int.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out var number)) break;
            parts.Add(number);
        }
        while (parts.Count < 3) parts.Add(0);
        return new Version(parts[0], parts[1], parts[2]);
    }
}
