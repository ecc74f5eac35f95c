using Migrations.Core.Schemas;
using Migrations.Core.Sources;
using Migrations.Core.Sql;
using Migrations.Core.Sql.Ddl;
using Migrations.Model;

namespace Migrations.Core.Drizzle;

/// <summary>
/// The text of a type of the project's own (<c>customType</c>) can say more than a type: its character set and collation, <c>NOT NULL</c>, a default.
/// To the server these are the column's, and so they are here.
/// </summary>
internal static class DeclaredType
{
    /// <summary>The column with what its type's text says beside the type.</summary>
    public static Column Apply(Column column)
    {
        if (CanonicalType.Of(column.Type).Rest.Length == 0 && column.Type.IndexOf("COLLATE", StringComparison.OrdinalIgnoreCase) < 0) return column;
        var sql = $"CREATE TABLE t (c {column.Type})";
        CreateTableStatement? create;
        try
        {
            create = DdlParser.Parse(new SourceText("", sql), 0, sql.Length, SqlModes.None) as CreateTableStatement;
        }
        catch (MigrationException)
        {
            // Half a string or comment: the server is to say what is wrong with it.
            return column;
        }
        if (create is not { Elements: [ColumnElement { IsPrimaryKey: false, IsUnique: false, References: null, Checks.Count: 0, Column: var said }] }) return column;
        return column with
        {
            Type = said.Type,
            CharacterSet = said.CharacterSet,
            Collation = said.Collation,
            IsNullable = column.IsNullable && said.IsNullable,
            Default = column.Default ?? said.Default,
            OnUpdate = column.OnUpdate ?? said.OnUpdate,
            IsAutoIncrement = column.IsAutoIncrement || said.IsAutoIncrement,
            Generated = column.Generated ?? said.Generated,
            Comment = column.Comment ?? said.Comment,
        };
    }
}
