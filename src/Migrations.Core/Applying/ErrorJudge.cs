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
    public static bool NamesTheGone(ServerError error, KnownStatement statement, Superseding superseding)
    {
        if (error.Code is not (UnknownColumn or NoSuchTable or KeyColumnMissing)) return false;
        // The server's messages put the name first, in quotes, in every language: 'db.table', 'column', 't.column'.
        var start = error.Message.IndexOf('\'');
        var end = start < 0 ? -1 : error.Message.IndexOf('\'', start + 1);
        if (end < 0) return false;
        var name = error.Message.Substring(start + 1, end - start - 1);
        name = name.Substring(name.LastIndexOf('.') + 1);
        return error.Code == NoSuchTable ? !superseding.HasTable(name) : !superseding.HasColumn(statement.Names, name);
    }
}
