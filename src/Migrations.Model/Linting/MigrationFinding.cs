namespace Migrations.Model;

/// <summary>How much a finding matters; a later value matters more.</summary>
public enum FindingSeverity
{
    /// <summary>Worth knowing; nothing need be done.</summary>
    Information,

    /// <summary>It works where the module runs it, and can hurt elsewhere or later.</summary>
    Warning,

    /// <summary>A server refuses it, data can be lost, or a migration would never run.</summary>
    Error,
}

/// <summary>What a rule found at one place of a migration.</summary>
public sealed record MigrationFinding
{
    /// <summary>The rule's id, for example <c>destructive-statement</c>.</summary>
    public required string Rule { get; init; }

    /// <summary>How much it matters.</summary>
    public required FindingSeverity Severity { get; init; }

    /// <summary>The full path of the file that the place is in: the migration's, or the journal's.</summary>
    public required string File { get; init; }

    /// <summary>The line, counted from 1.</summary>
    public required int Line { get; init; }

    /// <summary>The column in UTF-16 code units, counted from 1.</summary>
    public required int Column { get; init; }

    /// <summary>The line in which the place ends.</summary>
    public required int EndLine { get; init; }

    /// <summary>The column behind the place's last character.</summary>
    public required int EndColumn { get; init; }

    /// <summary>The migration's name.</summary>
    public required string Tag { get; init; }

    /// <summary>The beginning of the statement, on one line; null where the finding is about the file.</summary>
    public string? Statement { get; init; }

    /// <summary>What is so there: whole sentences.</summary>
    public required string Message { get; init; }

    /// <summary>What to do about it: whole sentences.</summary>
    public required string Fix { get; init; }

    /// <summary>The place.</summary>
    public SourceLocation Location => new(File, Line, Column);

    /// <inheritdoc/>
    public override string ToString() => $"{Location}: {Rule}: {Message}";
}
