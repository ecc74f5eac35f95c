using Migrations.Model;

namespace Migrations.Core.Applying;

/// <summary>What a refusal means, for the few kinds of object that the catalog does not hold (triggers, routines, views) and for what the newer schema has left behind.</summary>
/// <remarks>Numbers: MySQL's Server Error Message Reference and MariaDB's error codes, each seen on MySQL 9.7 and MariaDB 10.11.</remarks>
internal static class ErrorJudge
{
    private const int TableExists = 1050;
    private const int UnknownTable = 1051;
    private const int UnknownColumn = 1054;
    private const int KeyColumnMissing = 1072;
    private const int CannotDrop = 1091;
    private const int NoSuchTable = 1146;
    private const int RoutineExists = 1304;
    private const int RoutineMissing = 1305;
    private const int TriggerExists = 1359;
    private const int TriggerMissing = 1360;
    private const int EventExists = 1537;
    private const int EventMissing = 1539;
    private const int CheckMissing = 3821;
    private const int ConstraintMissing = 3940;
    private const int SequenceMissing = 4091;
    private const int MariaDbViewMissing = 4092;

    /// <summary>The lock was not to be had within its limit.</summary>
    public const int LockWaitTimeout = 1205;

    /// <summary>The server ended the transaction because two waited for each other.</summary>
    public const int Deadlock = 1213;

    /// <summary>Whether what was to be made is there already.</summary>
    public static bool MeansThere(ServerError error) => error.Code is TableExists or RoutineExists or TriggerExists or EventExists;

    /// <summary>Whether what was to be dropped is not there.</summary>
    public static bool MeansMissing(ServerError error) =>
        error.Code is CannotDrop or UnknownTable or ConstraintMissing or CheckMissing or TriggerMissing or RoutineMissing or EventMissing or MariaDbViewMissing or SequenceMissing;

    /// <summary>
    /// Whether a statement failed only because it names a table or column that the newer schema, from which the database was installed, no longer has.
    /// One that the schema does have is missing for another reason, and the failure is one.
    /// </summary>
    /// <param name="error">What the server said.</param>
    /// <param name="statement">The statement.</param>
    /// <param name="superseding">The newer schema.</param>
    /// <param name="isBehindBaseline">Whether its migration is newer than the baseline: then the name of something that never was is a mistake.</param>
    /// <returns>What it names; null where the failure is one.</returns>
    public static GoneName? NamesTheGone(ServerError error, KnownStatement statement, Superseding superseding, bool isBehindBaseline)
    {
        if (error.Code is not (UnknownColumn or NoSuchTable or KeyColumnMissing)) return null;
        // The server's messages put the name first, in quotes, in every language: 'db.table', 'column', 't.column'.
        var start = error.Message.IndexOf('\'');
        var end = start < 0 ? -1 : error.Message.IndexOf('\'', start + 1);
        if (end < 0) return null;
        var name = error.Message.Substring(start + 1, end - start - 1);
        name = name.Substring(name.LastIndexOf('.') + 1);
        if (error.Code == NoSuchTable ? superseding.HasTable(name) : superseding.HasColumn(statement.Names, name)) return null;
        var wasThere = error.Code == NoSuchTable ? superseding.Past.HasTable(name) : superseding.Past.HasColumn(statement.Names, name);
        return wasThere || !isBehindBaseline ? new GoneName(name, wasThere) : null;
    }
}

/// <summary>What a statement names and the newer schema does not have.</summary>
/// <param name="Name">The table or column.</param>
/// <param name="WasThere">Whether the journal once made it. If not, it is older than the journal, or a mistake.</param>
internal sealed record GoneName(string Name, bool WasThere)
{
    /// <summary>The result of a statement that was not to be done for it.</summary>
    /// <param name="statement">The statement.</param>
    /// <param name="result">Its result so far.</param>
    public StatementResult Supersedes(KnownStatement statement, StatementResult result)
    {
        // An UPDATE that fills one column from another, which is gone, has no work on an empty table; rows that are not inserted are missed.
        var inserts = statement.Nature == StatementNature.Data && statement.Statement.LeadingWords(1) is "INSERT" or "REPLACE" or "LOAD";
        var reason = WasThere ? $"It names {Name}, which the schema, from which this database was installed, no longer has."
            : $"It names {Name}, which neither the schema has nor any migration makes: it is older than the journal, or mistyped.";
        return result with
        {
            Outcome = StatementOutcome.Superseded,
            SentSql = null,
            NeedsAttention = inserts || !WasThere,
            Reason = inserts ? reason + " Its rows are not in this database: if they are needed, insert them with a new migration." : reason,
        };
    }
}
