namespace Migrations.Model;

/// <summary>The families of servers that speak MySQL's protocol and differ in DDL.</summary>
public enum ServerFlavor
{
    /// <summary>MySQL and its builds (Percona Server, Azure, RDS, Aurora version 3).</summary>
    MySql,

    /// <summary>MariaDB.</summary>
    MariaDb,

    /// <summary>TiDB.</summary>
    TiDb,
}

/// <summary>What a server is, read once a session.</summary>
/// <param name="Flavor">The family.</param>
/// <param name="Version">The version, for example 10.11.19 or 9.7.4.</param>
/// <param name="VersionText">The text of <c>VERSION()</c>.</param>
public sealed record ServerInfo(ServerFlavor Flavor, Version Version, string VersionText)
{
    /// <summary>
    /// Whether <c>IF [NOT] EXISTS</c> is understood on columns, indexes and constraints inside <c>ALTER TABLE</c> and on <c>CREATE/DROP INDEX</c>.
    /// MariaDB has it since 10.0.2 and TiDB has it for columns and indexes; every MySQL up to 9.7 answers 1064.
    /// </summary>
    public bool HasConditionalAlter => Flavor != ServerFlavor.MySql;

    /// <inheritdoc/>
    public override string ToString() => Flavor switch
    {
        ServerFlavor.MySql => $"MySQL {Version}",
        ServerFlavor.MariaDb => $"MariaDB {Version}",
        _ => $"TiDB {Version}",
    };
}
