using Migrations.Core.Sql;
using Migrations.Core.Sql.Ddl;

namespace Migrations.Core.Applying;

/// <summary>How the statements of a unit are sent.</summary>
internal enum UnitKind
{
    /// <summary>One statement that changes a schema.</summary>
    Schema,

    /// <summary>One statement that changes only the session.</summary>
    Session,

    /// <summary>Data statements in a transaction that the runner opens, with their checkpoint.</summary>
    Data,

    /// <summary>A transaction of the migration's own; the checkpoint goes in before its <c>COMMIT</c>.</summary>
    OwnTransaction,

    /// <summary>Statements that no transaction of the runner can hold: done at least once, recorded behind them.</summary>
    Loose,
}

/// <summary>Statements that are done and recorded together.</summary>
/// <param name="Kind">How they are sent.</param>
/// <param name="Statements">The statements, at least one.</param>
internal sealed record RunUnit(UnitKind Kind, IReadOnlyList<KnownStatement> Statements)
{
    /// <summary>The first statement.</summary>
    public KnownStatement First => Statements[0];

    /// <summary>The last statement.</summary>
    public KnownStatement Last => Statements[Statements.Count - 1];

    /// <summary>Whether an interruption can make it happen twice.</summary>
    /// <remarks>A temporary table that one transaction cannot hold to its last use is filled again in a new session, from rows that may have changed since.</remarks>
    public bool IsAtLeastOnce => Kind == UnitKind.Loose ? Statements.Any(statement => statement.Nature is not StatementNature.Session)
        : Kind == UnitKind.Session && First.Ddl is CreateTableStatement { IsTemporary: true, Query: not null };

    /// <summary>Whether a statement of a unit that the runner does not hold together stands in a transaction that the migration itself has left open.</summary>
    public static bool IsHeldOpen(RunUnit unit, KnownStatement statement) =>
        (unit.First.Nature is StatementNature.Begin or StatementNature.Chain || SwitchesAutocommitOff(unit.First)) && statement.Nature is StatementNature.Data or StatementNature.Begin or StatementNature.Savepoint or StatementNature.Session;

    /// <summary>Cuts a migration into units.</summary>
    public static IReadOnlyList<RunUnit> Of(IReadOnlyList<KnownStatement> statements)
    {
        var units = new List<RunUnit>();
        for (var i = 0; i < statements.Count;)
        {
            var (kind, count) = At(statements, i);
            units.Add(new RunUnit(kind, [.. statements.Skip(i).Take(count)]));
            i += count;
        }
        return units;
    }

    private static (UnitKind Kind, int Count) At(IReadOnlyList<KnownStatement> statements, int at)
    {
        switch (statements[at].Nature)
        {
            case StatementNature.Schema:
                return (UnitKind.Schema, 1);
            case StatementNature.Begin or StatementNature.Chain:
                return Transaction(statements, at);
            case StatementNature.Lock:
                return (UnitKind.Loose, ToUnlock(statements, at));
            case StatementNature.Session when SwitchesAutocommitOff(statements[at]):
                return (UnitKind.Loose, ToAutocommit(statements, at));
            case StatementNature.Session when statements[at].TemporaryTable is { } table && LastUse(statements, at, table) is var last and > 0:
                return (UnitKind.Data, last);
            case StatementNature.Session:
                return (UnitKind.Session, 1);
            case StatementNature.Data:
                // What asks about the statement before it must stand right behind it.
                var count = 1;
                while (at + count < statements.Count && statements[at + count].Nature is StatementNature.Data or StatementNature.Session && statements[at + count].AsksAboutTheLast) count++;
                return (UnitKind.Data, count);
            default:
                return (UnitKind.Loose, 1);
        }
    }

    // Only a transaction that is closed, and that nothing in it commits before its end, can take the checkpoint along.
    private static (UnitKind Kind, int Count) Transaction(IReadOnlyList<KnownStatement> statements, int at)
    {
        for (var i = at + 1; i < statements.Count; i++)
        {
            switch (statements[i].Nature)
            {
                case StatementNature.Commit:
                    return (UnitKind.OwnTransaction, i - at + 1);
                case StatementNature.Rollback:
                    return (UnitKind.Loose, i - at + 1);
                case StatementNature.Data or StatementNature.Savepoint:
                    continue;
                case StatementNature.Session when !SwitchesAutocommitOff(statements[i]) && !SwitchesAutocommitOn(statements[i]):
                    continue;
                default:
                    // Something in it commits, or may: it is not one transaction.
                    var end = i;
                    while (end < statements.Count && statements[end].Nature is not (StatementNature.Commit or StatementNature.Rollback or StatementNature.Begin)) end++;
                    if (end < statements.Count && statements[end].Nature is not StatementNature.Begin) end++;
                    return (UnitKind.Loose, end - at);
            }
        }
        return (UnitKind.Loose, statements.Count - at);
    }

    private static int ToUnlock(IReadOnlyList<KnownStatement> statements, int at)
    {
        var end = at + 1;
        while (end < statements.Count && statements[end - 1].Statement.LeadingWords(1) != "UNLOCK") end++;
        return end - at;
    }

    private static int ToAutocommit(IReadOnlyList<KnownStatement> statements, int at)
    {
        var end = at + 1;
        while (end < statements.Count && !SwitchesAutocommitOn(statements[end - 1])) end++;
        return end - at;
    }

    // The statements from a temporary table to its last use, where one transaction can hold them all; 0 where not.
    private static int LastUse(IReadOnlyList<KnownStatement> statements, int at, string table)
    {
        var name = table.ToUpperInvariant();
        var last = at;
        for (var i = at + 1; i < statements.Count; i++)
        {
            if (statements[i].Names.Contains(name)) last = i;
        }
        var range = statements.Skip(at).Take(last - at + 1).ToList();
        return last > at && range.All(statement => statement.Nature is StatementNature.Data || (statement.Nature == StatementNature.Session && !SetsAutocommit(statement) && !Commits(statement)))
            ? range.Count : 0;
    }

    // ALTER TABLE and CREATE INDEX commit, on temporary tables too.
    private static bool Commits(KnownStatement statement) => statement.Ddl is AlterTableStatement or CreateIndexStatement or TruncateStatement or DropStatement { IsTemporary: false };

    private static bool SetsAutocommit(KnownStatement statement) => Autocommit(statement) is not null;

    private static bool SwitchesAutocommitOn(KnownStatement statement) => Autocommit(statement) == true;

    private static bool SwitchesAutocommitOff(KnownStatement statement) => Autocommit(statement) == false;

    // What a SET gives to autocommit, wherever it stands among other settings; null where it only reads it, or does not name it.
    private static bool? Autocommit(KnownStatement statement)
    {
        if (statement.Nature != StatementNature.Session || !statement.Names.Any(IsAutocommit)) return null;
        bool? given = null;
        var text = statement.Statement.Source.Text;
        var lexer = statement.Statement.Lex();
        var token = lexer.NextSignificant();
        while (token.Kind != SqlTokenKind.End)
        {
            var isNamed = IsAutocommit(SqlName.Unquote(token.TextIn(text)).ToUpperInvariant());
            token = lexer.NextSignificant();
            if (!isNamed) continue;
            while (token.Kind == SqlTokenKind.Symbol && token.TextIn(text) is ":" or ":=" or "=")
            {
                var isAssigned = token.TextIn(text) != ":";
                token = lexer.NextSignificant();
                if (isAssigned) given = token.TextIn(text).Trim('\'', '"').ToUpperInvariant() is "1" or "ON" or "TRUE";
            }
        }
        return given;
    }

    private static bool IsAutocommit(string name) => name is "AUTOCOMMIT" or "@@AUTOCOMMIT" or "@@SESSION.AUTOCOMMIT" or "@@LOCAL.AUTOCOMMIT";
}
