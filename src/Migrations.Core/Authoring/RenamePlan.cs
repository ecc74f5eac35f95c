using Migrations.Core.Schemas;
using Migrations.Core.Sources;
using Migrations.Core.Sql;
using Migrations.Core.Sql.Ddl;
using Migrations.Model;

namespace Migrations.Core.Authoring;

/// <summary>The statements that rename, and the schema after them.</summary>
/// <param name="Statements">The statements in order.</param>
/// <param name="Schema">The schema after them; what had to make way is not in it, and so is made again.</param>
internal sealed record RenamePlan(IReadOnlyList<string> Statements, DatabaseSchema Schema)
{
    /// <summary>Plans.</summary>
    public static RenamePlan Of(DatabaseSchema from, IReadOnlyList<SchemaRename> renames)
    {
        var statements = new List<string>();
        foreach (var rename in renames)
        {
            var table = rename.Table is null ? null : from.Tables.FirstOrDefault(candidate => string.Equals(candidate.Name, rename.Table, StringComparison.OrdinalIgnoreCase));
            List<string> step = [.. table is null ? [] : InTheWay(table, rename.From), rename.ToSql()];
            statements.AddRange(step);
            from = SqlSchemaReader.Apply(from, step.Select(sql => DdlParser.Parse(sql.TrimEnd(';'))));
        }
        return new RenamePlan(statements, from);
    }

    // MySQL renames no column that an expression names: of a generated column (3108), a check (3959) or an index (3837). None of them holds
    // values of its own.
    private static IEnumerable<string> InTheWay(Table table, string column)
    {
        var alter = $"ALTER TABLE {SqlWriter.TableName(table)} ";
        foreach (var check in table.Checks.Where(check => check.Name is not null && Names(check.Expression, column)))
            yield return $"{alter}DROP CONSTRAINT IF EXISTS {SqlName.Quote(check.Name!)};";
        foreach (var index in table.Indexes.Where(index => index.Name is not null && index.Parts.Any(part => part.Expression is { } expression && Names(expression, column))))
            yield return $"DROP INDEX IF EXISTS {SqlName.Quote(index.Name!)} ON {SqlWriter.TableName(table)};";
        foreach (var generated in table.Columns.Where(candidate => candidate.Generated is { } made && Names(made.Expression, column)))
            yield return $"{alter}DROP COLUMN IF EXISTS {SqlName.Quote(generated.Name)};";
    }

    private static bool Names(string expression, string column)
    {
        var lexer = new SqlLexer(new SourceText("expression", expression));
        for (var token = lexer.Next(); token.Kind != SqlTokenKind.End; token = lexer.Next())
        {
            if (token.Kind is SqlTokenKind.Word or SqlTokenKind.QuotedIdentifier && string.Equals(SqlName.Unquote(token.TextIn(expression)), column, StringComparison.OrdinalIgnoreCase)) return true;
        }
        return false;
    }
}
