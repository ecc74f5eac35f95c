namespace Migrations.Model;

/// <summary>A place in a text file that a person can go to.</summary>
/// <param name="File">The file's path.</param>
/// <param name="Line">The line, counted from 1.</param>
/// <param name="Column">The column in UTF-16 code units, counted from 1.</param>
public sealed record SourceLocation(string File, int Line, int Column)
{
    /// <summary>The form that editors and terminals make clickable: <c>file:line:column</c>.</summary>
    public override string ToString() => $"{File}:{Line}:{Column}";
}
