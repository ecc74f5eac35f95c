using Migrations.Core.Scripts;
using Migrations.Model;

namespace Migrations.Core.Drizzle;

/// <summary>Which schema is to be read, and how.</summary>
public sealed record SchemaScriptRequest
{
    /// <summary>The schema's files: paths, folders (their files, without subfolders) and globs (<c>*</c>, <c>**</c>, <c>?</c>, <c>{a,b}</c>), relative to the root.</summary>
    public required IReadOnlyList<string> Paths { get; init; }

    /// <summary>The project's folder. Scripts may read script and JSON files of this project (or of the monorepo around it) and nothing else.</summary>
    public required string Root { get; init; }

    /// <summary>How columns without a name of their own are named.</summary>
    public ColumnCasing Casing { get; init; }

    /// <summary>How long the scripts may run, in all; 5 seconds at most.</summary>
    public TimeSpan TimeLimit { get; init; } = ScriptSandbox.DefaultTime;

    /// <summary>How much the scripts may allocate, in all, in bytes.</summary>
    internal long MemoryLimit { get; init; } = ScriptSandbox.DefaultMemory;

    /// <summary>What <c>process.env</c> holds. Where it has no <c>DATABASE_URL</c>, scripts see a placeholder that is never connected to.</summary>
    public IReadOnlyDictionary<string, string> Environment { get; init; } = new Dictionary<string, string>();
}
