namespace Migrations.Model;

/// <summary>What became of a migration.</summary>
public enum MigrationOutcome
{
    /// <summary>A preview: the run would apply it.</summary>
    Planned,

    /// <summary>Every statement is done and the history has its row.</summary>
    Applied,

    /// <summary>A statement failed; the history has no row for it.</summary>
    Failed,

    /// <summary>The connection was lost in a statement of which it cannot be known whether it was done; the history has no row for it. The next run goes on from what is recorded.</summary>
    Partial,

    /// <summary>It was applied and its file changed since; the history now has the changed file's hash, and nothing was run.</summary>
    Accepted,

    /// <summary>The history has its row, and nothing of it was run: what it makes was there already (<c>Register-Migration</c>).</summary>
    Registered,

    /// <summary>The history has its row no more, and nothing of it was undone: the next run applies it again (<c>Unregister-Migration</c>).</summary>
    Unregistered,
}

/// <summary>What a run did with one migration.</summary>
public sealed record MigrationResult
{
    /// <summary>The number in the journal; null for a bootstrap file.</summary>
    public int? Idx { get; init; }

    /// <summary>The migration's name.</summary>
    public required string Tag { get; init; }

    /// <summary>What became of it.</summary>
    public required MigrationOutcome Outcome { get; init; }

    /// <summary>Its statements in order.</summary>
    public required IReadOnlyList<StatementResult> Statements { get; init => field = EmittedList.Of(value); }

    /// <summary>The migration's file.</summary>
    public required string Path { get; init; }

    /// <summary>Whether it is the project's baseline.</summary>
    public bool IsBaseline { get; init; }

    /// <summary>Whether it is a bootstrap file, which belongs to an installation and has no history.</summary>
    public bool IsBootstrap { get; init; }

    /// <summary>The hash that was, or in a preview would be, written to the history (of an unregistered migration: taken from it); null for a bootstrap file.</summary>
    public string? Hash { get; init; }

    /// <summary>The database it was applied to.</summary>
    public required string Database { get; init; }

    /// <summary>The server.</summary>
    public required ServerInfo Server { get; init; }

    /// <summary>The time it took, the history row included, in milliseconds.</summary>
    public double DurationMs { get; init; }

    /// <summary>The number of rows in the history before and after; null in a preview and where <c>-Verify:$false</c> was given.</summary>
    public HistoryGrowth? History { get; init; }

    /// <summary>Whether the server now has what the migration adds; empty in a preview and where <c>-Verify:$false</c> was given.</summary>
    public IReadOnlyList<LandedObject> Landed { get; init => field = EmittedList.Of(value); } = [];

    /// <summary>The statement that failed; null where none did.</summary>
    public StatementResult? FailedStatement => Statements.FirstOrDefault(statement => statement.Outcome == StatementOutcome.Failed);

    /// <summary>How many statements came to what, or in a preview will come to, as far as that can be told: <c>3 Executed, 1 Satisfied</c>.</summary>
    public string Summary => Statements.Count == 0
        ? "no statement"
        : string.Join(", ", Statements.GroupBy(statement => statement.Outcome == StatementOutcome.Planned ? statement.Forecast ?? statement.Outcome : statement.Outcome).OrderBy(group => group.Key).Select(group => $"{group.Count()} {group.Key}"));

    /// <inheritdoc/>
    public override string ToString() => $"{Tag} {Outcome}";
}

/// <summary>How a migration changed the number of rows in the history.</summary>
/// <param name="Before">The rows before it.</param>
/// <param name="After">The rows after it.</param>
public sealed record HistoryGrowth(int Before, int After)
{
    /// <inheritdoc/>
    public override string ToString() => $"{Before} -> {After}";
}

/// <summary>The kinds of object that a migration adds and a server can be asked for.</summary>
public enum LandedKind
{
    /// <summary>A table.</summary>
    Table,

    /// <summary>A column.</summary>
    Column,

    /// <summary>An index, a unique constraint or the primary key.</summary>
    Index,

    /// <summary>A foreign key or a check.</summary>
    Constraint,
}

/// <summary>Something that a migration adds, and whether the server has it afterwards.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Table">The table.</param>
/// <param name="Name">Its name; that of the table for a table.</param>
/// <param name="IsThere">Whether the server has it.</param>
/// <param name="IsSuperseded">Whether it is not to be there: the newer schema, from which the database was installed, does without it, or a later migration takes it away.</param>
public sealed record LandedObject(LandedKind Kind, string Table, string Name, bool IsThere, bool IsSuperseded)
{
    /// <inheritdoc/>
    public override string ToString() => $"{Kind} {(Kind == LandedKind.Table ? Table : $"{Table}.{Name}")} {(IsThere ? "is there" : IsSuperseded ? "superseded" : "MISSING")}";
}
