using System.Text;
using Migrations.Core.Schemas;
using Migrations.Core.Sql;
using Migrations.Model;

namespace Migrations.Core.Authoring;

/// <summary>drizzle-kit's DDL in the nearest form that MySQL and MariaDB both accept. Each change was seen refused on one of them.</summary>
internal static class AcceptedForm
{
    /// <summary>A column as it stands in a definition of a table.</summary>
    public static Column Of(Column column)
    {
        var type = CanonicalType.Of(column.Type);
        // MariaDB: "serial AUTO_INCREMENT NOT NULL" is 1064; SERIAL is both already.
        if (type.IsSerial) return column with { IsAutoIncrement = false, IsNullable = true };
        // MySQL: a literal default of TEXT, BLOB or JSON is 1101, and in parentheses it is not.
        if (column.Default is { } value && IsLong(type) && !value.Sql.TrimStart().StartsWith("(", StringComparison.Ordinal) && !IsNull(value))
            column = column with { Default = value with { Sql = $"({value.Sql})" } };
        // MySQL: another number of digits behind ON UPDATE than the column has is 1294.
        if (column.OnUpdate is { } onUpdate && type.FractionalDigits > 0 && onUpdate.IndexOf('(') < 0)
            column = column with { OnUpdate = $"{onUpdate}({type.FractionalDigits})" };
        return column;
    }

    /// <summary>A column as it stands behind <c>MODIFY COLUMN</c>, where <c>serial</c> would make one more unique index each time.</summary>
    public static Column OfChanged(Column column) => CanonicalType.Of(column.Type).IsSerial
        ? column with { Type = "bigint unsigned", IsAutoIncrement = true, IsNullable = false } : Of(column);

    /// <summary>A table whose names, columns and indexes servers accept.</summary>
    public static Table Of(Table table) => Columns(ShortNames.Of(table));

    /// <summary>A table whose columns servers accept.</summary>
    public static Table Columns(Table table) => table with { Columns = [.. table.Columns.Select(Of)] };

    /// <summary>The statement that makes a view, or makes it anew.</summary>
    public static string CreateView(SchemaView view)
    {
        var sql = SqlWriter.CreateView(view);
        // MariaDB: parentheses around WITH are 1064.
        if (view.Definition is not { } query || !query.StartsWith("with ", StringComparison.OrdinalIgnoreCase)) return sql;
        var start = sql.IndexOf($"({query})", StringComparison.Ordinal);
        return new StringBuilder(sql, 0, start, sql.Length).Append(query).Append(sql, start + query.Length + 2, sql.Length - start - query.Length - 2).ToString();
    }

    private static bool IsLong(CanonicalType type) => type.Name is "tinytext" or "text" or "mediumtext" or "longtext" or "tinyblob" or "blob" or "mediumblob" or "longblob" or "json";

    private static bool IsNull(ColumnDefault value) => string.Equals(value.Sql.Trim(), "null", StringComparison.OrdinalIgnoreCase);
}
