using Migrations.Core.Sql.Ddl;
using Migrations.Model;

namespace Migrations.Core.Applying;

/// <summary>
/// Which of the server's refusals mean that there is nothing to be done. Judged by the kind of statement too: the same number says
/// "it is there already" of a statement that adds, and is a real failure of one that renames.
/// </summary>
/// <remarks>Numbers: MySQL's Server Error Message Reference and MariaDB's error codes, each seen on MySQL 9.7 and MariaDB 10.11.</remarks>
internal static class ErrorJudge
{
    private const int TableExists = 1050;
    private const int UnknownTable = 1051;
    private const int UnknownColumn = 1054;
    private const int DuplicateColumn = 1060;
    private const int DuplicateIndex = 1061;
    private const int KeyColumnMissing = 1072;
    private const int CannotDrop = 1091;
    private const int NoSuchTable = 1146;
    private const int RenameIndexMissing = 1176;
    private const int RoutineMissing = 1305;
    private const int TriggerMissing = 1360;
    private const int DuplicateForeignKey = 1826;
    private const int CheckMissing = 3821;
    private const int DuplicateCheck = 3822;
    private const int ConstraintMissing = 3940;
    private const int MariaDbViewMissing = 4092;
    private const int CannotCreate = 1005;

    /// <summary>What a refused statement comes to; null where it is a failure.</summary>
    /// <param name="statement">The statement.</param>
    /// <param name="error">What the server said.</param>
    /// <param name="supersedes">Whether an older statement may name what the baseline no longer has.</param>
    public static StatementOutcome? Judge(DdlStatement statement, ServerError error, bool supersedes) => statement switch
    {
        AlterTableStatement { Clauses.Count: 1 } alter => Judge(alter.Clauses[0], error, supersedes),
        // Which clause met the error is not known, but that one of them may have makes it worth to ask them one by one.
        AlterTableStatement alter => alter.Clauses.Select(clause => Judge(clause, error, supersedes)).FirstOrDefault(outcome => outcome is not null),
        CreateTableStatement when error.Code == TableExists => StatementOutcome.Satisfied,
        CreateIndexStatement when error.Code == DuplicateIndex => StatementOutcome.Satisfied,
        DropStatement when IsMissing(error.Code) => StatementOutcome.Satisfied,
        _ => Superseded(error, supersedes),
    };

    /// <summary>What a refused clause comes to; null where it is a failure.</summary>
    public static StatementOutcome? Judge(AlterClause clause, ServerError error, bool supersedes) => clause switch
    {
        AddColumnsClause when error.Code == DuplicateColumn => StatementOutcome.Satisfied,
        // A column to be added is named by nothing that the baseline could have lost, but for its place: see PlaceIsGone.
        AddColumnsClause when error.Code == UnknownColumn => null,
        AddIndexClause when error.Code == DuplicateIndex => StatementOutcome.Satisfied,
        AddForeignKeyClause when error.Code == DuplicateForeignKey || IsDuplicateKeyErrno(error) => StatementOutcome.Satisfied,
        AddCheckClause when error.Code is DuplicateCheck or DuplicateForeignKey => StatementOutcome.Satisfied,
        DropPartClause when IsMissing(error.Code) => StatementOutcome.Satisfied,
        _ => Superseded(error, supersedes),
    };

    /// <summary>Whether a column was refused only because the one that it is to stand behind is gone.</summary>
    public static bool PlaceIsGone(AlterClause clause, ServerError error) => clause is AddColumnsClause { Position.After: not null } && error.Code == UnknownColumn;

    private static StatementOutcome? Superseded(ServerError error, bool supersedes) =>
        supersedes && error.Code is UnknownColumn or KeyColumnMissing or NoSuchTable or RenameIndexMissing ? StatementOutcome.Superseded : null;

    private static bool IsMissing(int code) =>
        code is CannotDrop or UnknownTable or ConstraintMissing or CheckMissing or TriggerMissing or RoutineMissing or MariaDbViewMissing;

    // MariaDB says 1005 for everything that goes wrong inside the engine; errno 121 is its "duplicate key", here the constraint's name.
    private static bool IsDuplicateKeyErrno(ServerError error) =>
        error.Code == CannotCreate && error.Message.IndexOf("errno: 121", StringComparison.Ordinal) >= 0;
}
