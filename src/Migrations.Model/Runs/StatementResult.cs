namespace Migrations.Model;

/// <summary>What became of a statement, or of one clause of it.</summary>
public enum StatementOutcome
{
    /// <summary>A preview: it would be sent.</summary>
    Planned,

    /// <summary>Sent as written, and done.</summary>
    Executed,

    /// <summary>Only what remained to be done, or what this server understands, was sent: see <see cref="StatementResult.SentSql"/>.</summary>
    Rewritten,

    /// <summary>What it makes is there already (or what it drops is not): nothing was to be done.</summary>
    Satisfied,

    /// <summary>The database was installed from the baseline, which is newer: what it makes is there in its newer form, or is not wanted any more.</summary>
    Superseded,

    /// <summary>What it makes is there already with another definition: nothing was changed, and <see cref="StatementResult.Reason"/> shows both.</summary>
    Conflict,

    /// <summary>The server refused it; the run ended there.</summary>
    Failed,

    /// <summary>It stands behind the failed one and was not sent.</summary>
    NotReached,

    /// <summary>It was recorded as done without being run, and whether it ever was cannot be seen in the catalog: data statements, routines, what the comparison does not look at.</summary>
    Unverified,

    /// <summary>It was recorded as done without being run (<c>-Force</c>), although what it makes is not there, or what it drops still is: <see cref="StatementResult.Reason"/> says what.</summary>
    NotThere,
}

/// <summary>What a server said when it refused something.</summary>
/// <param name="Code">The server's error number, for example 1060.</param>
/// <param name="SqlState">The five-character SQLSTATE, for example <c>42S21</c>.</param>
/// <param name="Message">The server's message.</param>
public sealed record ServerError(int Code, string? SqlState, string Message)
{
    /// <inheritdoc/>
    public override string ToString() => string.IsNullOrEmpty(SqlState) ? $"{Code}: {Message}" : $"{Code} ({SqlState}): {Message}";
}

/// <summary>What became of one clause of an <c>ALTER TABLE</c> that was not sent as written.</summary>
public sealed record ClauseResult
{
    /// <summary>The clause as written.</summary>
    public required string Text { get; init; }

    /// <summary>What became of it.</summary>
    public required StatementOutcome Outcome { get; init; }

    /// <summary>What was sent for it; null where nothing was.</summary>
    public string? SentSql { get; init; }

    /// <summary>Why nothing, or something else, was sent for it; null where it was sent as written.</summary>
    public string? Reason { get; init; }

    /// <inheritdoc/>
    public override string ToString() => $"{Text}: {Outcome}";
}

/// <summary>What became of one statement of a migration.</summary>
public sealed record StatementResult
{
    /// <summary>The migration's file.</summary>
    public required string File { get; init; }

    /// <summary>The line of its first character, from 1.</summary>
    public required int Line { get; init; }

    /// <summary>The column of its first character, from 1.</summary>
    public required int Column { get; init; }

    /// <summary>The statement as written.</summary>
    public required string Text { get; init; }

    /// <summary>What became of it.</summary>
    public required StatementOutcome Outcome { get; init; }

    /// <summary>In a preview: what it is expected to come to. Null for what only the server can say (data statements, routines), and in a run.</summary>
    public StatementOutcome? Forecast { get; init; }

    /// <summary>Whether it takes something away, or may lose something, from a table that was there before the run.</summary>
    public bool IsDestructive { get; init; }

    /// <summary>Whether somebody should look at it although the run went on: <see cref="Reason"/> says why. It is also written as a warning.</summary>
    public bool NeedsAttention { get; init; }

    /// <summary>Whether an interruption in it can make it happen twice: it cannot stand in one transaction with the record that it is done.</summary>
    public bool IsAtLeastOnce { get; init; }

    /// <summary>In a preview of an <c>ALTER TABLE</c>, <c>CREATE INDEX</c> or <c>DROP INDEX</c> on a table that is there: the table's size and how the server will do it.</summary>
    public AlterImpact? Impact { get; init; }

    /// <summary>What was sent, or in a preview will be sent, instead of <see cref="Text"/>; null where it is sent as written or not at all.</summary>
    public string? SentSql { get; init; }

    /// <summary>Why nothing, or something else, was sent; null where it was sent as written.</summary>
    public string? Reason { get; init; }

    /// <summary>The clauses, where not all of them were sent as written.</summary>
    public IReadOnlyList<ClauseResult> Clauses { get; init => field = EmittedList.Of(value); } = [];

    /// <summary>The time it took, in milliseconds.</summary>
    public double DurationMs { get; init; }

    /// <summary>The rows that the server says it touched; null where it says nothing.</summary>
    public long? RowsAffected { get; init; }

    /// <summary>What the server said, also where that counts as satisfied or superseded.</summary>
    public ServerError? ServerError { get; init; }

    /// <inheritdoc/>
    public override string ToString() => $"{File}:{Line}:{Column} {Outcome}";
}
