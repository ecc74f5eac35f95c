using System.Globalization;
using Migrations.Core.Applying;
using Migrations.Core.Sql;
using Migrations.Core.Sql.Ddl;
using Migrations.Model;

namespace Migrations.Core.Scripting;

/// <summary>Writes the statements of one migration, or of one bootstrap file: unit by unit as a run does them, each behind its question.</summary>
internal sealed class PartWriter
{
    private readonly ScriptPlan _plan;
    private readonly ScriptPart _part;
    private readonly ScriptText _text;
    private readonly ScriptMarks _marks;
    private readonly ProgressRecord _progress;
    private readonly bool _isRecorded;
    private readonly string _pending;
    private int _recorded;

    /// <summary>Prepares to write a part.</summary>
    public PartWriter(ScriptPlan plan, ScriptPart part, ScriptText text, ScriptMarks marks)
    {
        _plan = plan;
        _part = part;
        _text = text;
        _marks = marks;
        _progress = new ProgressRecord(plan.Project.Project.HistoryTable);
        _isRecorded = IsRecorded(part);
        _pending = part.Migration is null ? "@mig_install" : "@mig_todo";
    }

    /// <summary>Whether the statements of a part are recorded: where the catalog cannot tell of all of them that they are done.</summary>
    public static bool IsRecorded(ScriptPart part) =>
        part.Migration is not null && (CheckpointNeed.Of(part.Statements).IsNeeded || part.Statements.Any(statement => HasNamelessCheck(statement.Ddl)));

    /// <summary>Writes the statements.</summary>
    /// <exception cref="MigrationException"><c>StatementUnexportable</c>.</exception>
    public void Write()
    {
        foreach (var unit in RunUnit.Of(_part.Statements))
        {
            RestoreMemory(unit);
            foreach (var statement in unit.Statements) _marks.Write(_text, _part, statement, unit);
            switch (unit.Kind)
            {
                case UnitKind.Schema:
                    Schema(unit);
                    break;
                case UnitKind.Session:
                    Session(unit.First);
                    break;
                case UnitKind.Data when unit.Statements.Any(statement => statement.AsksAboutTheLast || !IsPreparable(statement)):
                    _text.Block(Condition(unit), unit.First.Statement.Modes, ["START TRANSACTION", .. unit.Statements.Select(InBlock), .. Record(unit), "COMMIT"]);
                    break;
                case UnitKind.Data:
                    _text.Line("START TRANSACTION;");
                    foreach (var statement in unit.Statements) Prepared(Condition(unit) + Guard(statement), statement);
                    Complete(unit);
                    _text.Line("COMMIT;");
                    break;
                case UnitKind.OwnTransaction:
                    _text.Block(Condition(unit), unit.First.Statement.Modes, [.. unit.Statements.Take(unit.Statements.Count - 1).Select(InBlock), .. Record(unit), InBlock(unit.Last)]);
                    break;
                default:
                    Loose(unit);
                    break;
            }
        }
    }

    private void Schema(RunUnit unit)
    {
        var statement = unit.First;
        if (Ddl(statement) is not { } ddl) return;
        var modes = statement.Statement.Modes;
        if (NeedsBlock(ddl)) _text.Block(Condition(unit) + Unmade(ddl, unit), modes, [InBlock(ddl, statement)]);
        else _text.Run(new GuardedDdl(_plan.Server, modes).Of(ddl, Condition(unit), Maybe(unit)));
        Complete(unit);
    }

    private void Session(KnownStatement statement)
    {
        if (statement.Statement.LeadingWords(1) == "USE")
        {
            throw new MigrationException(
                ErrorIds.StatementUnexportable, $"{_part.Tag} changes the database with USE, and a script cannot do that only where it is to be done.",
                "Write the database before the names of its tables instead, or run the migration with Invoke-Migration.", statement.Statement.Location, _part.Tag);
        }
        var condition = _isRecorded && !IsRepeated(statement) ? $"{_pending} AND @mig_done <= {Number(statement.Ordinal)}" : _pending;
        if (IsPreparable(statement)) Prepared(condition, statement);
        else _text.Block(condition, statement.Statement.Modes, [InBlock(statement)]);
    }

    // What no transaction of the script can hold is done at least once, and recorded behind it.
    private void Loose(RunUnit unit)
    {
        var statements = new List<string>();
        foreach (var statement in unit.Statements)
        {
            if (statement.Nature != StatementNature.Schema) statements.Add(InBlock(statement));
            else if (Ddl(statement) is { } ddl)
            {
                if (NeedsBlock(ddl)) statements.Add(InBlock(ddl, statement));
                else statements.AddRange(PreparedInBlock(new GuardedDdl(_plan.Server, statement.Statement.Modes).Of(ddl, "TRUE", Maybe(unit)), statement));
            }
        }
        if (unit.First.Nature == StatementNature.Lock && unit.Last.Statement.LeadingWords(1) != "UNLOCK") statements.Add("UNLOCK TABLES");
        _text.Block(Condition(unit), unit.First.Statement.Modes, [.. statements, .. Record(unit), "COMMIT"]);
    }

    private string Condition(RunUnit unit) => _isRecorded ? $"{_pending} AND @mig_done <= {Number(unit.First.Ordinal)}" : _pending;

    // A statement about a column that the baseline no longer has: in a database that it installs there is nothing to do.
    private string Guard(KnownStatement statement)
    {
        var gone = _plan.Gone?.NamedBy(statement) ?? [];
        if (gone.Count > 0) _text.Comment($"Superseded where {string.Join(", ", gone.Select(column => $"{column.Table}.{column.Column}"))} is not there: the schema that is installed has it no longer.");
        return string.Concat(gone.Select(column =>
            $" AND EXISTS (SELECT 1 FROM information_schema.COLUMNS WHERE TABLE_SCHEMA = DATABASE() AND TABLE_NAME = {ClauseText(column.Table, statement)} AND COLUMN_NAME = {ClauseText(column.Column, statement)})"));
    }

    private static string ClauseText(string name, KnownStatement statement) => ClientText.Literal(name, statement.Statement.Modes);

    // The statement behind the recorded ones, where nothing says that it was refused.
    private string? Maybe(RunUnit unit) => _isRecorded ? $"@mig_maybe AND @mig_done >= {Number(_recorded)}" : null;

    private void Prepared(string condition, KnownStatement statement)
    {
        var modes = statement.Statement.Modes;
        _text.RunIf(condition, ClientText.WithLineFeeds(statement.Statement.Text, modes), modes);
    }

    private IEnumerable<string> PreparedInBlock(string expression, KnownStatement statement) =>
    [
        ClientText.InBlock("SET @mig_sql = " + expression, statement.Statement.Modes, _plan.Server, statement.Statement.Location),
        "PREPARE mig_statement FROM @mig_sql", "EXECUTE mig_statement", "DEALLOCATE PREPARE mig_statement",
    ];

    private string InBlock(KnownStatement statement) => ClientText.InBlock(statement.Statement.Text, statement.Statement.Modes, _plan.Server, statement.Statement.Location);

    private string InBlock(DdlStatement ddl, KnownStatement statement) => ClientText.InBlock(
        ddl is DropStatement drop ? GuardedDdl.WithIfExists(drop) : ddl.Text, statement.Statement.Modes, _plan.Server, statement.Statement.Location);

    private void Complete(RunUnit unit)
    {
        if (Record(unit) is [var sql]) _text.RunIf(Condition(unit), sql, unit.Last.Statement.Modes);
    }

    private string[] Record(RunUnit unit)
    {
        if (!_isRecorded) return [];
        var from = _recorded;
        _recorded = unit.Last.Ordinal + 1;
        return [_progress.Complete(_part.Migration!, from, _recorded)];
    }

    // Exactly where an earlier run stopped: what stands behind it may compute with what is brought back.
    private void RestoreMemory(RunUnit unit)
    {
        if (!_isRecorded || unit.First.Ordinal == 0) return;
        var condition = $"{_pending} AND @mig_memory IS NOT NULL AND @mig_done = {Number(unit.First.Ordinal)}";
        _text.Comment($"Where an earlier run stopped here: the variables as they were.");
        _text.Run($"IF({condition} AND @mig_memory LIKE 'SET %', SUBSTRING_INDEX(@mig_memory, '; DO LAST_INSERT_ID(', 1), 'DO 0')");
        _text.Run($"IF({condition}, CONCAT('DO LAST_INSERT_ID(', SUBSTRING_INDEX(@mig_memory, 'DO LAST_INSERT_ID(', -1)), 'DO 0')");
    }

    // What the forecast leaves of it in an installation; elsewhere the statement itself, for its questions are asked when the script runs.
    private DdlStatement? Ddl(KnownStatement statement)
    {
        if (_plan.Installs is not null && _part.Forecasts is { } forecasts && statement.Ddl is not UnknownStatement) return forecasts[statement.Ordinal].Effect;
        return ShortenedNames.In(statement.Ddl, statement.Statement.Modes) ?? statement.Ddl;
    }

    // Variables are kept with the record; a setting, a prepared statement and a temporary table live only as long as their session.
    private bool IsRepeated(KnownStatement statement)
    {
        if (statement.Statement.LeadingWords(1) != "SET" || !SetsOnlyVariables(statement)) return true;
        var own = new HashSet<string>(statement.Names.Where(KnownStatement.IsUserVariable), StringComparer.Ordinal);
        return _part.Statements.Skip(statement.Ordinal + 1).Any(later => later.Nature == StatementNature.Session && !later.Names.All(name => !own.Contains(name)) && !SetsOnlyVariables(later));
    }

    private static bool SetsOnlyVariables(KnownStatement statement)
    {
        if (statement.Statement.LeadingWords(1) != "SET") return false;
        var cursor = new SqlCursor(statement.Statement.Source, statement.Statement.Start, statement.Statement.End, statement.Statement.Modes);
        cursor.Next();
        for (var isTarget = true; !cursor.AtEnd; cursor.SkipOne())
        {
            if (isTarget && !(cursor.Current.Kind == SqlTokenKind.Variable && KnownStatement.IsUserVariable(cursor.TextOf(cursor.Current)))) return false;
            isTarget = cursor.IsSymbol(',');
        }
        return true;
    }

    /// <summary>Whether a statement of which the catalog knows nothing must stand as it is: no server, or not every server, prepares it.</summary>
    private static bool NeedsBlock(DdlStatement ddl) => ddl is UnknownStatement or DropStatement { Kind: not (DroppedKind.Table or DroppedKind.View or DroppedKind.Index) };

    // MySQL's manual, "SQL Syntax Permitted in Prepared Statements"; MariaDB prepares more.
    private static bool IsPreparable(KnownStatement statement) =>
        statement.Ddl is not UnknownStatement || statement.Statement.LeadingWords(1) is "INSERT" or "UPDATE" or "DELETE" or "REPLACE" or "SELECT" or "WITH" or "SET" or "DO";

    // A routine, trigger or event that the interrupted run had made already.
    private string Unmade(DdlStatement ddl, RunUnit unit)
    {
        if (!_isRecorded || ddl is not UnknownStatement || MadeObject.Of(ddl, unit.First.Statement.Modes) is not { } made) return "";
        var check = new CatalogCheck(unit.First.Statement.Modes);
        var isThere = made.Kind switch
        {
            DroppedKind.Trigger => check.Trigger(made.Name),
            DroppedKind.Event => check.Event(made.Name),
            DroppedKind.Procedure => check.Routine(made.Name, "PROCEDURE"),
            _ => check.Routine(made.Name, "FUNCTION"),
        };
        return $" AND NOT ({Maybe(unit)} AND {isThere})";
    }

    private static bool HasNamelessCheck(DdlStatement ddl) => ddl is AlterTableStatement alter && alter.Clauses.Any(clause => clause switch
    {
        AddCheckClause add => add.Check.Name is null,
        AddColumnsClause list => list.Others.Any(other => other is CheckElement { Check.Name: null }),
        _ => false,
    });

    private static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);
}

/// <summary>The trigger, routine or event that a statement makes.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Name">Its name.</param>
internal sealed record MadeObject(DroppedKind Kind, ObjectName Name)
{
    /// <summary>Reads it off a <c>CREATE</c>; null for every other statement, and for <c>OR REPLACE</c>, which can be repeated.</summary>
    public static MadeObject? Of(DdlStatement statement, SqlModes modes)
    {
        var cursor = new SqlCursor(statement.Source, statement.Span.Start, statement.Span.End, modes);
        if (!cursor.TryWord("CREATE") || cursor.IsWord("OR")) return null;
        // DEFINER = someone@somewhere, AGGREGATE.
        while (!cursor.AtEnd && !cursor.IsAnyWord("TRIGGER", "PROCEDURE", "FUNCTION", "EVENT")) cursor.Next();
        if (cursor.AtEnd) return null;
        var kind = cursor.TextOf(cursor.Next()).ToUpperInvariant() switch
        {
            "TRIGGER" => DroppedKind.Trigger,
            "PROCEDURE" => DroppedKind.Procedure,
            "FUNCTION" => DroppedKind.Function,
            _ => DroppedKind.Event,
        };
        if (cursor.TakeIfNotExists() is not null || !cursor.AtIdentifier) return null;
        return new MadeObject(kind, cursor.ObjectName());
    }
}
