using Migrations.Core.Schemas;
using Migrations.Core.Sql.Ddl;
using Migrations.Model;

namespace Migrations.Core.Applying;

/// <summary>
/// On a database that was installed from the baseline, the journal's older statements meet newer tables. A clause is run only if it brings
/// its table nearer to the schema that is wanted; one that would take it away, or change nothing for the better, is superseded.
/// </summary>
/// <remarks>
/// "Nearer" is counted: how many differences from the wanted table there are before and after the clause. So a <c>MODIFY</c> that is newer than a stale
/// baseline runs, and the same <c>MODIFY</c> over a newer baseline does not.
/// </remarks>
/// <param name="target">The wanted schema: <c>schema.ts</c>, or the baseline where that cannot be read.</param>
/// <param name="baseline">What the baseline and the bootstrap files make.</param>
/// <param name="laterNames">What later statements rename.</param>
/// <param name="past">What there once was.</param>
internal sealed class Superseding(DatabaseSchema target, DatabaseSchema baseline, LaterNames laterNames, JournalPast past)
{
    private readonly Dictionary<string, Table> _target = ByName(target);
    private readonly Dictionary<string, Table> _baseline = ByName(baseline);

    /// <summary>The wanted table; null where the schema has none of that name.</summary>
    public Table? Wanted(ObjectName name) => name.Database is null && _target.TryGetValue(name.Name, out var table) ? table : null;

    /// <summary>Whether a table is the journal's own business: neither wanted nor made by the baseline.</summary>
    public bool IsForeign(ObjectName name) => Wanted(name) is null && !(name.Database is null && _baseline.ContainsKey(name.Name));

    /// <summary>The wanted table that a later entry makes of one by renaming it; null where none does.</summary>
    public string? LaterName(ObjectName name) => name.Database is null && !_target.ContainsKey(name.Name) && laterNames.OfTable(name.Name) is { } later && _target.ContainsKey(later) ? later : null;

    /// <summary>What there once was, by the journal's statements.</summary>
    public JournalPast Past => past;

    /// <summary>Whether the baseline makes a view of that name.</summary>
    public bool HasView(string name) => target.Views.Concat(baseline.Views).Any(view => string.Equals(view.Name, name, StringComparison.OrdinalIgnoreCase));

    /// <summary>Whether the wanted schema has a table of that name.</summary>
    public bool HasTable(string name) => _target.ContainsKey(name);

    /// <summary>Whether a wanted table among the names of a statement has a column.</summary>
    /// <param name="names">The names in the statement.</param>
    /// <param name="column">The column.</param>
    public bool HasColumn(IReadOnlyList<string> names, string column) =>
        names.Any(name => _target.TryGetValue(name, out var table) && ClauseJudge.HasColumn(table, column));

    /// <summary>How many differences a table has from the wanted one, once its columns and indexes have the names that later statements give them.</summary>
    public int Distance(Table wanted, Table table, ComparisonOptions comparison) => SchemaComparer.Compare(wanted, laterNames.Seen(table, wanted), comparison).Count;

    /// <summary>Judges a clause on a table of the wanted schema.</summary>
    /// <param name="judge">The judge who looks at the table alone.</param>
    /// <param name="alter">The statement.</param>
    /// <param name="clause">The clause.</param>
    /// <param name="table">The table as it is.</param>
    /// <param name="wanted">The table as it is wanted.</param>
    /// <param name="comparison">How definitions are compared.</param>
    public Verdict Judge(ClauseJudge judge, AlterTableStatement alter, AlterClause clause, Table table, Table wanted, ComparisonOptions comparison)
    {
        var plain = judge.Judge(alter, clause, table, mayBeDone: false);
        if (plain.Outcome == StatementOutcome.Satisfied) return plain;
        var before = Distance(wanted, table, comparison);
        switch (clause)
        {
            case AddColumnsClause { IsList: false } add:
                return Column(alter, add, plain, table, wanted, comparison);
            // What the comparison does not see is part of the history, and runs.
            case RenameToClause or TableOptionsClause or ConvertToClause or PartitionClause or OrderByClause or ExecutionClause or UnknownClause or AlterIndexVisibilityClause or AlterEnforcementClause:
                return plain;
            case AddColumnsClause when plain.Sql is not null:
                return plain.Outcome == StatementOutcome.Conflict ? plain with { Outcome = StatementOutcome.Rewritten } : plain;
            case ModifyColumnClause modify when !ClauseJudge.HasColumn(table, modify.Column.Column.Name):
                return Verdict.Superseded($"There is no column {modify.Column.Column.Name} any more.");
            case ChangeColumnClause change when !ClauseJudge.HasColumn(table, change.OldName):
                return Verdict.Superseded($"There is no column {change.OldName} any more.");
            case RenameColumnClause rename when !ClauseJudge.HasColumn(table, rename.From):
                return Verdict.Superseded($"There is no column {rename.From} any more.");
            case AlterDefaultClause change when !ClauseJudge.HasColumn(table, change.Column):
                return Verdict.Superseded($"There is no column {change.Column} any more.");
            // The way to the name that is wanted.
            case RenameColumnClause rename when LaterNames.IsAwaited(table, wanted, rename.From, laterNames.OfColumn(wanted.Name, rename.From) ?? rename.To):
            case ChangeColumnClause change when LaterNames.IsAwaited(table, wanted, change.OldName, laterNames.OfColumn(wanted.Name, change.OldName) ?? change.Column.Column.Name):
                return plain;
            case RenameIndexClause rename when !table.Indexes.Any(index => Is(index.Name, rename.From)):
                return Verdict.Superseded($"There is no index {rename.From} any more.");
            case RenameIndexClause rename when LaterNames.IsAwaitedIndex(table, wanted, rename.From, laterNames.OfIndex(wanted.Name, rename.From) ?? rename.To):
                return plain;
            // A key that is not as it is wanted makes room for one that is.
            case DropPartClause { Part: not TablePart.Column } when plain.Sql is not null:
                return Distance(wanted, TableFold.Alter(table, clause), comparison) <= before ? plain : Kept();
        }
        if (plain.Sql is null) return Verdict.Superseded(plain.Reason + " The newer definition stays.");
        if (Distance(wanted, TableFold.Alter(table, clause), comparison) < before) return plain;
        return clause is AddIndexClause or AddForeignKeyClause or AddCheckClause or AddPrimaryKeyClause ? Verdict.Superseded("The schema does not have it, or has it in another form.") : Kept();
    }

    private Verdict Column(AlterTableStatement alter, AddColumnsClause add, Verdict plain, Table table, Table wanted, ComparisonOptions comparison)
    {
        var name = add.Columns[0].Column.Name;
        var isOnItsWay = plain.Sql is not null && laterNames.OfColumn(wanted.Name, name) is { } later && LaterNames.IsAwaited(table, wanted, name, later);
        if (!ClauseJudge.HasColumn(wanted, name) && !isOnItsWay) return Verdict.Superseded($"The schema has no column {name} any more.");
        if (plain.Sql is not null) return add.Position is { After: { } after } && !ClauseJudge.HasColumn(table, after) ? AtTheEnd(alter, add, after) : plain;
        // It is there with another definition: if this one is the wanted one, it is made so.
        var modify = new ModifyColumnClause { Span = add.Span, Column = add.Columns[0] };
        return Distance(wanted, TableFold.Alter(table, modify), comparison) < Distance(wanted, table, comparison)
            ? new Verdict(StatementOutcome.Rewritten, "MODIFY COLUMN " + Definition(alter, add), "The baseline has an older definition of it.")
            : Verdict.Superseded($"The column {name} is there in its newer definition.");
    }

    // The column before it is gone from the baseline; the column itself is wanted all the same.
    private static Verdict AtTheEnd(AlterTableStatement alter, AddColumnsClause add, string after) => new(
        StatementOutcome.Rewritten, "ADD COLUMN " + Definition(alter, add), $"The column {after}, behind which it is to stand, is not there any more: it is added at the end.");

    // Without FIRST or AFTER.
    private static string Definition(AlterTableStatement alter, AddColumnsClause add)
    {
        var span = add.Columns[0].Span;
        var end = add.Position is { } position ? position.Span.Start : span.End;
        return alter.Source.Text.Substring(span.Start, end - span.Start).TrimEnd();
    }

    private static Verdict Kept() => Verdict.Superseded("What is there is as the newer schema has it, or nearer to it.");

    private static Dictionary<string, Table> ByName(DatabaseSchema schema)
    {
        var tables = new Dictionary<string, Table>(StringComparer.OrdinalIgnoreCase);
        foreach (var table in schema.Tables.Where(table => table.Database is null)) tables[table.Name] = table;
        return tables;
    }

    private static bool Is(string? name, string? other) => name is not null && string.Equals(name, other, StringComparison.OrdinalIgnoreCase);
}
