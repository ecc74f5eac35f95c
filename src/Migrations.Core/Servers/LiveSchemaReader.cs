using Migrations.Core.Schemas;
using Migrations.Model;
using MySqlConnector;

namespace Migrations.Core.Servers;

/// <summary>A database's schema as its server tells it.</summary>
/// <param name="Schema">The tables and views.</param>
/// <param name="Database">The database.</param>
/// <param name="LowerCaseTableNames">The server's <c>lower_case_table_names</c>: 0, 1 or 2.</param>
/// <param name="Server">The server.</param>
public sealed record LiveSchema(DatabaseSchema Schema, string Database, int LowerCaseTableNames, ServerInfo Server)
{
    /// <summary>The databases that were read besides.</summary>
    public IReadOnlyList<string> OtherDatabases { get; init; } = [];

    /// <summary>The options for comparing something with this schema.</summary>
    public ComparisonOptions ComparisonOptions => new() { Server = Server, TableNamesIgnoreCase = LowerCaseTableNames != 0, OtherDatabases = OtherDatabases };
}

/// <summary>Reads a live database's schema with eight queries, however many tables there are.</summary>
/// <remarks>
/// What servers show differently is evened out here only where its meaning needs the server's context: MySQL's unquoted defaults and escaped
/// expressions, MariaDB's <c>json</c>. Mere forms are the comparison's business.
/// </remarks>
public static class LiveSchemaReader
{
    /// <summary>Reads the schema.</summary>
    /// <param name="connection">An open connection whose database is the one to read.</param>
    /// <param name="server">What the server is.</param>
    /// <param name="cancellation">Stops between queries.</param>
    /// <param name="otherDatabases">Databases to read besides; their tables carry their database's name.</param>
    /// <exception cref="MySqlException">The server refused a query.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public static LiveSchema Read(
        MySqlConnection connection, ServerInfo server, CancellationToken cancellation = default, IReadOnlyList<string>? otherDatabases = null)
    {
        var (database, lowerCase) = LiveCatalog.Query(
            connection, "SELECT DATABASE(), @@lower_case_table_names", [], cancellation, row => (row.Text("DATABASE()"), row.Number("@@lower_case_table_names")))[0];
        if (database is null)
        {
            throw new MigrationException(
                ErrorIds.DatabaseUrlWithoutDatabase, "The connection names no database.", "Give the database in the URL: mysql://host/database.", target: connection.DataSource);
        }
        var catalog = LiveCatalog.Read(connection, server, database, [database, .. otherDatabases ?? []], tables: null, cancellation);
        var schema = new DatabaseSchema
        {
            Tables = [.. catalog.Tables.Select(table => LiveTable.Build(table, catalog, server))],
            Views = [.. catalog.Views.Select(view => view with
            {
                Columns = [.. catalog.Columns[new LiveKey(view.Database ?? database, view.Name)].Select(column => LiveColumn.Build(column, server, []))],
            })],
        };
        return new LiveSchema(schema, database, lowerCase, server) { OtherDatabases = otherDatabases ?? [] };
    }

    /// <summary>Reads some tables of one database, with as many queries.</summary>
    /// <param name="connection">An open connection.</param>
    /// <param name="server">What the server is.</param>
    /// <param name="own">The connection's own database; its tables do not carry its name.</param>
    /// <param name="database">The database to read.</param>
    /// <param name="tables">The tables' names.</param>
    /// <param name="cancellation">Stops between queries.</param>
    internal static DatabaseSchema ReadTables(
        MySqlConnection connection, ServerInfo server, string own, string database, IReadOnlyList<string> tables, CancellationToken cancellation)
    {
        var catalog = LiveCatalog.Read(connection, server, own, [database], tables, cancellation);
        return new DatabaseSchema { Tables = [.. catalog.Tables.Select(table => LiveTable.Build(table, catalog, server))], Views = catalog.Views };
    }
}
