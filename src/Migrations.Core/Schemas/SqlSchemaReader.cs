using Migrations.Core.Sources;
using Migrations.Core.Sql;
using Migrations.Core.Sql.Ddl;
using Migrations.Model;

namespace Migrations.Core.Schemas;

/// <summary>Reads the schema that <c>.sql</c> files describe: their DDL, applied in order. What is no DDL changes no schema and is passed over.</summary>
public static class SqlSchemaReader
{
    /// <summary>Reads files that are run one after the other, for example a baseline and its bootstrap files.</summary>
    /// <param name="sources">The files, in order.</param>
    /// <exception cref="MigrationException"><c>SqlUnterminated</c> or <c>SqlDelimiterMissing</c>: a file cannot be cut into statements.</exception>
    public static DatabaseSchema Read(params SourceText[] sources) =>
        Apply(new DatabaseSchema(), sources.SelectMany(source => SqlScript.Parse(source).Statements).Select(DdlParser.Parse));

    /// <summary>Applies statements to a schema.</summary>
    /// <param name="schema">The schema before.</param>
    /// <param name="statements">The statements, in order. One whose condition (<c>IF [NOT] EXISTS</c>) is not met, and one that the server would refuse because its object is or is not there, changes nothing.</param>
    /// <returns>The schema after.</returns>
    public static DatabaseSchema Apply(DatabaseSchema schema, IEnumerable<DdlStatement> statements)
    {
        var fold = new SchemaFold(schema);
        foreach (var statement in statements) fold.Apply(statement);
        return fold.ToSchema();
    }
}
