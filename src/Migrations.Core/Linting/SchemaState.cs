using Migrations.Core.Schemas;
using Migrations.Core.Sql.Ddl;
using Migrations.Model;

namespace Migrations.Core.Linting;

/// <summary>The schema as a statement meets it: what the statements before it made, on the ground of what no migration makes.</summary>
/// <param name="Schema">The tables and views that are there.</param>
/// <param name="Ground">What is known without any migration having made it.</param>
/// <param name="Loose">The names (<c>table</c>, in lower case) of tables whose columns are not all known, temporary ones among them.</param>
/// <param name="IsUncertain">Whether something ran before that can have changed the schema in a way that cannot be seen: a procedure, or SQL put together at run time.</param>
internal sealed record SchemaState(DatabaseSchema Schema, SchemaGround Ground, IReadOnlyCollection<string> Loose, bool IsUncertain)
{
    /// <summary>The table of a name; null where none is known.</summary>
    public Table? Find(string? database, string name) =>
        Schema.Tables.FirstOrDefault(table => table.Name == name && Same(table.Database, database))
        ?? Schema.Tables.FirstOrDefault(table => Same(table.Name, name) && Same(table.Database, database));

    /// <summary>The table of a name; null where none is known.</summary>
    public Table? Find(ObjectName name) => Find(name.Database, name.Name);

    /// <summary>Whether there may be a table or view of that name.</summary>
    public bool MayHave(ObjectName name) =>
        IsUncertain || name.Database is not null || Find(name) is not null || Loose.Contains(name.Name.ToLowerInvariant())
        || Schema.Views.Any(view => Same(view.Name, name.Name)) || Ground.Names(name.Name);

    /// <summary>A table's column, of the table itself or of what is known besides of it; null where none is known.</summary>
    public Column? Column(Table table, string column) =>
        table.Columns.FirstOrDefault(candidate => Same(candidate.Name, column)) ?? Ground.Column(table.Name, column);

    /// <summary>Whether a table may have a column of that name.</summary>
    public bool MayHaveColumn(Table table, string column) =>
        IsUncertain || Loose.Contains(table.Name.ToLowerInvariant()) || Column(table, column) is not null || Ground.NamesColumn(table.Name, column);

    /// <summary>The state behind a statement.</summary>
    public SchemaState After(DdlStatement statement)
    {
        switch (statement)
        {
            case UnknownStatement:
                return this;
            case CreateTableStatement { IsTemporary: true } create:
                return this with { Loose = [.. Loose, create.Table.Name.ToLowerInvariant()] };
            // Its columns are a query's, or those of a table that is not known.
            case CreateTableStatement create when create.Query is not null || (create.Like is { } like && Find(like) is null) || create.Elements.Any(element => element is UnknownElement):
                return this with { Schema = SqlSchemaReader.Apply(Schema, [statement]), Loose = [.. Loose, create.Table.Name.ToLowerInvariant()] };
            case AlterTableStatement alter when alter.Clauses.Any(clause => clause is UnknownClause):
                return this with { Schema = SqlSchemaReader.Apply(Schema, [statement]), Loose = [.. Loose, alter.Table.Name.ToLowerInvariant()] };
            case RenameTableStatement rename when rename.Renames.Any(pair => Loose.Contains(pair.From.Name.ToLowerInvariant())):
                return this with { Schema = SqlSchemaReader.Apply(Schema, [statement]), Loose = [.. Loose, .. rename.Renames.Select(pair => pair.To.Name.ToLowerInvariant())] };
            default:
                return this with { Schema = SqlSchemaReader.Apply(Schema, [statement]) };
        }
    }

    internal static bool Same(string? name, string? other) => string.Equals(name, other, StringComparison.OrdinalIgnoreCase);
}
