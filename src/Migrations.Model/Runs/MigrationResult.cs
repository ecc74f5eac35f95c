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
}

/// <summary>What a run did with one migration.</summary>
public sealed record MigrationResult
{
    /// <summary>The number in the journal.</summary>
    public required int Idx { get; init; }

    /// <summary>The migration's name.</summary>
    public required string Tag { get; init; }

    /// <summary>What became of it.</summary>
    public required MigrationOutcome Outcome { get; init; }

    /// <summary>Its statements in order.</summary>
    public required IReadOnlyList<StatementResult> Statements { get; init; }

    /// <summary>The migration's file.</summary>
    public required string Path { get; init; }

    /// <summary>Whether it is the project's baseline.</summary>
    public bool IsBaseline { get; init; }

    /// <summary>The hash that was, or in a preview would be, written to the history.</summary>
    public required string Hash { get; init; }

    /// <summary>The database it was applied to.</summary>
    public required string Database { get; init; }

    /// <summary>The server.</summary>
    public required ServerInfo Server { get; init; }

    /// <summary>The time it took, the history row included, in milliseconds.</summary>
    public double DurationMs { get; init; }

    /// <summary>The statement that failed; null where none did.</summary>
    public StatementResult? FailedStatement => Statements.FirstOrDefault(statement => statement.Outcome == StatementOutcome.Failed);

    /// <summary>How many statements came to what: <c>3 Executed, 1 Satisfied</c>.</summary>
    public string Summary => Statements.Count == 0
        ? "no statement"
        : string.Join(", ", Statements.GroupBy(statement => statement.Outcome).OrderBy(group => group.Key).Select(group => $"{group.Count()} {group.Key}"));

    /// <inheritdoc/>
    public override string ToString() => $"{Tag} {Outcome}";
}
