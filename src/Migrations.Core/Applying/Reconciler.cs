using Migrations.Core.Schemas;
using Migrations.Core.Sql;
using Migrations.Core.Sql.Ddl;
using Migrations.Model;

namespace Migrations.Core.Applying;

/// <summary>What is known about a statement besides its text.</summary>
/// <param name="Modes">The server modes it is written in.</param>
/// <param name="MayBeDone">Whether a run was interrupted in this very statement: whether it was done, only the catalog can tell.</param>
/// <param name="Superseding">Set for the statements of a journal over a database which began from the baseline.</param>
/// <param name="IsBehindBaseline">Whether its migration stands behind the baseline in the journal.</param>
internal sealed record StatementContext(SqlModes Modes, bool MayBeDone = false, Superseding? Superseding = null, bool IsBehindBaseline = false);

/// <summary>
/// Compares what a DDL statement asks for with what is there and with what this server understands, clause by clause, and says what remains to be sent.
/// </summary>
/// <remarks>
/// Rules: what is there with an equal definition is satisfied, with another one a conflict; what is to be dropped and is not there is satisfied; where the
/// server does not know <c>IF [NOT] EXISTS</c> the words are taken out. What cannot be read is sent as written.
/// </remarks>
/// <param name="catalog">The tables as they are.</param>
internal sealed class Reconciler(Catalog catalog)
{
    private const string DoesNotKnow = "This server does not know IF [NOT] EXISTS there.";

    private readonly Definitions _definitions = new(catalog.Comparison);
    private readonly ClauseJudge _clauses = new(new Definitions(catalog.Comparison), catalog.Server.HasConditionalAlter);

    /// <summary>Reconciles a statement.</summary>
    public Reconciled Reconcile(DdlStatement statement, StatementContext context)
    {
        var reasons = new List<string>();
        if (ShortenedNames.In(statement, context.Modes) is { } shortened)
        {
            statement = shortened;
            reasons.Add($"Names of more than {LongNames.Limit} characters, which no server accepts, were shortened.");
        }
        if (AcceptedWords.In(statement, catalog.Server, context.Modes) is var (accepted, why))
        {
            statement = accepted;
            reasons.Add(why);
        }
        var result = Judge(statement, context);
        return reasons.Count == 0 || result.Sql is null ? result : result with
        {
            Outcome = result.Outcome == StatementOutcome.Executed ? StatementOutcome.Rewritten : result.Outcome,
            Reason = string.Join(" ", [.. reasons, result.Reason]).TrimEnd(),
        };
    }

    private Reconciled Judge(DdlStatement statement, StatementContext context) => statement switch
    {
        CreateTableStatement { IsTemporary: false } create => Create(create, context),
        CreateIndexStatement create => Create(create, context),
        AlterTableStatement alter => Alter(alter, context),
        DropStatement { Kind: DroppedKind.Table, IsTemporary: false } drop => Drop(drop, context),
        DropStatement { Kind: DroppedKind.View } drop => DropNames(drop, [.. drop.Names.Where(catalog.HasView)], "view"),
        DropStatement { Kind: DroppedKind.Index, OnTable: { } table } drop => DropIndex(drop, table, context),
        RenameTableStatement rename => Rename(rename, context),
        CreateViewStatement create => Create(create, context),
        _ => Reconciled.AsWritten(statement),
    };

    private Reconciled Create(CreateTableStatement create, StatementContext context)
    {
        var table = catalog.Find(create.Table);
        if (context.Superseding is { } superseding)
        {
            if (table is null && superseding.LaterName(create.Table) is { } later && !IsRebuild(create, later, superseding))
                return Reconciled.Nothing(StatementOutcome.Superseded, $"The schema knows this table by its later name {later}.");
            if (table is not null && !create.OrReplace && superseding.Wanted(create.Table) is { } wanted)
            {
                return _definitions.Other(create, table) is null
                    ? Reconciled.Nothing(StatementOutcome.Satisfied, $"The table {create.Table} is there already.")
                    : Complete(create, table, wanted, context);
            }
        }
        if (table is null || create.OrReplace) return Reconciled.AsWritten(create);
        if (context.MayBeDone && create.Query is not null) return Reconciled.Nothing(StatementOutcome.Satisfied, "It is there: the interrupted run got that far.");
        var other = _definitions.Other(create, table);
        return create.Condition is null && other is not null
            ? Reconciled.Nothing(StatementOutcome.Conflict, other)
            : Reconciled.Nothing(StatementOutcome.Satisfied, other ?? $"The table {create.Table} is there already.");
    }

    // A table that is to take the place of one which the baseline has in an older form: it is made if it is nearer to what is wanted.
    private bool IsRebuild(CreateTableStatement create, string later, Superseding superseding)
    {
        var name = new ObjectName(null, later, default);
        if (catalog.Find(name) is not { } table) return true;
        if (superseding.Wanted(name) is not { } wanted || create.Like is not null || create.Query is not null) return false;
        var made = TableFold.Create(create) with { Name = later, CharacterSet = table.CharacterSet, Collation = table.Collation };
        return superseding.Distance(wanted, made, catalog.Comparison) < superseding.Distance(wanted, table, catalog.Comparison);
    }

    // Whether a table is there that later statements put into the place of a wanted one.
    private bool HasSuccessor(ObjectName name, Superseding superseding) =>
        name.Database is null && catalog.Names.Any(other => !string.Equals(other, name.Name, StringComparison.OrdinalIgnoreCase)
            && string.Equals(superseding.LaterName(new ObjectName(null, other, default)), name.Name, StringComparison.OrdinalIgnoreCase));

    // The baseline has the table, and not all that the schema wants of it: what this older statement has of that is added.
    private Reconciled Complete(CreateTableStatement create, Table table, Table wanted, StatementContext context)
    {
        var additions = new List<string>();
        var results = new List<ClauseResult>();
        foreach (var element in create.Elements)
        {
            AlterClause? clause = element switch
            {
                ColumnElement column => new AddColumnsClause { Span = element.Span, Columns = [column] },
                IndexElement index => new AddIndexClause { Span = element.Span, Index = index.Index },
                PrimaryKeyElement key => new AddPrimaryKeyClause { Span = element.Span, PrimaryKey = key.PrimaryKey },
                ForeignKeyElement key => new AddForeignKeyClause { Span = element.Span, ForeignKey = key.ForeignKey },
                CheckElement check => new AddCheckClause { Span = element.Span, Check = check.Check },
                _ => null,
            };
            if (clause is null) continue;
            var alter = new AlterTableStatement { Source = create.Source, Span = create.Span, Table = create.Table, Clauses = [clause] };
            var verdict = context.Superseding!.Judge(_clauses, alter, clause, table, wanted, catalog.Comparison);
            var addition = verdict.Outcome == StatementOutcome.Executed ? (element is ColumnElement ? "ADD COLUMN " : "ADD ") + verdict.Sql : verdict.Sql;
            results.Add(new ClauseResult { Text = alter.TextOf(clause), Outcome = verdict.Outcome, SentSql = addition, Reason = verdict.Reason });
            if (addition is null) continue;
            table = Effect(table, alter, clause, verdict, context.Modes);
            additions.Add(addition);
        }
        if (additions.Count == 0) return Reconciled.Nothing(StatementOutcome.Superseded, $"The table {create.Table} is there in its newer form.") with { Clauses = results };
        var sql = $"ALTER TABLE {create.Table.Span.TextIn(create.Source.Text)} {string.Join(", ", additions)}";
        return Reconciled.Instead(sql, Parse(sql, context.Modes), $"The baseline has the table {create.Table} without {(additions.Count == 1 ? "something" : $"{additions.Count} things")} that this statement and the schema have.") with { Clauses = results };
    }

    private Reconciled Create(CreateIndexStatement create, StatementContext context)
    {
        var table = catalog.Find(create.Table, context.Superseding is null ? TableParts.Columns | TableParts.Indexes : TableParts.All);
        if (table is null) return WithoutTable(create, create.Table, create.Condition, context);
        var clause = new AddIndexClause { Span = create.Span, Condition = create.Condition, Index = create.Index };
        var alter = new AlterTableStatement { Source = create.Source, Span = create.Span, Table = create.Table, Clauses = [clause] };
        var verdict = create.OrReplace ? _clauses.Send(alter, clause) : Judge(alter, clause, table, context);
        return verdict.Sql is null ? Reconciled.Nothing(verdict.Outcome, verdict.Reason!) : Unconditional(create, create.Condition);
    }

    private Reconciled Alter(AlterTableStatement alter, StatementContext context)
    {
        // Nearness to a wanted table is a matter of all its parts.
        var table = catalog.Find(alter.Table, context.Superseding is null ? NeededBy(alter) : TableParts.All);
        if (table is null)
        {
            if (context.MayBeDone && alter.Clauses.OfType<RenameToClause>().FirstOrDefault() is { } renamed && catalog.Find(renamed.To) is not null)
                return Reconciled.Nothing(StatementOutcome.Satisfied, $"{alter.Table} has its new name already: the interrupted run got that far.");
            return WithoutTable(alter, alter.Table, alter.Condition, context);
        }
        if (context.Superseding is { } superseding && superseding.Wanted(alter.Table) is not null && alter.Clauses.OfType<RenameToClause>().Any() && !HasSuccessor(alter.Table, superseding))
            return Reconciled.Nothing(StatementOutcome.Superseded, $"The schema has the table {alter.Table} under this name.");
        if (context.Superseding is { } newer && Rename(alter, newer) is { } kept) return kept;

        var judged = JudgeAll(alter, table, context);
        // A statement whose clauses only together bring the table nearer (DROP INDEX i, ADD INDEX i …) is taken as a whole.
        if (context.Superseding is { } guide && guide.Wanted(alter.Table) is { } wanted)
        {
            var whole = JudgeAll(alter, table, context with { Superseding = null });
            if (guide.Distance(wanted, whole.Table, catalog.Comparison) < guide.Distance(wanted, judged.Table, catalog.Comparison)) judged = whole;
        }
        return Combine(alter, judged.Verdicts, context.Modes);
    }

    // Servers look at a statement as a whole: what it drops or renames is gone before anything is added, in whatever order its clauses stand.
    private (IReadOnlyList<Verdict> Verdicts, Table Table) JudgeAll(AlterTableStatement alter, Table table, StatementContext context)
    {
        var verdicts = new Verdict[alter.Clauses.Count];
        foreach (var adds in new[] { false, true })
        {
            for (var i = 0; i < verdicts.Length; i++)
            {
                var clause = alter.Clauses[i];
                if (IsAddition(clause) != adds) continue;
                verdicts[i] = Judge(alter, clause, table, context);
                if (verdicts[i].Sql is not null) table = Effect(table, alter, clause, verdicts[i], context.Modes);
            }
        }
        return (verdicts, table);
    }

    private static bool IsAddition(AlterClause clause) => clause is AddColumnsClause or AddIndexClause or AddPrimaryKeyClause or AddForeignKeyClause or AddCheckClause;

    // What the server is told is not always what the clause says: an ADD may have become a MODIFY.
    private static Table Effect(Table table, AlterTableStatement alter, AlterClause clause, Verdict verdict, SqlModes modes)
    {
        if (verdict.Outcome == StatementOutcome.Executed || clause is not AddColumnsClause) return TableFold.Alter(table, clause);
        var sent = TryParse($"ALTER TABLE {SqlName.Quote(alter.Table.Name)} {verdict.Sql}", modes) as AlterTableStatement;
        return sent is null ? table : sent.Clauses.Aggregate(table, TableFold.Alter);
    }

    private Verdict Judge(AlterTableStatement alter, AlterClause clause, Table table, StatementContext context)
    {
        var verdict = JudgeKnown(alter, clause, table, context);
        // An index that the server makes for a foreign key, a name that it gives to a check: a forecast does not know them, and does not say that they are not there.
        return verdict.Outcome == StatementOutcome.Satisfied && clause is DropPartClause { Part: not TablePart.Column } && catalog.IsGuess(alter.Table, TableParts.Indexes | TableParts.Constraints)
            ? _clauses.Send(alter, clause) : verdict;
    }

    private Verdict JudgeKnown(AlterTableStatement alter, AlterClause clause, Table table, StatementContext context) =>
        context.Superseding is { } superseding && superseding.Wanted(alter.Table) is { } wanted
            ? superseding.Judge(_clauses, alter, clause, table, wanted, catalog.Comparison)
            : _clauses.Judge(alter, clause, table, context.MayBeDone);

    private Reconciled Combine(AlterTableStatement alter, IReadOnlyList<Verdict> verdicts, SqlModes modes)
    {
        var clauses = alter.Clauses.Select((clause, i) => (Clause: clause, Verdict: verdicts[i])).ToList();
        var sent = clauses.Where(pair => pair.Verdict.Sql is not null).ToList();
        var outcome = verdicts.Any(verdict => verdict.Outcome == StatementOutcome.Conflict) ? StatementOutcome.Conflict : (StatementOutcome?)null;
        var results = clauses.Select(pair => new ClauseResult
        {
            Text = alter.TextOf(pair.Clause),
            Outcome = pair.Verdict.Outcome,
            SentSql = pair.Verdict.Sql,
            Reason = pair.Verdict.Reason,
        }).ToList();
        var reasons = string.Join(" ", verdicts.Where(verdict => verdict.Sql is null || verdict.Outcome is StatementOutcome.Conflict or StatementOutcome.Rewritten)
            .Select(verdict => verdict.Reason).OfType<string>().Distinct());

        // ALGORITHM and LOCK alone are no work.
        if (clauses.Count > 0 && sent.All(pair => pair.Clause is ExecutionClause))
        {
            var nothing = outcome ?? (verdicts.Any(verdict => verdict.Outcome == StatementOutcome.Superseded) ? StatementOutcome.Superseded : StatementOutcome.Satisfied);
            return Reconciled.Nothing(nothing, reasons.Length > 0 ? reasons : "Everything it asks for is so already.") with { Clauses = results };
        }
        // A server that knows the words does itself what they say.
        var leavesToServer = catalog.Server.HasConditionalAlter && clauses.All(pair =>
            pair.Verdict.Outcome == StatementOutcome.Executed || (pair.Verdict.Outcome == StatementOutcome.Satisfied && pair.Clause.Condition is not null));
        if (leavesToServer) return Reconciled.AsWritten(alter) with { Clauses = sent.Count == clauses.Count ? [] : results };
        if (clauses.All(pair => pair.Verdict.Outcome == StatementOutcome.Executed) && alter.Condition is null) return Reconciled.AsWritten(alter);

        var texts = sent.ToDictionary(pair => pair.Clause, pair => pair.Verdict.Sql!, ClauseIdentity.Comparer);
        var sql = alter.With([.. sent.Select(pair => pair.Clause)], clause => texts[clause], withoutConditions: !catalog.Server.HasConditionalAlter)!;
        if (TryParse(sql, modes) is not { } effect) return Reconciled.AsWritten(alter);
        return new Reconciled(outcome ?? StatementOutcome.Rewritten, sql, effect)
        {
            Reason = reasons.Length > 0 ? reasons : DoesNotKnow,
            Clauses = results,
        };
    }

    // Nothing of a table that is not there can be so already: the server is to say that it is missing, as those do that know the words.
    private Reconciled WithoutTable(DdlStatement statement, ObjectName table, SqlSpan? condition, StatementContext context)
    {
        if (statement is AlterTableStatement && condition is not null) return Reconciled.Nothing(StatementOutcome.Satisfied, $"There is no table {table}.");
        if (context.Superseding is { } superseding && superseding.Wanted(table) is null)
            return Reconciled.Nothing(StatementOutcome.Superseded, $"The schema has no table {table} any more.");
        if (catalog.Server.HasConditionalAlter) return Reconciled.AsWritten(statement);
        if (statement is not AlterTableStatement alter) return Unconditional(statement, condition);
        if (alter.Clauses.All(clause => clause.Condition is null)) return Reconciled.AsWritten(statement);
        var sql = alter.With(_ => true, withoutConditions: true)!;
        return TryParse(sql, context.Modes) is { } effect ? Reconciled.Instead(sql, effect, DoesNotKnow) : Reconciled.AsWritten(statement);
    }

    private Reconciled Drop(DropStatement drop, StatementContext context)
    {
        var there = drop.Names.Where(name => catalog.Find(name, TableParts.None) is not null).ToList();
        if (context.Superseding is { } superseding)
        {
            var free = there.Where(name => superseding.Wanted(name) is null || HasSuccessor(name, superseding)).ToList();
            if (free.Count < there.Count)
            {
                if (free.Count == 0) return Reconciled.Nothing(StatementOutcome.Superseded, "The schema has it.");
                return DropNames(drop, free, "table") with { Reason = "The schema has the others." };
            }
        }
        return DropNames(drop, there, "table");
    }

    private static Reconciled DropNames(DropStatement drop, IReadOnlyList<ObjectName> there, string what)
    {
        if (there.Count == 0) return Reconciled.Nothing(StatementOutcome.Satisfied, drop.Names.Count == 1 ? $"There is no {what} {drop.Names[0]}." : $"None of these {what}s is there.");
        if (there.Count == drop.Names.Count) return Reconciled.AsWritten(drop);
        var text = drop.Source.Text;
        var sql = text.Substring(drop.Span.Start, drop.Names[0].Span.Start - drop.Span.Start)
            + string.Join(", ", there.Select(name => name.Span.TextIn(text)))
            + text.Substring(drop.Names[drop.Names.Count - 1].Span.End, drop.Span.End - drop.Names[drop.Names.Count - 1].Span.End);
        return Reconciled.Instead(sql, drop with { Names = there }, $"{drop.Names.Count - there.Count} of them are not there.");
    }

    private Reconciled DropIndex(DropStatement drop, ObjectName tableName, StatementContext context)
    {
        var table = catalog.Find(tableName, context.Superseding is null ? TableParts.Indexes : TableParts.All);
        if (table is null) return WithoutTable(drop, tableName, drop.Condition, context);
        var clause = new DropPartClause { Span = drop.Span, Condition = drop.Condition, Part = TablePart.Index, Name = drop.Names[0].Name };
        var alter = new AlterTableStatement { Source = drop.Source, Span = drop.Span, Table = tableName, Clauses = [clause] };
        var verdict = Judge(alter, clause, table, context);
        return verdict.Sql is null ? Reconciled.Nothing(verdict.Outcome, verdict.Reason!) : Unconditional(drop, drop.Condition);
    }

    private Reconciled Rename(RenameTableStatement rename, StatementContext context)
    {
        bool IsThere(ObjectName name) => catalog.Find(name, TableParts.None) is not null;
        if (context.MayBeDone && rename.Renames.All(pair => !IsThere(pair.From) && IsThere(pair.To)))
            return Reconciled.Nothing(StatementOutcome.Satisfied, "It is done: the interrupted run got that far.");
        if (context.Superseding is { } superseding)
        {
            var leaving = new HashSet<string>(rename.Renames.Where(pair => HasSuccessor(pair.From, superseding)).Select(pair => pair.From.Name), StringComparer.OrdinalIgnoreCase);
            var kept = rename.Renames.Where(pair => (superseding.Wanted(pair.From) is not null && !leaving.Contains(pair.From.Name)) || !IsThere(pair.From) || (IsThere(pair.To) && superseding.Wanted(pair.To) is not null && !leaving.Contains(pair.To.Name))).ToList();
            if (kept.Count > 0) return Reconciled.Nothing(StatementOutcome.Superseded, $"The schema has {string.Join(", ", kept.Select(pair => superseding.Wanted(pair.To) is null ? pair.From : pair.To))} under its later name.");
        }
        if (rename.Condition is not { } condition) return Reconciled.AsWritten(rename);
        if (rename.Renames.All(pair => !IsThere(pair.From))) return Reconciled.Nothing(StatementOutcome.Satisfied, $"There is no table {rename.Renames[0].From}.");
        return rename.Renames.All(pair => IsThere(pair.From)) ? Unconditional(rename, condition) : Reconciled.AsWritten(rename);
    }

    private Reconciled? Rename(AlterTableStatement alter, Superseding superseding) =>
        alter.Clauses.OfType<RenameToClause>().FirstOrDefault() is { } rename && superseding.Wanted(rename.To) is not null && catalog.Find(rename.To, TableParts.None) is not null
            ? Reconciled.Nothing(StatementOutcome.Superseded, $"The schema has {rename.To} already.") : null;

    private Reconciled Create(CreateViewStatement create, StatementContext context)
    {
        var name = new ObjectName(create.View.Database, create.View.Name, default);
        if (!catalog.HasView(name)) return Reconciled.AsWritten(create);
        if (context.Superseding is { } superseding && superseding.HasView(create.View.Name))
            return Reconciled.Nothing(StatementOutcome.Superseded, $"The view {create.View.Name} is there as the baseline makes it.");
        if (create.OrReplace) return Reconciled.AsWritten(create);
        if (create.Condition is not null) return Reconciled.Nothing(StatementOutcome.Satisfied, $"The view {create.View.Name} is there already.");
        if (context.MayBeDone) return Reconciled.Nothing(StatementOutcome.Satisfied, "It is there: the interrupted run got that far.");
        return create.View.Columns.Count == 0 && create.View.Definition is { } query && catalog.ViewOf(name)?.Definition is { } shown && ViewQuery.IsSame(query, shown, catalog.Live.Database, context.Modes)
            ? Reconciled.Nothing(StatementOutcome.Satisfied, $"The view {create.View.Name} is there already.")
            : Reconciled.Nothing(StatementOutcome.Conflict, $"The view {create.View.Name} is there already, and whether with this query cannot be told from what the server shows of it. CREATE OR REPLACE VIEW makes it certain.");
    }

    private Reconciled Unconditional(DdlStatement statement, SqlSpan? words)
    {
        if (words is not { } condition || catalog.Server.HasConditionalAlter) return Reconciled.AsWritten(statement);
        var text = statement.Source.Text;
        var after = condition.End;
        while (after < statement.Span.End && char.IsWhiteSpace(text[after])) after++;
        var sql = text.Substring(statement.Span.Start, condition.Start - statement.Span.Start) + text.Substring(after, statement.Span.End - after);
        return Reconciled.Instead(sql, statement, DoesNotKnow);
    }

    private static DdlStatement Parse(string sql, SqlModes modes) => DdlParser.Parse(new Sources.SourceText("", sql), 0, sql.Length, modes);

    // Words that were taken out of an executable comment can leave a half of it: then the server is to have the statement as it stands.
    private static DdlStatement? TryParse(string sql, SqlModes modes)
    {
        try
        {
            return Parse(sql, modes);
        }
        catch (MigrationException broken) when (broken.Is(ErrorIds.SqlUnterminated))
        {
            return null;
        }
    }

    private static TableParts NeededBy(AlterTableStatement alter) => alter.Clauses.Aggregate(TableParts.None, (parts, clause) => parts | (clause switch
    {
        AddForeignKeyClause or AddCheckClause or DropPartClause { Part: TablePart.ForeignKey or TablePart.Check } => TableParts.Constraints,
        AddIndexClause or AddPrimaryKeyClause or DropPartClause { Part: TablePart.Index or TablePart.PrimaryKey } => TableParts.Columns | TableParts.Indexes,
        DropPartClause { Part: TablePart.Constraint } => TableParts.Indexes | TableParts.Constraints,
        RenameIndexClause or AlterIndexVisibilityClause => TableParts.Indexes,
        AddColumnsClause { Others.Count: > 0 } => TableParts.All,
        AddColumnsClause add when add.Columns.Any(column => column.IsUnique || column.IsPrimaryKey) => TableParts.Columns | TableParts.Indexes,
        _ => TableParts.Columns,
    }));
}

/// <summary>Clauses are values, and two equal ones may stand in one statement.</summary>
internal sealed class ClauseIdentity : IEqualityComparer<AlterClause>
{
    /// <summary>The comparer.</summary>
    public static ClauseIdentity Comparer { get; } = new();

    /// <inheritdoc/>
    public bool Equals(AlterClause? x, AlterClause? y) => ReferenceEquals(x, y);

    /// <inheritdoc/>
    public int GetHashCode(AlterClause clause) => System.Runtime.CompilerServices.RuntimeHelpers.GetHashCode(clause);
}
