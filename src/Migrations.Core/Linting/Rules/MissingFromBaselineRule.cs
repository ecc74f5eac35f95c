using Migrations.Core.Schemas;
using Migrations.Core.Sql.Ddl;
using Migrations.Model;

namespace Migrations.Core.Linting.Rules;

/// <summary>What a migration makes, and the baseline and the bootstrap files do not hold.</summary>
internal sealed class MissingFromBaselineRule() : LintRule(new MigrationRule(
    "missing-from-baseline", FindingSeverity.Warning, "A table, column, index or foreign key that a migration adds and neither the baseline nor a bootstrap file holds."))
{
    private const string ColumnFix = "If schema.ts has it, run Update-Baseline; if not, add it there first.";
    private const string IndexFix = "If schema.ts has it, run Update-BootstrapIndex; if not, add it there first.";

    public override IEnumerable<Spot> Check(LintedStatement statement)
    {
        if (statement.Context.Artifacts is not { } artifacts || statement.Migration.IsBaseline || statement.Migration.IsBootstrap) yield break;
        Table? Held(string name) => artifacts.Tables.FirstOrDefault(table => SchemaState.Same(table.Name, name));
        // What a later migration drops or renames belongs nowhere.
        Table? Final(string name) => statement.Context.Final.Find(null, name);

        if (statement.Ddl is CreateTableStatement { IsTemporary: false, Table: { Database: null } created } && !statement.DoesNothing && Held(created.Name) is null)
        {
            if (Final(created.Name) is not null)
                yield return new Spot(created.Span, $"The table {Wording.Quoted(created)} is in no CREATE TABLE of the baseline.", ColumnFix);
            yield break;
        }
        foreach (var column in statement.Columns().Where(column => column.Table.Database is null))
        {
            var name = column.Element.Column.Name;
            if (column.Old is not null && SchemaState.Same(column.Old.Name, name)) continue;
            if (Held(column.Table.Name) is not { } held || Has(held, name) || Final(column.Table.Name) is not { } final || !Has(final, name)) continue;
            yield return new Spot(column.Element.Span, $"The column {Wording.Quoted(name)} is not in the baseline's block of {Wording.Quoted(held.Name)}.", ColumnFix);
        }
        foreach (var index in statement.Indexes().Where(index => index.Table.Database is null && !index.IsPrimary))
        {
            if (Held(index.Table.Name) is not { } held || Final(index.Table.Name) is not { } final) continue;
            bool IsIt(TableIndex other) => (index.Index.Name is { } name && SchemaState.Same(other.Name, name)) || SchemaComparer.AreSame(index.Index, index.Table, other);
            if (held.Indexes.Any(IsIt) || !final.Indexes.Any(IsIt)) continue;
            yield return new Spot(
                index.Span, $"The index {Wording.Quoted(index.Index.Name)} of {Wording.Quoted(held.Name)} is in neither the baseline nor a bootstrap file.", IndexFix);
        }
        foreach (var key in statement.ForeignKeys())
        {
            if (key.Table is not { Database: null } table || Held(table.Name) is not { } held || Final(table.Name) is not { } final) continue;
            bool IsIt(ForeignKey other) => (key.ForeignKey.Name is { } name && SchemaState.Same(other.Name, name)) || SchemaComparer.AreSame(key.ForeignKey, other);
            if (held.ForeignKeys.Any(IsIt) || !final.ForeignKeys.Any(IsIt)) continue;
            yield return new Spot(
                key.Span, $"The foreign key {Wording.Quoted(key.ForeignKey.Name)} of {Wording.Quoted(held.Name)} is in neither the baseline nor a bootstrap file.", IndexFix);
        }
    }

    private static bool Has(Table table, string column) => table.Columns.Any(candidate => SchemaState.Same(candidate.Name, column));
}
