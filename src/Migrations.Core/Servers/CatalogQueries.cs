using System.Globalization;

namespace Migrations.Core.Servers;

/// <summary>Whether an object is there, asked of the server's catalog. Names are compared as the server compares them.</summary>
public sealed class CatalogQueries(DatabaseSession session)
{
    /// <summary>Whether a table is there.</summary>
    /// <param name="database">The database; null for the session's.</param>
    /// <param name="table">The table.</param>
    public bool HasTable(string? database, string table) =>
        Any("information_schema.TABLES", "TABLE_SCHEMA", database, "TABLE_NAME = @a", table);

    /// <summary>Whether a table has a column.</summary>
    public bool HasColumn(string? database, string table, string column) =>
        Any("information_schema.COLUMNS", "TABLE_SCHEMA", database, "TABLE_NAME = @a AND COLUMN_NAME = @b", table, column);

    /// <summary>Whether a table has an index of that name; the primary key's is <c>PRIMARY</c>.</summary>
    public bool HasIndex(string? database, string table, string index) =>
        Any("information_schema.STATISTICS", "TABLE_SCHEMA", database, "TABLE_NAME = @a AND INDEX_NAME = @b", table, index);

    /// <summary>Whether a table has a constraint of that name, of whatever kind.</summary>
    public bool HasConstraint(string? database, string table, string constraint) =>
        Any("information_schema.TABLE_CONSTRAINTS", "TABLE_SCHEMA", database, "TABLE_NAME = @a AND CONSTRAINT_NAME = @b", table, constraint);

    private bool Any(string view, string schemaColumn, string? database, string condition, string a, string? b = null)
    {
        var schema = database is null ? "DATABASE()" : "@schema";
        var count = session.Query(
            $"SELECT COUNT(*) FROM {view} WHERE {schemaColumn} = {schema} AND {condition}",
            row => Convert.ToInt64(row.GetValue(0), CultureInfo.InvariantCulture), default, ("@schema", database), ("@a", a), ("@b", b))[0];
        return count > 0;
    }
}
