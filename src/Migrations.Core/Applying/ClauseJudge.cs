using Migrations.Core.Sql.Ddl;
using Migrations.Model;

namespace Migrations.Core.Applying;

/// <summary>What one clause of an <c>ALTER TABLE</c> comes to on a table as it is: whether it is to be sent, is so already, or meets another definition.</summary>
/// <param name="definitions">How definitions are compared.</param>
/// <param name="knowsConditions">Whether the server understands <c>IF [NOT] EXISTS</c> in clauses.</param>
internal sealed class ClauseJudge(Definitions definitions, bool knowsConditions)
{
    /// <summary>Judges a clause.</summary>
    /// <param name="alter">Its statement.</param>
    /// <param name="clause">The clause.</param>
    /// <param name="table">The table, with what the clauses before it do.</param>
    /// <param name="mayBeDone">Whether a run was interrupted in this very statement, so that a renaming whose new name is there is done.</param>
    public Verdict Judge(AlterTableStatement alter, AlterClause clause, Table table, bool mayBeDone) => clause switch
    {
        AddColumnsClause { IsList: false } add => Added(alter, clause, HasColumn(table, add.Columns[0].Column.Name), $"The column {add.Columns[0].Column.Name}", () => definitions.Other(add.Columns[0], table)),
        AddColumnsClause list => List(alter, list, table),
        AddIndexClause { Index.Name: { } name } add => Added(alter, clause, table.Indexes.Any(index => Is(index.Name, name)), $"The index {name}", () => definitions.Other(add.Index, table)),
        AddIndexClause add => definitions.HasSame(add.Index, table) ? Verdict.Satisfied("An index of these columns is there already.") : Send(alter, clause),
        AddPrimaryKeyClause add => Added(alter, clause, table.PrimaryKey is not null, "The primary key", () => definitions.Other(add.PrimaryKey, table)),
        AddForeignKeyClause { ForeignKey.Name: { } name } add =>
            Added(alter, clause, table.ForeignKeys.Any(key => Is(key.Name, name)), $"The foreign key {name}", () => definitions.Other(add.ForeignKey, table)),
        AddForeignKeyClause add => definitions.HasSame(add.ForeignKey, table) ? Verdict.Satisfied("A foreign key of these columns is there already.") : Send(alter, clause),
        AddCheckClause { Check.Name: { } name } add => Added(alter, clause, table.Checks.Any(check => Is(check.Name, name)), $"The check {name}", () => definitions.Other(add.Check, table)),
        AddCheckClause add => Definitions.HasSame(add.Check, table) ? Verdict.Satisfied("This check is there already.") : Send(alter, clause),
        DropPartClause drop => HasPart(table, drop) ? Send(alter, clause) : Verdict.Satisfied($"There is no {NameOf(drop)}."),
        ChangeColumnClause change => Renamed(alter, clause, HasColumn(table, change.OldName), HasColumn(table, change.Column.Column.Name), change.OldName, mayBeDone),
        RenameColumnClause rename => Renamed(alter, clause, HasColumn(table, rename.From), HasColumn(table, rename.To), rename.From, mayBeDone),
        RenameIndexClause rename => Renamed(
            alter, clause, table.Indexes.Any(index => Is(index.Name, rename.From)), table.Indexes.Any(index => Is(index.Name, rename.To)), rename.From, mayBeDone),
        ModifyColumnClause { Condition: not null } modify => IfThere(alter, clause, HasColumn(table, modify.Column.Column.Name), modify.Column.Column.Name),
        AlterDefaultClause { Condition: not null } change => IfThere(alter, clause, HasColumn(table, change.Column), change.Column),
        AlterIndexVisibilityClause { Condition: not null } change => IfThere(alter, clause, table.Indexes.Any(index => Is(index.Name, change.Index)), change.Index),
        _ => Send(alter, clause),
    };

    /// <summary>Whether a table has a column.</summary>
    public static bool HasColumn(Table table, string name) => table.Columns.Any(column => Is(column.Name, name));

    /// <summary>Whether a table has what a <c>DROP</c> clause takes away.</summary>
    public static bool HasPart(Table table, DropPartClause drop) => drop.Part switch
    {
        TablePart.Column => HasColumn(table, drop.Name!),
        TablePart.PrimaryKey => table.PrimaryKey is not null,
        TablePart.Index => HasIndex(table, drop.Name!),
        TablePart.ForeignKey => table.ForeignKeys.Any(key => Is(key.Name, drop.Name)),
        TablePart.Check => HasCheck(table, drop.Name!),
        _ => HasIndex(table, drop.Name!) || table.ForeignKeys.Any(key => Is(key.Name, drop.Name)) || HasCheck(table, drop.Name!),
    };

    /// <summary>The clause as this server takes it.</summary>
    public Verdict Send(AlterTableStatement alter, AlterClause clause)
    {
        if (clause.Condition is null || knowsConditions) return new Verdict(StatementOutcome.Executed, alter.TextOf(clause), null);
        return new Verdict(StatementOutcome.Rewritten, alter.TextOf(clause, withoutConditions: true), "This server does not know IF [NOT] EXISTS there.");
    }

    private static bool HasIndex(Table table, string name) =>
        table.Indexes.Any(index => Is(index.Name, name)) || (Is(name, "PRIMARY") && table.PrimaryKey is not null);

    // A check in a MariaDB column's definition shows no name of its own: it is called like the column.
    private static bool HasCheck(Table table, string name) => table.Checks.Any(check => Is(check.Name, name) || (check.Name is null && HasColumn(table, name)));

    private Verdict Added(AlterTableStatement alter, AlterClause clause, bool isThere, string what, Func<string?> other)
    {
        if (!isThere) return Send(alter, clause);
        if (other() is not { } both) return Verdict.Satisfied($"{what} is there already.");
        return clause.Condition is null ? Verdict.Conflict(both) : Verdict.Satisfied(both);
    }

    // ADD COLUMN (a …, b …, KEY …): what is missing of it.
    private Verdict List(AlterTableStatement alter, AddColumnsClause list, Table table)
    {
        var text = alter.Source.Text;
        var missing = list.Columns.Where(column => !HasColumn(table, column.Column.Name)).Select(column => column.Span).ToList();
        var others = list.Columns.Where(column => HasColumn(table, column.Column.Name)).Select(column => definitions.Other(column, table)).OfType<string>().ToList();
        foreach (var other in list.Others)
        {
            AlterClause? single = other switch
            {
                IndexElement index => new AddIndexClause { Span = other.Span, Index = index.Index },
                PrimaryKeyElement key => new AddPrimaryKeyClause { Span = other.Span, PrimaryKey = key.PrimaryKey },
                ForeignKeyElement key => new AddForeignKeyClause { Span = other.Span, ForeignKey = key.ForeignKey },
                CheckElement check => new AddCheckClause { Span = other.Span, Check = check.Check },
                _ => null,
            };
            var verdict = single is null ? Send(alter, list) : Judge(alter, single, table, mayBeDone: false);
            if (verdict.Sql is not null) missing.Add(other.Span);
            else if (verdict.Outcome == StatementOutcome.Conflict) others.Add(verdict.Reason!);
        }
        if (missing.Count == list.Columns.Count + list.Others.Count) return Send(alter, list);
        var sql = missing.Count == 0 ? null : $"ADD COLUMN ({string.Join(", ", missing.Select(span => span.TextIn(text)))})";
        if (others.Count > 0 && list.Condition is null) return new Verdict(StatementOutcome.Conflict, sql, string.Join(" ", others));
        return sql is null ? Verdict.Satisfied("All of it is there already.")
            : new Verdict(StatementOutcome.Rewritten, sql, $"{list.Columns.Count + list.Others.Count - missing.Count} of its parts are there already.");
    }

    private Verdict Renamed(AlterTableStatement alter, AlterClause clause, bool hasOld, bool hasNew, string old, bool mayBeDone)
    {
        if (hasOld) return Send(alter, clause);
        if (clause.Condition is not null) return Verdict.Satisfied($"There is no {old}.");
        return mayBeDone && hasNew ? Verdict.Satisfied($"{old} has its new name already: the interrupted run got that far.") : Send(alter, clause);
    }

    private Verdict IfThere(AlterTableStatement alter, AlterClause clause, bool isThere, string name) =>
        isThere ? Send(alter, clause) : Verdict.Satisfied($"There is no {name}.");

    private static string NameOf(DropPartClause drop) => drop.Part switch
    {
        TablePart.PrimaryKey => "primary key",
        TablePart.ForeignKey => $"foreign key {drop.Name}",
        _ => $"{drop.Part.ToString().ToLowerInvariant()} {drop.Name}",
    };

    private static bool Is(string? name, string? other) => name is not null && string.Equals(name, other, StringComparison.OrdinalIgnoreCase);
}
