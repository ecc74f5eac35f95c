using Migrations.Core.Schemas;
using Migrations.Core.Sql.Ddl;
using Migrations.Model;

namespace Migrations.Core.Linting.Rules;

/// <summary>New columns that old rows and old code have no value for.</summary>
internal sealed class NotNullWithoutDefaultRule() : LintRule(new MigrationRule(
    "not-null-without-default", FindingSeverity.Warning, "A new column of an existing table that is NOT NULL and has no default."))
{
    public override IEnumerable<Spot> Check(LintedStatement statement)
    {
        if (statement.Ddl is not AlterTableStatement alter || statement.IsNew(alter.Table)) yield break;
        foreach (var added in statement.Columns().Where(column => column.Clause is AddColumnsClause))
        {
            var column = added.Element.Column;
            var type = Storage.TypeOf(column);
            if (column.IsNullable || column.Default is not null || column.IsAutoIncrement || column.Generated is not null || type.IsSerial) continue;
            // The first value of an enum is its default all the same.
            if (type.Name == "enum" || (type.Name == "timestamp" && !Storage.HasPlainTimestamps(statement.Context.Server))) continue;
            var rows = type.Name is "date" or "datetime"
                ? "MySQL in its default mode refuses it as soon as the table has rows (1292), and MariaDB gives them the date zero"
                : "the rows that are there silently get the type's own zero or empty value";
            yield return new Spot(
                added.Element.Span, $"The column {Wording.Quoted(column.Name)} is NOT NULL and has no default: {rows}, and code that does not know the column cannot insert any more (1364).",
                "Give it a DEFAULT, or let it take NULL first, fill it, and make it NOT NULL in a later migration.");
        }
    }
}

/// <summary>Columns that took <c>NULL</c> and no longer do.</summary>
internal sealed class NullableToNotNullRule() : LintRule(new MigrationRule(
    "nullable-to-not-null", FindingSeverity.Warning, "A column that takes NULL becomes NOT NULL."))
{
    public override IEnumerable<Spot> Check(LintedStatement statement)
    {
        if (statement.Ddl is not AlterTableStatement alter || statement.IsNew(alter.Table)) yield break;
        foreach (var changed in statement.Columns())
        {
            if (changed.Old is not { IsNullable: true, Generated: null } old || changed.Element.Column.IsNullable || changed.Element.Column.Generated is not null) continue;
            if (Storage.TypeOf(old).Name == "timestamp" && !Storage.HasPlainTimestamps(statement.Context.Server)) continue;
            if (Storage.TypeOf(old).IsSerial || IsInKey(changed.Table, changed.Element.Column.Name)) continue;
            if (IsFilled(statement, alter.Table, old.Name)) continue;
            yield return new Spot(
                changed.Element.Span, $"{Wording.Typed(changed.Table, old)} and takes NULL: as soon as one row has it, the server refuses NOT NULL (MySQL 1138, MariaDB 1265).",
                "Fill the rows that have NULL first, in a migration before this one.");
        }
    }

    // An UPDATE before it in this migration gives the column a value: whether that leaves no NULL is its author's business.
    private static bool IsFilled(LintedStatement statement, ObjectName table, string column) => statement.Migration.Statements
        .Take(statement.Script.Ordinal).Any(earlier => DataStatement.TargetOf(earlier) is { } target && SchemaState.Same(target.Name, table.Name) && DataStatement.Assigns(earlier, column));

    // A primary key makes its columns NOT NULL whatever their definition says.
    private static bool IsInKey(Table table, string column) => ColumnComparer.IsInKey(table.PrimaryKey, column);
}
