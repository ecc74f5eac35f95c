namespace Migrations.Server.Tests.Authoring;

/// <summary>One edit of <c>schema.ts</c>, as its author would make it.</summary>
/// <param name="Name">What is done.</param>
/// <param name="Before">A text that stands in the schema once.</param>
/// <param name="After">What takes its place.</param>
internal sealed record SchemaEdit(string Name, string Before, string After)
{
    /// <summary>The answers to -Rename; all else is new.</summary>
    public string[] Renames { get; init; } = [];

    /// <summary>Whether what vanished is dropped.</summary>
    public bool Drops { get; init; }

    /// <summary>A query on the database afterwards, and what it must give.</summary>
    public (string Sql, string? Result)? Check { get; init; }

    /// <summary>
    /// Whether the edited baseline must not be run before the migration, as the engine does by now: it would make a renamed table, empty, and leave no
    /// room for the old one, or a view of a column that is yet to come.
    /// </summary>
    public bool BaselineComesTooEarly { get; init; }

    /// <summary>More places that the edit touches.</summary>
    public (string Before, string After)[] Also { get; init; } = [];

    public string ApplyTo(string schema)
    {
        foreach (var (before, after) in new[] { (Before, After) }.Concat(Also))
        {
            Assert.True(schema.Split(before).Length == 2, $"{Name}: '{before}' must stand in the schema once:\n{schema}");
            schema = schema.Replace(before, after);
        }
        return schema;
    }

    public static SchemaEdit Change(string name, string before, string after) => new(name, before, after);

    public static SchemaEdit Add(string name, string marker, string line) => new(name, "// " + marker, $"{line}\n  // {marker}");

    public static SchemaEdit Remove(string name, string line) => new(name, line + "\n", "\n") { Drops = true };
}
