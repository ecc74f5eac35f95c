using Migrations.Core.Schemas;
using Migrations.Model;

namespace Migrations.Core.Baselines;

/// <summary>What a live database has and <c>schema.ts</c> has no words for: a baseline can keep it.</summary>
internal static class LiveDetails
{
    /// <summary>The schema with the live database's comments, collations of single columns, and indexes and checks that drizzle cannot declare.</summary>
    /// <param name="schema">The schema as <c>schema.ts</c> says it.</param>
    /// <param name="live">The database.</param>
    public static DatabaseSchema Keep(DatabaseSchema schema, DatabaseSchema live) => schema with
    {
        Tables = [.. schema.Tables.Select(table => live.Tables.FirstOrDefault(other => other.Name == table.Name && other.Database == table.Database) is { } there ? Keep(table, there) : table)],
    };

    private static Table Keep(Table table, Table live) => table with
    {
        Columns = [.. table.Columns.Select(column => live.Columns.FirstOrDefault(other => other.Name == column.Name) is not { } there ? column : column with
        {
            Comment = there.Comment,
            Collation = there.Collation is { } collation && live.Collation is { } usual && collation != usual ? collation : null,
        })],
        Indexes = [.. table.Indexes, .. live.Indexes.Where(index => (index.Kind is IndexKind.FullText or IndexKind.Spatial || index.IsInvisible) && table.Indexes.All(other => other.Name != index.Name))],
        Checks = [.. table.Checks, .. live.Checks.Where(check => !table.Checks.Any(other => SchemaComparer.AreSame(other, check)))],
    };
}
