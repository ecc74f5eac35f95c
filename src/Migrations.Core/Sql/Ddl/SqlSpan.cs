namespace Migrations.Core.Sql.Ddl;

/// <summary>A range of a source text.</summary>
/// <param name="Start">The offset of its first character.</param>
/// <param name="End">The offset behind its last character.</param>
public readonly record struct SqlSpan(int Start, int End)
{
    /// <summary>The number of UTF-16 code units.</summary>
    public int Length => End - Start;

    /// <summary>The range's text.</summary>
    /// <param name="text">The whole source.</param>
    public string TextIn(string text) => text.Substring(Start, Length);
}

/// <summary>The name of a table, view or other object as a statement writes it.</summary>
/// <param name="Database">The database before the dot; null where there is none.</param>
/// <param name="Name">The name, without quotes.</param>
/// <param name="Span">Where it stands.</param>
public sealed record ObjectName(string? Database, string Name, SqlSpan Span)
{
    /// <inheritdoc/>
    public override string ToString() => Database is null ? Name : $"{Database}.{Name}";
}
