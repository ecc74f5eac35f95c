using Migrations.Core.Sql.Ddl;
using Migrations.Model;

namespace Migrations.Core.Linting;

/// <summary>A place of a migration's file that a rule has something to say about.</summary>
/// <param name="Span">The place.</param>
/// <param name="Message">What is so there.</param>
/// <param name="Fix">What to do about it.</param>
internal sealed record Spot(SqlSpan Span, string Message, string Fix)
{
    /// <summary>The place, where it is in another file than the migration's.</summary>
    public SourceLocation? Elsewhere { get; init; }
}

/// <summary>One rule. It judges parsed statements and the schema they meet, and keeps nothing between two of them.</summary>
/// <remarks>A rule says only what is so: where it cannot know, it is silent.</remarks>
internal abstract class LintRule(MigrationRule about)
{
    /// <summary>The rule as its users know it.</summary>
    public MigrationRule About { get; } = about;

    /// <summary>Looks at one statement.</summary>
    public virtual IEnumerable<Spot> Check(LintedStatement statement) => [];

    /// <summary>Looks at a whole migration; also at one that cannot be cut into statements.</summary>
    public virtual IEnumerable<Spot> Check(LintedMigration migration) => [];
}
