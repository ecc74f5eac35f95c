using System.Globalization;
using Migrations.Core.Sql.Ddl;
using Migrations.Model;

namespace Migrations.Core.Linting.Rules;

/// <summary>Changes that write a large table anew while nobody may write into it.</summary>
/// <remarks>What copies was seen with <c>ALGORITHM=INPLACE</c>, which MySQL 9.7 and MariaDB 10.11 refuse then (1845, 1846).</remarks>
internal sealed class TableCopyRule() : LintRule(new MigrationRule(
    "table-copy", FindingSeverity.Warning, "A change that copies a large table, which blocks every writer meanwhile.", RuleNeed.Database))
{
    public override IEnumerable<Spot> Check(LintedStatement statement)
    {
        // What is applied already copies nothing any more.
        if (statement.Context.RowCounts is not { } counts || statement.Migration.Status == MigrationStatus.Applied || statement.Context.Server?.Flavor == ServerFlavor.TiDb) yield break;
        if (statement.Ddl is not AlterTableStatement { Table: { Database: null } name } alter || statement.IsNew(name)) yield break;
        if (!counts.TryGetValue(name.Name.ToLowerInvariant(), out var rows) || rows < statement.Context.LargeTableRows) yield break;
        foreach (var (clause, table) in statement.Clauses())
        {
            if (WhyCopied(statement, alter, clause, table) is not { } why) continue;
            yield return new Spot(
                clause.Span, string.Format(CultureInfo.InvariantCulture, "{0} copies the table {1} (about {2:N0} rows), and nobody can write into it meanwhile.", why, Wording.Quoted(name), rows),
                "Run it in a quiet hour, or with a tool that copies beside the traffic (gh-ost, pt-online-schema-change).");
            yield break;
        }
    }

    private static string? WhyCopied(LintedStatement statement, AlterTableStatement alter, AlterClause clause, Table? table) => clause switch
    {
        ExecutionClause { Algorithm: "copy" } => "ALGORITHM = COPY",
        ModifyColumnClause modify when table is not null && Column(table, modify.Column.Column.Name) is { } old => WhyCopied(table, old, modify.Column.Column),
        ChangeColumnClause change when table is not null && Column(table, change.OldName) is { } old => WhyCopied(table, old, change.Column.Column),
        AddColumnsClause add when add.Columns.Any(column => column.Column.Generated is { IsStored: true }) => "A new STORED column",
        DropPartClause { Part: TablePart.PrimaryKey } when !alter.Clauses.Any(other => other is AddPrimaryKeyClause) => "Dropping the primary key without a new one",
        AddForeignKeyClause when !statement.ForeignKeyChecksOff => "A new foreign key, with the session's foreign_key_checks on,",
        AddCheckClause => "A new check",
        ConvertToClause convert when table is not null && Storage.CharacterSetOf(table) is { } set && set != Storage.Normal(convert.CharacterSet)
            && table.Columns.Any(column => Storage.TypeOf(column).IsText) => $"The change from {set} to {convert.CharacterSet}",
        _ => null,
    };

    private static string? WhyCopied(Table table, Column old, Column now)
    {
        var (before, after) = (Storage.TypeOf(old), Storage.TypeOf(now));
        if (before.Shape == after.Shape && Same(before.Values, after.Values)) return null;
        // A longer VARCHAR is done in place as long as its length takes as many bytes as before; MariaDB does it always.
        if (before.Name == after.Name && before.Name is "varchar" or "varbinary" && before.Numbers is [var length] && after.Numbers is [var longer] && longer >= length) return null;
        // So are values behind the last one.
        if (before.Name == after.Name && before.Values is { } values && after.Values is { } more && more.Count >= values.Count && Same(values, [.. more.Take(values.Count)])) return null;
        return $"The change of {Wording.Quoted(table.Name)}.{Wording.Quoted(old.Name)} from {old.Type} to {now.Type}";
    }

    private static bool Same(IReadOnlyList<string>? one, IReadOnlyList<string>? other) => one is null ? other is null : other is not null && one.SequenceEqual(other, StringComparer.Ordinal);

    private static Column? Column(Table table, string name) => table.Columns.FirstOrDefault(column => SchemaState.Same(column.Name, name));
}
