using Migrations.Core.Schemas;
using Migrations.Core.Sources;
using Migrations.Core.Sql;
using Migrations.Core.Sql.Ddl;
using Migrations.Model;

namespace Migrations.Core.Baselines;

/// <summary>What an update makes of the bootstrap files.</summary>
/// <param name="Indexes">The indexes file; null where the project has none.</param>
/// <param name="Constraints">The constraints file; null where the project has none.</param>
public sealed record BootstrapUpdate(FileUpdate<BootstrapChange>? Indexes, FileUpdate<BootstrapChange>? Constraints)
{
    /// <summary>All changes, those of the indexes file first.</summary>
    public IReadOnlyList<BootstrapChange> Changes => [.. Indexes?.Changes ?? [], .. Constraints?.Changes ?? []];
}

/// <summary>
/// The bootstrap files: the indexes that the baseline's tables do not hold themselves, and the foreign keys. An empty content makes a new file.
/// Where the project has only an indexes file, foreign keys are nobody's business here.
/// </summary>
public sealed class BootstrapFiles
{
    private readonly TextFile? _indexes;
    private readonly TextFile? _constraints;
    private readonly SourceText? _baseline;

    private BootstrapFiles(SourceText? baseline, TextFile? indexes, TextFile? constraints)
    {
        _baseline = baseline;
        _indexes = indexes;
        _constraints = constraints;
    }

    /// <summary>Takes the files.</summary>
    /// <param name="baseline">The baseline: an index that stands in a table there needs no statement here.</param>
    /// <param name="indexes">The indexes file.</param>
    /// <param name="constraints">The constraints file.</param>
    public static BootstrapFiles Of(SourceText? baseline, TextFile? indexes, TextFile? constraints) => new(baseline, indexes, constraints);

    /// <summary>Brings the files to a schema by changing only the statements that differ.</summary>
    /// <exception cref="MigrationException"><c>SqlUnterminated</c>, <c>SqlDelimiterMissing</c>: a file cannot be cut into statements.</exception>
    /// <param name="expected">The schema.</param>
    /// <param name="gone">Tables whose statements are taken out; null for none.</param>
    public BootstrapUpdate Patch(DatabaseSchema expected, IReadOnlyCollection<string>? gone = null)
    {
        var actual = Actual(expected);
        return new BootstrapUpdate(
            _indexes is null ? null : new BootstrapPatch(_indexes, isIndexes: true).Apply(expected, actual, gone ?? []),
            _constraints is null ? null : new BootstrapPatch(_constraints, isIndexes: false).Apply(expected, actual, gone ?? []));
    }

    /// <summary>
    /// Writes the files anew: the header comment, then a statement for each index and foreign key that the baseline does not hold, as drizzle-kit
    /// exports them. Names stay as they are, those included that no server accepts: the guard names them, and <see cref="Patch"/> shortens them.
    /// </summary>
    /// <param name="expected">The schema.</param>
    public BootstrapUpdate Regenerate(DatabaseSchema expected)
    {
        var inBaseline = _baseline is null ? new DatabaseSchema() : SqlSchemaReader.Read(_baseline);
        Table? Of(Table table) => inBaseline.Tables.FirstOrDefault(candidate => string.Equals(candidate.Name, table.Name, StringComparison.OrdinalIgnoreCase));
        var indexes = from table in expected.Tables.Where(table => table.Database is null)
                      let there = Of(table)
                      from index in table.Indexes
                      where index.Name is not null && !SqlWriter.IsTableLine(index) && !(there?.Indexes.Any(other => Is(other.Name, index.Name)) ?? false)
                      select new BootstrapStatement(table, index.Name!, SqlWriter.CreateIndex(table, index, ifNotExists: true));
        var foreignKeys = from table in expected.Tables.Where(table => table.Database is null)
                          let there = Of(table)
                          from key in table.ForeignKeys
                          where !(there?.ForeignKeys.Any(other => Is(other.Name, key.Name)) ?? false)
                          select new BootstrapStatement(table, key.Name ?? key.Columns[0], SqlWriter.AddForeignKey(table, key));
        return new BootstrapUpdate(
            _indexes is null ? null : new BootstrapPatch(_indexes, isIndexes: true).Rewrite([.. indexes]),
            _constraints is null ? null : new BootstrapPatch(_constraints, isIndexes: false).Rewrite([.. foreignKeys]));
    }

    // All files together; a table that the baseline does not have yet stands in for itself without indexes, so that statements about it count.
    private DatabaseSchema Actual(DatabaseSchema expected)
    {
        var baseline = _baseline is null ? new DatabaseSchema() : SqlSchemaReader.Read(_baseline);
        var missing = expected.Tables.Where(table => !baseline.Tables.Any(there => Is(there.Name, table.Name)))
            .Select(table => table with { Indexes = [.. table.Indexes.Where(SqlWriter.IsTableLine)], ForeignKeys = [] });
        var statements = new[] { _indexes, _constraints }.OfType<TextFile>().SelectMany(file => SqlScript.Parse(file.Source).Statements).Select(DdlParser.Parse);
        return SqlSchemaReader.Apply(baseline with { Tables = [.. baseline.Tables, .. missing] }, statements);
    }

    private static bool Is(string? name, string? other) => name is not null && string.Equals(name, other, StringComparison.OrdinalIgnoreCase);
}

/// <summary>A statement that a bootstrap file is to hold.</summary>
/// <param name="Table">The table, with its names as the schema has them.</param>
/// <param name="Name">The index or foreign key as it is written.</param>
/// <param name="Sql">The statement with its <c>;</c>.</param>
internal sealed record BootstrapStatement(Table Table, string Name, string Sql);
