using Migrations.Core.Journals;
using Migrations.Core.Sources;
using Migrations.Core.Sql;
using Migrations.Core.Sql.Ddl;
using Migrations.Model;

namespace Migrations.Core.Linting;

/// <summary>What rules may know besides the statement at hand.</summary>
/// <param name="Project">The project and its journal.</param>
/// <param name="Server">The server that the migrations are for; null where that is open.</param>
/// <param name="Artifacts">The schema of the baseline and the bootstrap files; null where the project has none.</param>
/// <param name="Final">The schema that all migrations together make.</param>
/// <param name="RowCounts">The rows of the database's tables, about, by name in lower case; null without a database.</param>
/// <param name="LargeTableRows">From how many rows on a table counts as large.</param>
internal sealed record LintContext(
    JournaledProject Project, ServerInfo? Server, DatabaseSchema? Artifacts, SchemaState Final, IReadOnlyDictionary<string, long>? RowCounts, long LargeTableRows);

/// <summary>A migration as it is on disk, in the journal and in the database.</summary>
internal sealed record MigrationText
{
    /// <summary>The tag.</summary>
    public required string Tag { get; init; }

    /// <summary>The file's path.</summary>
    public required string Path { get; init; }

    /// <summary>The journal's entry; null for a file that it does not name.</summary>
    public JournalEntry? Entry { get; init; }

    /// <summary>Whether it is the baseline, which is for empty databases.</summary>
    public bool IsBaseline { get; init; }

    /// <summary>Whether it is a bootstrap file, which is run by hand over the baseline.</summary>
    public bool IsBootstrap { get; init; }

    /// <summary>Its state in the database; null where none was asked.</summary>
    public MigrationStatus? Status { get; init; }

    /// <summary>Whether it is there.</summary>
    public bool HasFile { get; init; } = true;

    /// <summary>Its text; empty where it cannot be read as one.</summary>
    public required SourceText Source { get; init; }

    /// <summary>Whether it is in UTF-16, which only this module reads.</summary>
    public bool IsUtf16 { get; init; }

    /// <summary>Why it cannot be read or cut into statements; null where it can.</summary>
    public MigrationException? Broken { get; init; }

    /// <summary>The script; null where it is broken.</summary>
    public SqlScript? Script { get; init; }
}

/// <summary>A migration on its way through the rules.</summary>
/// <param name="text">What was read.</param>
/// <param name="before">The schema before its first statement.</param>
internal sealed class LintedMigration(MigrationText text, SchemaState before)
{
    /// <summary>What was read.</summary>
    public MigrationText Text { get; } = text;

    /// <summary>The name.</summary>
    public string Tag => Text.Tag;

    /// <summary>Whether it is the baseline, which is for empty databases.</summary>
    public bool IsBaseline => Text.IsBaseline;

    /// <summary>Whether it is a bootstrap file.</summary>
    public bool IsBootstrap => Text.IsBootstrap;

    /// <summary>Its state in the database; null where none was asked.</summary>
    public MigrationStatus? Status => Text.Status;

    /// <summary>The schema before its first statement.</summary>
    public SchemaState Before { get; } = before;

    /// <summary>Its statements; none where it is broken.</summary>
    public IReadOnlyList<LintedStatement> Statements { get; private set; } = [];

    /// <summary>What all rules may know.</summary>
    public LintContext Context { get; private set; } = null!;

    /// <summary>Follows the schema through the migration.</summary>
    /// <param name="statements">Its statements, parsed.</param>
    /// <returns>The schema behind it.</returns>
    public SchemaState Follow(IReadOnlyList<(ScriptStatement Script, DdlStatement Ddl)> statements)
    {
        var state = Before;
        var followed = new List<LintedStatement>(statements.Count);
        var checksOff = false;
        foreach (var (script, ddl) in statements)
        {
            var after = DynamicSql.EffectsOf(script, ddl).Aggregate(state, (before, effect) => before.After(effect));
            if (ddl is UnknownStatement && DynamicSql.IsUnseen(script)) after = after with { IsUncertain = true };
            followed.Add(new LintedStatement(this, script, ddl, state, after) { ForeignKeyChecksOff = checksOff });
            checksOff = DynamicSql.ForeignKeyChecksOff(script, checksOff);
            state = after;
        }
        Statements = followed;
        return DynamicSql.IsIntrospected(Text) ? state with { IsUncertain = true } : state;
    }

    /// <summary>Tells it what all rules may know, once that is known.</summary>
    public void Enter(LintContext context) => Context = context;
}
