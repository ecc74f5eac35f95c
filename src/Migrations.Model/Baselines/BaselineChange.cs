namespace Migrations.Model;

/// <summary>What an update of the baseline does at one place.</summary>
public enum BaselineChangeKind
{
    /// <summary>A table's statement is added.</summary>
    TableAdded,

    /// <summary>A table's statement is written anew as a whole.</summary>
    TableRewritten,

    /// <summary>A table's statement is taken out; only a regeneration does this.</summary>
    TableRemoved,

    /// <summary>A line of a table's statement is added: a column, a key or a constraint.</summary>
    LineAdded,

    /// <summary>A line of a table's statement is changed.</summary>
    LineChanged,

    /// <summary>A line of a table's statement is taken out.</summary>
    LineRemoved,

    /// <summary>A view's statement is added.</summary>
    ViewAdded,

    /// <summary>A view's statement is changed.</summary>
    ViewChanged,

    /// <summary>A statement that makes no table is taken out; only a regeneration does this.</summary>
    StatementRemoved,

    /// <summary>A table that the schema no longer has. It is left as it is, and reported.</summary>
    NotInSchema,
}

/// <summary>One change of the baseline.</summary>
public sealed record BaselineChange
{
    /// <summary>The kind.</summary>
    public required BaselineChangeKind Kind { get; init; }

    /// <summary>The table or view.</summary>
    public required string Table { get; init; }

    /// <summary>The column or constraint whose line it is; null for a whole statement and for the primary key.</summary>
    public string? Name { get; init; }

    /// <summary>The file.</summary>
    public required string File { get; init; }

    /// <summary>The line in the file as it was before, from 1; for an addition, the line that it follows.</summary>
    public int Line { get; init; }

    /// <summary>The text before; null for an addition.</summary>
    public string? Before { get; init; }

    /// <summary>The text after; null for a removal.</summary>
    public string? After { get; init; }

    /// <summary>The name in the schema, where it is too long for any server and <see cref="After"/> holds a shorter one.</summary>
    public string? LongName { get; init; }

    /// <summary>What became of it.</summary>
    public WriteOutcome Outcome { get; init; }

    /// <inheritdoc/>
    public override string ToString() => $"{File}:{Line}: {Kind} {(Name is null ? Table : $"{Table}.{Name}")}";
}

/// <summary>What an update of the bootstrap files does at one place.</summary>
public enum BootstrapChangeKind
{
    /// <summary>An index's statement is added.</summary>
    IndexAdded,

    /// <summary>An index's statement is changed.</summary>
    IndexChanged,

    /// <summary>An index's statement is taken out: its table has no such index.</summary>
    IndexRemoved,

    /// <summary>A foreign key is added.</summary>
    ForeignKeyAdded,

    /// <summary>A foreign key is changed.</summary>
    ForeignKeyChanged,

    /// <summary>A foreign key is taken out: its table has no such foreign key.</summary>
    ForeignKeyRemoved,

    /// <summary>A statement of another kind is taken out; only a regeneration does this.</summary>
    StatementRemoved,

    /// <summary>An index or foreign key of a table that the schema no longer has. It is left as it is, and reported.</summary>
    NotInSchema,
}

/// <summary>One change of a bootstrap file.</summary>
public sealed record BootstrapChange
{
    /// <summary>The kind.</summary>
    public required BootstrapChangeKind Kind { get; init; }

    /// <summary>The table.</summary>
    public required string Table { get; init; }

    /// <summary>The index or foreign key.</summary>
    public string? Name { get; init; }

    /// <summary>The file.</summary>
    public required string File { get; init; }

    /// <summary>The line in the file as it was before, from 1; for an addition, the line that it follows.</summary>
    public int Line { get; init; }

    /// <summary>The text before; null for an addition.</summary>
    public string? Before { get; init; }

    /// <summary>The text after; null for a removal.</summary>
    public string? After { get; init; }

    /// <summary>The name in the schema, where it is too long for any server and <see cref="After"/> holds a shorter one.</summary>
    public string? LongName { get; init; }

    /// <summary>What became of it.</summary>
    public WriteOutcome Outcome { get; init; }

    /// <inheritdoc/>
    public override string ToString() => $"{File}:{Line}: {Kind} {Table}.{Name}";
}
